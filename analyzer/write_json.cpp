#include <fmt/format.h>

#include <conform/version.hpp>

#include "convention/write_counted.hpp"
#include "figure_list.hpp"
#include "hardware/write_parallel.hpp"
#include "hardware/write_roofline.hpp"
#include "text/json_text.hpp"
#include "text/number_text.hpp"
#include "writers.hpp"

namespace conform::analyzer {
namespace {

std::string workload_object(const workload& work) {
  json_block out{"{}", 2};
  out.add("batch", decimal(work.batch));
  out.add("seq", decimal(work.seq));
  out.add("context", decimal(work.context));
  out.add("phase", json_text(name_of(work.phase)));
  out.add("mask", json_text(name_of(work.mask)));
  out.add("logits", json_text(name_of(work.logits)));
  out.add("attention", json_text(work.attention));
  out.add("dtype", json_text(name_of(work.dtype)));
  return out.text();
}

std::string own_object(const workload& work) {
  json_block out{"{}", 2};
  out.add("dtype", json_text(name_of(work.dtype)));
  return out.text();
}

std::string tensor_list(const report& what) {
  json_block out{"[]", 2};
  for (const tensor_row& one : what.tensors)
    out.entry(fmt::format(R"({{"path": {}, "axes": {}, "parameters": {}, "formula": {}}})", json_text(one.path),
                          json_text(one.axes), json_count(one.elements.value), json_text(one.elements.formula)));
  return out.text();
}

std::string section_object(const figure_section& section, const report& what) {
  json_block out{"{}", 2};
  json_block formulas{"{}", 3};
  for (const listed_figure& f : section.figures) {
    out.add(f.name, json_count(f.value->value));
    if (!f.value->formula.empty()) formulas.add(f.name, json_text(f.value->formula));
  }
  if (section.name == "memory") {
    out.add("activation_peak_place", json_text(what.memory.peak_place));
    out.add("schedule", json_text(what.memory.schedule));
  }
  out.add("formulas", formulas.text());
  return out.text();
}

std::string complexity_list(const report& what) {
  json_block out{"[]", 2};
  for (const complexity_line& line : what.complexity) {
    json_block entry{"{}", 3};
    entry.add("scope", json_text(line.scope));
    entry.add("claim", json_text(line.claim));
    entry.add("verdict", json_text(line.verdict));
    if (line.constant) entry.add("constant", json_text(*line.constant));
    if (line.witness) entry.add("witness", json_text(*line.witness));
    out.entry(entry.text());
  }
  return out.text();
}

/// One line a row; scalar kinds that are not listed are 0.
std::string layer_object(const layer_row& row) {
  json_line scalars{"{}"};
  for (std::size_t kind = 0; kind < scalar_kind_count; ++kind)
    if (row.scalars[kind] != 0) scalars.add(scalar_kinds[kind], row.scalars[kind]);
  json_line out{"{}"};
  out.add_text("path", row.path);
  out.add("parameters", row.parameters);
  out.add("matmul_flops", row.matmul_flops);
  out.add_text("formula", row.formula);
  out.add("scalars", scalars.text());
  return out.text();
}

std::string symbol_list(const report& what) {
  json_block out{"[]", 2};
  for (const symbol& s : what.symbols) {
    out.entry(fmt::format(R"({{"name": {}, "meaning": {}, "value": {}}})", json_text(s.name), json_text(s.meaning),
                          json_count(s.value)));
  }
  return out.text();
}

std::string balance_object(const balance& b) {
  json_block out{"{}", 2};
  out.add("attention_core_matmul_flops", json_count(b.core.value));
  out.add("projection_matmul_flops", json_count(b.projections.value));
  out.add("other_matmul_flops", json_count(b.other.value));
  out.add("core_overtakes_at_n", b.overtakes_at ? json_count(*b.overtakes_at) : "null");
  return out.text();
}

}  // namespace

std::string write_json(const report& what) {
  json_block out{"{}", 1};
  out.add("schema", "1");
  out.add("tool", R"({"name": "conform", "version": ")" CONFORM_VERSION_STRING R"("})");
  json_block model{"{}", 2};
  model.add("name", json_text(what.model_name));
  model.add("family", json_text(what.family));
  model.add("model_type", json_text(what.model_type));
  model.add("source", json_text(what.source));
  out.add("model", model.text());
  out.add("convention", json_text(what.convention));
  out.add("workload", what.own ? own_object(what.workload) : workload_object(what.workload));
  for (const figure_section& section : sections_of(what)) out.add(section.name, section_object(section, what));
  if (what.under) out.add("under_convention", counted_json(*what.under, 2));
  out.add("complexity", complexity_list(what));
  json_block layers{"[]", 2};
  for (const layer_row& row : what.layers) layers.entry(layer_object(row));
  out.add("layers", layers.text());
  if (what.own) out.add("tensors", tensor_list(what));
  out.add("symbols", symbol_list(what));
  if (what.balance) out.add("balance", balance_object(*what.balance));
  if (what.roofline) out.add("roofline", roofline_json(*what.roofline));
  if (what.parallel) out.add("parallel", parallel_json(*what.parallel));
  return out.text() + '\n';
}

}  // namespace conform::analyzer
