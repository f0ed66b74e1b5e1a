#include "check/config_table.hpp"

namespace conform::analyzer {
namespace {

constexpr config_key keys[]{
    {"", "schema", key_type::version, false, "The version of this format: 1."},
    {"", "baseline", key_type::text, false,
     "Path of the baseline, from the folder of this file. Default: conform.baseline.json."},
    {"", "model", key_type::tables, true, "The models that workloads run."},
    {"", "workload", key_type::tables, true, "Forward passes whose cost is checked."},
    {"", "rule", key_type::tables, true, "What must hold, one limit a rule."},
    {"", "waiver", key_type::tables, false, "Rules that may be violated until a date, with the reason."},

    {"model", "name", key_type::text, true, "How workloads and findings call the model."},
    {"model", "config", key_type::text, false, "Path of a Hugging Face config.json, from the folder of this file."},
    {"model", "spec", key_type::text, false, "A built-in spec instead: see conform list models."},

    {"workload", "name", key_type::text, true, "How rules and findings call the workload."},
    {"workload", "model", key_type::text, false, "The name of a model. Default: the model, where there is just one."},
    {"workload", "seq", key_type::count, false, "New tokens of every sequence; as --seq of conform report."},
    {"workload", "batch", key_type::count, false, "Sequences. Default: 1."},
    {"workload", "context", key_type::count_or_none, false, "Tokens that are cached already. Default: 0."},
    {"workload", "phase", key_type::text, false, "prefill (default) or decode."},
    {"workload", "mask", key_type::text, false, "model (default), causal or full."},
    {"workload", "attention", key_type::text, false, "A variant of attention with its sizes: flash2,B_r=64,B_c=64."},
    {"workload", "logits", key_type::text, false, "all (default) or last."},
    {"workload", "dtype", key_type::text, false, "bf16, f16, f32, f64 or f8. Default: the config's, else bf16."},
    {"workload", "hardware", key_type::text, false,
     "A device, for time_lower_bound and fits: see conform list hardware; or the path of a TOML file of one."},

    {"rule", "name", key_type::text, true, "How findings and waivers call the rule."},
    {"rule", "metric", key_type::metric, false, "What is measured; of max, increase and equals."},
    {"rule", "workload", key_type::text, false, "A glob of names of workloads. Default: all of them."},
    {"rule", "layer", key_type::text, false,
     "A glob of places in the model, as layers.*.attention.core: * stands for what is between two dots, ** for "
     "anything. Each place must keep the limit. Default: the whole model."},
    {"rule", "max", key_type::limit, false, "The most that is allowed: 1000, 5 GFLOP, 80 GB, 80 GiB."},
    {"rule", "increase", key_type::increase, false, "The most that it may exceed the baseline by: +1%, or 0."},
    {"rule", "equals", key_type::exact, false, "Exactly what it must be; of fits, true or false."},
    {"rule", "complexity", key_type::text, false,
     "The unit total must grow within this bound, as O(n^2 d): decided for all sizes at once."},
    {"rule", "checkpoint", key_type::text, false,
     "Path of a .safetensors file or a model.safetensors.index.json, from the folder of this file, that must hold the "
     "tensors of the config: names, shapes and dtypes."},
    {"rule", "severity", key_type::severity, false, "error (default): the check fails; warning: it is told."},

    {"waiver", "rule", key_type::text, true, "The name of the rule."},
    {"waiver", "workload", key_type::text, false, "A glob of names of workloads. Default: all of them."},
    {"waiver", "until", key_type::date, true, "The last day of the waiver."},
    {"waiver", "reason", key_type::text, true, "Why, for whoever reads the finding."},
};

}  // namespace

std::span<const config_key> check_config_keys() { return keys; }

std::vector<std::string_view> key_names_of(std::string_view section) {
  std::vector<std::string_view> out;
  for (const config_key& key : keys)
    if (key.section == section) out.push_back(key.name);
  return out;
}

}  // namespace conform::analyzer
