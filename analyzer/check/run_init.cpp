#include <algorithm>
#include <filesystem>
#include <limits>

#include <fmt/format.h>
#include <unistd.h>

#include "audit.hpp"
#include "check/check_verbs.hpp"
#include "check/growth_rule.hpp"
#include "check/metrics.hpp"
#include "check/model_places.hpp"
#include "chosen_model.hpp"
#include "figure_list.hpp"
#include "output.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view core_layers = "layers.*.attention.core";

/// A string of TOML.
std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (std::string_view rest = text; !rest.empty();) {
    const character c = next_character(rest);
    if (is_invisible(c.code)) {
      out += fmt::format("\\U{:08X}", static_cast<unsigned>(c.code));
    } else {
      if (c.code == '"' || c.code == '\\') out += '\\';
      out += c.bytes;
    }
  }
  return out += '"';
}

std::string amount(integer value, metric_unit unit) {
  if (unit == metric_unit::flop) return fmt::format("\"{} FLOP\"", decimal(value));
  if (unit == metric_unit::bytes) return fmt::format("\"{} B\"", decimal(value));
  return value <= std::numeric_limits<std::int64_t>::max() ? decimal(value) : fmt::format("\"{}\"", decimal(value));
}

/// The path of the config from the folder that the new file is in.
std::string path_from_output(const std::string& config, const std::string& output) {
  namespace fs = std::filesystem;
  if (first_invalid_byte(config) != std::string::npos)
    throw failure{"OUTPUT", printable(output), in_quotes(config) + " is not UTF-8, which TOML cannot hold"};
  if (config.starts_with('/')) return config;
  const fs::path folder = fs::path{output}.parent_path();
  std::error_code problem;
  const fs::path out = fs::relative(config, folder.empty() ? fs::path{"."} : folder, problem);
  return problem || out.empty() ? fs::absolute(config).string() : out.string();
}

std::string rule_text(std::string_view name, std::string_view comment, std::string_view metric_name,
                      std::string_view key, integer value, std::string_view layer = "") {
  const metric& measured = *find_metric(metric_name);
  std::string out = fmt::format("\n# {}\n[[rule]]\nname = \"{}\"\nmetric = \"{}\"\n", comment, name, metric_name);
  if (!layer.empty()) out += fmt::format("layer = \"{}\"\n", layer);
  return out + fmt::format("{} = {}  # {}\n", key, amount(value, measured.unit), quantity_text(value, measured.unit));
}

std::string total_rule(const report& found, std::string_view name, std::string_view metric_name,
                       std::string_view comment) {
  return rule_text(name, comment, metric_name, "max", total_of(found, *find_metric(metric_name)));
}

std::string head_text(const chosen_model& chosen, const report& found, const std::string& output) {
  const workload& w = found.workload;
  const std::string name = printable(shortened(chosen.model.name, 80), 80);
  std::string out = fmt::format(
      "# Limits on what {} may cost. `conform check` exits with 1 when one is exceeded.\n"
      "# Every key: docs/10-checks.md of conform; for editors: `conform schema config`.\n"
      "schema = 1\n\n[[model]]\nname = {}\n",
      name, toml_text(name));
  out += chosen.input ? fmt::format("config = {}  # from the folder of this file\n",
                                    toml_text(path_from_output(chosen.input->path, output)))
                      : fmt::format("spec = {}  # see conform list models\n", toml_text(chosen.place));
  return out +
         fmt::format(
             "\n# A forward pass; the options of conform report are its keys. Add one for each pass that matters.\n"
             "[[workload]]\nname = \"prefill\"\nseq = {}\nbatch = {}\n# phase = \"decode\"  # one new token, "
             "behind context = N cached ones\n# attention = \"flash2,B_r=64,B_c=64\"  # see conform list variants\n",
             w.seq, w.batch);
}

std::string core_rules(const chosen_model& chosen, const chosen_workload& pass, const report& found) {
  const glob cores{core_layers, glob::names::dotted};
  const auto places = places_matching(found.layers, cores);
  if (places.empty()) return "";
  const auto most = std::max_element(places.begin(), places.end(), [](const model_place& a, const model_place& b) {
    return a.matmul_flops < b.matmul_flops;
  });
  std::string out = rule_text("attention-core", "Each layer by itself: * stands for what is between two dots.",
                              "matmul_flops", "max", most->matmul_flops, core_layers);
  const auto growth = growth_of(chosen.model, pass, cores, "n^2 d");
  if (std::all_of(growth.begin(), growth.end(), [](const growth_found& one) { return one.holds; }))
    out += fmt::format(
        "\n# For all lengths and widths at once, not for these alone.\n[[rule]]\nname = \"attention-growth\"\n"
        "layer = \"{}\"\ncomplexity = \"O(n^2 d)\"\n",
        core_layers);
  return out;
}

std::string config_text(const chosen_model& chosen, const chosen_workload& pass, const report& found,
                        const std::string& output) {
  std::string out = head_text(chosen, found, output);
  out += "\n# Limits at the present figures: what costs more fails. Round them up for room to move.\n";
  out += total_rule(found, "matmul-flops", "matmul_flops", "FLOPs of matrix products, 2 a multiply-add.").substr(1);
  out += total_rule(found, "unit-total", "unit_total", "Every scalar operation, each counted as 1.");
  out += total_rule(found, "peak-bytes", "peak_bytes", "Weights, key-value cache and activations together.");
  out += total_rule(found, "kv-bytes-per-token", "kv_bytes_per_token", "What one more token adds to the cache.");
  out +=
      rule_text("parameters", "The size of the model, exactly.", "parameters", "equals", found.parameters.total.value);
  out += core_rules(chosen, pass, found);
  return out +
         "\n# Against a baseline, which moves by `conform baseline update --reason TEXT` alone:\n"
         "# [[rule]]\n# name = \"no-growth\"\n# metric = \"unit_total\"\n# increase = \"+1%\"\n"
         "\n# A rule that may be violated until a date:\n"
         "# [[waiver]]\n# rule = \"peak-bytes\"\n# until = 2026-12-31\n# reason = \"why, and who lifts it\"\n";
}

}  // namespace

exit_code run_init(const init_request& asked) {
  const std::string output = asked.output.value_or("conform.toml");
  const chosen_model chosen = choose_model(asked.model);
  if (::access(output.c_str(), F_OK) == 0)
    throw failure{"OUTPUT", printable(output), "exists already; a new file was expected: init overwrites nothing"};
  check_output(output, nullptr);
  std::vector<diagnostic> warnings = chosen.warnings;
  report_request words;
  words.model = asked.model;
  const chosen_workload pass = choose_workload(read_options(words), chosen.model, chosen.place, warnings);
  const report found = counted_report(chosen, pass);
  audit(found);
  write_outputs(std::vector{output_text{output, config_text(chosen, pass, found, output)}},
                fmt::format("{}: written; conform check passes on it as it is\n", printable(output)));
  for (const diagnostic& warning : warnings) write_stderr(warning_line(warning) + '\n');
  return exit_code::pass;
}

}  // namespace conform::analyzer
