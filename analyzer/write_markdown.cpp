#include <fmt/format.h>

#include "figure_list.hpp"
#include "layer_groups.hpp"
#include "markdown_text.hpp"
#include "number_text.hpp"
#include "writers.hpp"

namespace conform::analyzer {
namespace {

/// A formula of our own making, in a code span where nothing in it could end the span or the cell.
std::string code(std::string_view formula) {
  if (formula.empty()) return "";
  if (formula.find_first_of("`|\n\r") != std::string_view::npos) return markdown_text(formula, 4000);
  return fmt::format("`{}`", formula);
}

std::string heading(const report& what) {
  std::string out = fmt::format("# conform report: {}\n\n", markdown_text(what.model_name));
  out += fmt::format("- model type: {} (family {})\n", markdown_text(what.model_type), markdown_text(what.family));
  out += fmt::format("- source: {}\n", markdown_text(what.source));
  out += fmt::format("- workload: {}\n", markdown_text(workload_line(what.workload)));
  if (!what.convention.empty()) out += fmt::format("- convention: {}\n", markdown_text(what.convention, 1000));
  return out;
}

std::string symbols(const report& what) {
  if (what.symbols.empty()) return "";
  std::string out = "\n## Symbols\n\n| symbol | value | meaning |\n|---|---:|---|\n";
  for (const symbol& s : what.symbols) {
    out += fmt::format("| {} | {} | {} |\n", code(s.name), grouped(s.value), markdown_text(s.meaning));
  }
  return out;
}

std::string figures(const figure_section& section) {
  std::string out = fmt::format("\n## {}{}\n\n| figure | exact | unit | rounded | formula |\n|---|---:|---|---:|---|\n",
                                static_cast<char>(section.name.front() - 'a' + 'A'), section.name.substr(1));
  for (const listed_figure& f : section.figures) {
    out += fmt::format("| {} | {} | {} | {} | {} |\n", f.name, grouped(f.value->value), f.unit,
                       f.value->value < 1000 ? "" : rounded(f.value->value, f.short_unit), code(f.value->formula));
  }
  return out;
}

std::string peak(const memory_figures& memory) {
  std::string out;
  if (!memory.peak_place.empty()) out += fmt::format("\nActivation peak at {}.", markdown_text(memory.peak_place));
  if (!memory.schedule.empty()) out += fmt::format("\nSchedule: {}.", markdown_text(memory.schedule, 1000));
  return out.empty() ? "" : out + '\n';
}

std::string complexity(const report& what) {
  if (what.complexity.empty() && !what.balance) return "";
  std::string out = "\n## Complexity\n\n";
  if (!what.complexity.empty()) out += "| scope | claim | verdict | evidence |\n|---|---|---|---|\n";
  for (const complexity_line& line : what.complexity) {
    out += fmt::format("| {} | {} | {} | {} |\n", markdown_text(line.scope), code(line.claim),
                       markdown_text(line.verdict), markdown_text(evidence_of(line)));
  }
  if (what.balance) out += fmt::format("\n{}\n", markdown_text(balance_line(what)));
  return out;
}

std::string layers(const report& what) {
  std::string out =
      "\n## Layers\n\nNumbers of one; the share is of all equal ones.\n\n"
      "| part | parameters | matmul FLOP | unit total | share of FLOP | matmul FLOP = "
      "|\n|---|---:|---:|---:|---:|---|\n";
  const integer whole = what.operations.matmul_flops.value;
  const auto add = [&](const group_row& row, const std::string& name, std::size_t times) {
    const integer of_all = checked_mul(row.matmul_flops, static_cast<integer>(times));
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", name, grouped(row.parameters), grouped(row.matmul_flops),
                       grouped(row.unit_total), percent(of_all, whole), code(row.formula));
  };
  for (const layer_group& group : groups_of(what.layers)) {
    add(group.whole, markdown_text(group.whole.name), group.times);
    for (const group_row& part : group.parts) add(part, "&nbsp;&nbsp;" + code(part.name), group.times);
  }
  out += fmt::format("| all | {} | {} | {} | {} | |\n", grouped(what.parameters.total.value), grouped(whole),
                     grouped(what.operations.unit_total.value), percent(whole, whole));
  return out;
}

}  // namespace

std::string write_markdown(const report& what) {
  std::string out = heading(what) + symbols(what);
  for (const figure_section& section : sections_of(what)) out += figures(section);
  return out + peak(what.memory) + complexity(what) + layers(what);
}

}  // namespace conform::analyzer
