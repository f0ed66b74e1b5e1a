#include "check/read_figures.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "audit.hpp"
#include "check/baseline.hpp"
#include "check/count_words.hpp"
#include "chosen_model.hpp"
#include "figure_list.hpp"
#include "json_tree.hpp"
#include "layer_groups.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

/// A report as JSON, of which just the figures are read.
class report_reader {
 public:
  report_reader(const std::string& file, const json_value& tree) : file_{file}, tree_{tree} {}

  report read() const {
    report out;
    out.model_name = text(member(tree_, "", "model"), "model", "name");
    const json_value& parameters = member(tree_, "", "parameters");
    const json_value& operations = member(tree_, "", "operations");
    const json_value& memory = member(tree_, "", "memory");
    out.parameters.total.value = count(parameters, "parameters", "total");
    out.operations.matmul_flops.value = count(operations, "operations", "matmul_flops");
    out.operations.unit_total.value = count(operations, "operations", "unit_total");
    out.memory.weights_bytes.value = count(memory, "memory", "weights_bytes");
    out.memory.kv_cache_bytes.value = count(memory, "memory", "kv_cache_bytes");
    out.memory.kv_cache_bytes_per_token.value = count(memory, "memory", "kv_cache_bytes_per_token");
    out.memory.activation_peak_bytes.value = count(memory, "memory", "activation_peak_bytes");
    const json_value& layers = member(tree_, "", "layers");
    if (layers.kind != json_kind::list) refuse("layers", description_of(layers) + "; expected a list");
    for (std::size_t i = 0; i < layers.items.size(); ++i) out.layers.push_back(row(layers.items[i], i));
    return out;
  }

  /// The members of its workload.
  fact_list pass() const {
    fact_list out;
    for (const json_member& one : member(tree_, "", "workload").members) {
      const bool is_number = one.value.kind == json_kind::number && read_count(one.value.text).has_value();
      if (!is_number && one.value.kind != json_kind::text)
        refuse("workload." + one.key, description_of(one.value) + "; expected a whole number or a string");
      out.emplace_back(one.key, one.value.text);
    }
    return out;
  }

 private:
  [[noreturn]] void refuse(const std::string& key, const std::string& what) const {
    throw failure{"REPORT", fmt::format("{}: {}", file_, printable(key, 100)), what};
  }
  static std::string joined(const std::string& path, std::string_view key) {
    return path.empty() ? std::string{key} : fmt::format("{}.{}", path, key);
  }
  const json_value& member(const json_value& of, const std::string& path, std::string_view key) const {
    const json_value* const found = of.find(key);
    if (found == nullptr) refuse(joined(path, key), "missing; a report of conform report --format json was expected");
    return *found;
  }
  std::string text(const json_value& of, const std::string& path, std::string_view key) const {
    const json_value& found = member(of, path, key);
    if (found.kind != json_kind::text) refuse(joined(path, key), description_of(found) + "; expected a string");
    return found.text;
  }
  integer count_of(const json_value& value, const std::string& path) const {
    const auto out = value.kind == json_kind::text ? read_count(value.text) : std::nullopt;
    if (!out) refuse(path, description_of(value) + "; expected a count as a decimal string, as \"4096\"");
    return *out;
  }
  integer count(const json_value& of, const std::string& path, std::string_view key) const {
    return count_of(member(of, path, key), joined(path, key));
  }
  layer_row row(const json_value& value, std::size_t place) const {
    const std::string path = fmt::format("layers[{}]", place);
    layer_row out{
        text(value, path, "path"), count(value, path, "parameters"), count(value, path, "matmul_flops"), {}, {}};
    for (const json_member& scalar : member(value, path, "scalars").members) {
      const auto kind = std::find(scalar_kinds.begin(), scalar_kinds.end(), scalar.key);
      if (kind == scalar_kinds.end()) refuse(path + ".scalars." + scalar.key, "no kind of scalar operation");
      out.scalars[static_cast<std::size_t>(kind - scalar_kinds.begin())] =
          count_of(scalar.value, path + ".scalars." + scalar.key);
    }
    return out;
  }

  const std::string& file_;
  const json_value& tree_;
};

void add_report(figure_set& into, const report& what, const std::string& file) {
  for (const metric& one : metrics())
    if (!one.of_pass) into.figures.push_back({{"", "", std::string{one.name}}, total_of(what, one)});
  std::map<std::string, std::size_t> seen;
  for (const layer_row& row : what.layers) {
    if (!seen.emplace(row.path, 0).second)
      throw failure{"REPORT", file, fmt::format("two layers of the path {}", in_quotes(row.path))};
    into.figures.push_back({{"", row.path, "parameters"}, row.parameters});
    into.figures.push_back({{"", row.path, "matmul_flops"}, row.matmul_flops});
    into.figures.push_back({{"", row.path, "unit_total"}, unit_total_of(row)});
  }
}

fact_list pass_of(const workload& work) {
  return {{"batch", std::to_string(work.batch)},
          {"seq", std::to_string(work.seq)},
          {"context", std::to_string(work.context)},
          {"phase", std::string{name_of(work.phase)}},
          {"mask", std::string{name_of(work.mask)}},
          {"logits", std::string{name_of(work.logits)}},
          {"attention", work.attention},
          {"dtype", std::string{name_of(work.dtype)}}};
}

}  // namespace

std::optional<figure_set> stored_figures(const std::string& name) {
  if (!name.ends_with(".json")) return {};
  figure_set out;
  out.input = read_input(name);
  const std::string file = printable(name);
  const json_value tree = parse_json(file, out.input->bytes);
  if (tree.find("entries") != nullptr) {
    const baseline known = baseline_of(file, out.input->bytes);
    out.title = file;
    out.is_baseline = true;
    out.workloads = known.workloads;
    for (const auto& [key, entry] : known.entries)
      out.figures.push_back({{key.workload, key.layer, key.metric}, entry.value});
    return out;
  }
  if (tree.find("tool") == nullptr || tree.find("layers") == nullptr) return {};
  const report_reader reader{file, tree};
  const report found = reader.read();
  out.title = found.model_name;
  out.pass = reader.pass();
  for (const auto& [word, value] : out.pass)
    out.pass_line += fmt::format("{}{} {}", out.pass_line.empty() ? "" : ", ", printable(word, 20), printable(value, 80));
  add_report(out, found, file);
  return out;
}

figure_set counted_figures(const std::string& name, const pass_request& pass, std::vector<diagnostic>& warnings) {
  const chosen_model chosen = choose_model(name);
  warnings.insert(warnings.end(), chosen.warnings.begin(), chosen.warnings.end());
  report_request words;
  words.seq = pass.seq, words.batch = pass.batch, words.context = pass.context, words.phase = pass.phase;
  words.mask = pass.mask, words.attention = pass.attention, words.logits = pass.logits, words.dtype = pass.dtype;
  const report found = counted_report(chosen, choose_workload(read_options(words), chosen.model, chosen.place, warnings));
  audit(found);
  figure_set out;
  out.title = found.model_name;
  out.pass = pass_of(found.workload);
  out.pass_line = workload_line(found.workload);
  out.input = chosen.input;
  add_report(out, found, chosen.place);
  return out;
}

pass_request words_of(const fact_list& pass, pass_request given) {
  const bool own_attention = given.attention.has_value();
  for (const auto& [option, word] : diff_request::pass_words) {
    const std::string_view name = std::string_view{option}.substr(2);
    const auto value = value_of_fact(pass, name);
    if (!value || given.*word) continue;
    if (name == "attention" && *value == "dense") continue;
    if (name == "mask" && *value != "full" && (own_attention || *value != "causal")) continue;  // as attention decides
    given.*word = value;
  }
  return given;
}

}  // namespace conform::analyzer
