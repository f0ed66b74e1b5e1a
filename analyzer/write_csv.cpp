#include <initializer_list>

#include "convention/write_counted.hpp"
#include "figure_list.hpp"
#include "hardware/write_parallel.hpp"
#include "hardware/write_roofline.hpp"
#include "text/csv_text.hpp"
#include "text/number_text.hpp"
#include "writers.hpp"

namespace conform::analyzer {
namespace {

/// section, name, quantity, value, unit, formula
void add(std::string& out, std::initializer_list<std::string_view> fields) { out += csv_row(fields); }

void add_workload(std::string& out, const report& what) {
  const workload& work = what.workload;
  add(out, {"model", "", "name", what.model_name, "", ""});
  add(out, {"model", "", "family", what.family, "", ""});
  add(out, {"model", "", "model_type", what.model_type, "", ""});
  add(out, {"model", "", "source", what.source, "", ""});
  add(out, {"convention", "", "convention", what.convention, "", ""});
  if (what.own) return add(out, {"workload", "", "dtype", name_of(work.dtype), "", ""});
  add(out, {"workload", "", "batch", decimal(work.batch), "sequences", ""});
  add(out, {"workload", "", "seq", decimal(work.seq), "tokens", ""});
  add(out, {"workload", "", "context", decimal(work.context), "tokens", ""});
  add(out, {"workload", "", "phase", name_of(work.phase), "", ""});
  add(out, {"workload", "", "mask", name_of(work.mask), "", ""});
  add(out, {"workload", "", "logits", name_of(work.logits), "", ""});
  add(out, {"workload", "", "attention", work.attention, "", ""});
  add(out, {"workload", "", "dtype", name_of(work.dtype), "", ""});
}

void add_balance(std::string& out, const balance& b) {
  add(out, {"balance", "", "attention_core_matmul_flops", decimal(b.core.value), "FLOP", b.core.formula});
  add(out, {"balance", "", "projection_matmul_flops", decimal(b.projections.value), "FLOP", b.projections.formula});
  add(out, {"balance", "", "other_matmul_flops", decimal(b.other.value), "FLOP", b.other.formula});
  add(out, {"balance", "", "core_overtakes_at_n", b.overtakes_at ? decimal(*b.overtakes_at) : "", "tokens", ""});
}

void add_layer(std::string& out, const layer_row& row) {
  add(out, {"layers", row.path, "parameters", decimal(row.parameters), "parameters", ""});
  add(out, {"layers", row.path, "matmul_flops", decimal(row.matmul_flops), "FLOP", row.formula});
  for (std::size_t kind = 0; kind < scalar_kind_count; ++kind) {
    if (row.scalars[kind] == 0) continue;  // a kind that is not listed is 0
    add(out, {"layers", row.path, scalar_kinds[kind], decimal(row.scalars[kind]), "operations", ""});
  }
}

}  // namespace

std::string write_csv(const report& what) {
  std::string out;
  add(out, {"section", "name", "quantity", "value", "unit", "formula"});
  add_workload(out, what);
  for (const symbol& s : what.symbols) add(out, {"symbols", s.name, s.meaning, decimal(s.value), "", ""});
  for (const figure_section& section : sections_of(what)) {
    for (const listed_figure& f : section.figures) {
      add(out, {section.name, "", f.name, decimal(f.value->value), f.unit, f.value->formula});
    }
  }
  add(out, {"memory", "", "activation_peak_place", what.memory.peak_place, "", ""});
  add(out, {"memory", "", "schedule", what.memory.schedule, "", ""});
  if (what.under) out += counted_csv(*what.under);
  for (const complexity_line& line : what.complexity) {
    add(out, {"complexity", line.scope, line.claim, line.verdict, "", evidence_of(line)});
  }
  if (what.balance) add_balance(out, *what.balance);
  for (const layer_row& row : what.layers) add_layer(out, row);
  for (const tensor_row& one : what.tensors)
    add(out, {"tensors", one.path, one.axes, decimal(one.elements.value), "parameters", one.elements.formula});
  if (what.roofline) out += roofline_csv(*what.roofline);
  if (what.parallel) out += parallel_csv(*what.parallel);
  return out;
}

}  // namespace conform::analyzer
