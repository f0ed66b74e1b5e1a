#include <fmt/format.h>

#include "convention/write_counted.hpp"
#include "figure_list.hpp"
#include "hardware/write_parallel.hpp"
#include "hardware/write_roofline.hpp"
#include "layer_groups.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"
#include "text/text_table.hpp"
#include "writers.hpp"

namespace conform::analyzer {
namespace {

std::string heading(const report& what) {
  text_table facts{{align::left, align::left}};
  facts.row({"model type", fmt::format("{} (family {})", printable(what.model_type), what.family)});
  facts.row({"source", printable(what.source)});
  facts.row({"workload", pass_line(what)});
  if (!what.convention.empty()) facts.row({"convention", printable(what.convention, 1000)});
  return fmt::format("conform report: {}\n{}", printable(what.model_name), facts.text());
}

std::string symbols(const report& what) {
  if (what.symbols.empty()) return "";
  text_table lines{{align::left, align::right, align::left}};
  for (const symbol& s : what.symbols) lines.row({s.name, grouped(s.value), s.meaning});
  return "\nsymbols\n" + lines.text();
}

std::string figures(const figure_section& section) {
  text_table lines{{align::left, align::right, align::left, align::right, align::left}};
  for (const listed_figure& f : section.figures) {
    const std::string formula = f.value->formula.empty() ? "" : "= " + f.value->formula;
    const std::string near = f.value->value < 1000 ? "" : rounded(f.value->value, f.short_unit);
    lines.row({std::string{f.name}, grouped(f.value->value), std::string{f.unit}, near, formula});
  }
  return fmt::format("\n{}\n{}", section.name, lines.text());
}

std::string peak(const memory_figures& memory) {
  text_table lines{{align::left, align::left}};
  if (!memory.peak_place.empty()) lines.row({"activation peak at", printable(memory.peak_place)});
  if (!memory.schedule.empty()) lines.row({"schedule", printable(memory.schedule, 1000)});
  return lines.text();
}

std::string complexity(const report& what) {
  text_table lines{{align::left, align::left, align::left, align::left}};
  for (const complexity_line& line : what.complexity) {
    lines.row({line.scope, line.claim, line.verdict, evidence_of(line)});
  }
  std::string out = lines.text();
  if (what.balance) out += "  " + balance_line(what) + '\n';
  return out.empty() ? "" : "\ncomplexity\n" + out;
}

std::string layers(const report& what) {
  text_table lines{{align::left, align::right, align::right, align::right, align::right, align::left}};
  lines.row({"part", "parameters", "matmul FLOP", "unit total", "share of FLOP", "matmul FLOP ="});
  const integer whole = what.operations.matmul_flops.value;
  const auto add = [&](const group_row& row, std::string_view indent, std::size_t times) {
    const integer of_all = checked_mul(row.matmul_flops, static_cast<integer>(times));
    lines.row({fmt::format("{}{}", indent, printable(row.name)), grouped(row.parameters), grouped(row.matmul_flops),
               grouped(row.unit_total), percent(of_all, whole), row.formula});
  };
  for (const layer_group& group : groups_of(what.layers)) {
    add(group.whole, "", group.times);
    for (const group_row& part : group.parts) add(part, "  ", group.times);
  }
  lines.row({"all", grouped(what.parameters.total.value), grouped(whole), grouped(what.operations.unit_total.value),
             percent(whole, whole), ""});
  return "\nlayers (numbers of one; the share is of all equal ones)\n" + lines.text();
}

std::string tensors(const report& what) {
  if (what.tensors.empty()) return "";
  text_table lines{{align::left, align::left, align::right, align::left}};
  lines.row({"tensor", "axes", "parameters", "parameters ="});
  for (const tensor_row& one : what.tensors)
    lines.row({one.path, one.axes, grouped(one.elements.value), one.elements.formula});
  return "\ntensors\n" + lines.text();
}

}  // namespace

std::string write_text(const report& what) {
  std::string out = heading(what) + symbols(what);
  for (const figure_section& section : sections_of(what)) out += figures(section);
  out += peak(what.memory);
  if (what.under) out += counted_text(*what.under);
  out += complexity(what) + layers(what) + tensors(what);
  if (what.roofline) out += roofline_text(*what.roofline);
  if (what.parallel) out += parallel_text(*what.parallel);
  return out;
}

std::string write_specs(std::span<const spec> all) {
  text_table lines{{align::left, align::left, align::right, align::right, align::right, align::right, align::left}};
  lines.row({"spec", "model type", "layers", "width", "heads/kv", "length", "facts from (on huggingface.co)"});
  for (const spec& s : all) {
    lines.row({std::string{s.name}, std::string{s.model_type}, grouped(s.layers), grouped(s.model),
               fmt::format("{}/{}", s.heads, s.kv_heads), grouped(s.context_length), std::string{s.source}});
  }
  return lines.text();
}

std::string written(const report& what, report_format format) {
  switch (format) {
    case report_format::json: return write_json(what);
    case report_format::markdown: return write_markdown(what);
    case report_format::csv: return write_csv(what);
    case report_format::html:  // has more than a report: see html/html_report.hpp
    case report_format::text: break;
  }
  return write_text(what);
}

}  // namespace conform::analyzer
