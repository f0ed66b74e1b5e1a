#include <fmt/format.h>

#include "convention/write_counted.hpp"
#include "figure_list.hpp"
#include "hardware/write_parallel.hpp"
#include "hardware/write_roofline.hpp"
#include "layer_groups.hpp"
#include "text/markdown_text.hpp"
#include "text/number_text.hpp"
#include "writers.hpp"

namespace conform::analyzer {
namespace {

using markdown::code;
using markdown::plain;

std::string heading(const report& what) {
  std::string out = fmt::format("# conform report: {}\n\n", plain(what.model_name));
  out += fmt::format("- model type: {} (family {})\n", plain(what.model_type), plain(what.family));
  out += fmt::format("- source: {}\n", plain(what.source));
  out += fmt::format("- workload: {}\n", plain(pass_line(what)));
  if (!what.convention.empty()) out += fmt::format("- convention: {}\n", plain(what.convention, 1000));
  return out;
}

std::string symbols(const report& what) {
  if (what.symbols.empty()) return "";
  std::string out = "\n## Symbols\n\n| symbol | value | meaning |\n|---|---:|---|\n";
  for (const symbol& s : what.symbols) {
    out += fmt::format("| {} | {} | {} |\n", code(s.name), grouped(s.value), plain(s.meaning));
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
  if (!memory.peak_place.empty()) out += fmt::format("\nActivation peak at {}.", plain(memory.peak_place));
  if (!memory.schedule.empty()) out += fmt::format("\nSchedule: {}.", plain(memory.schedule, 1000));
  return out.empty() ? "" : out + '\n';
}

std::string complexity(const report& what) {
  if (what.complexity.empty() && !what.balance) return "";
  std::string out = "\n## Complexity\n\n";
  if (!what.complexity.empty()) out += "| scope | claim | verdict | evidence |\n|---|---|---|---|\n";
  for (const complexity_line& line : what.complexity) {
    out += fmt::format("| {} | {} | {} | {} |\n", plain(line.scope), code(line.claim),
                       plain(line.verdict), plain(evidence_of(line)));
  }
  if (what.balance) out += fmt::format("\n{}\n", plain(balance_line(what)));
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
    add(group.whole, plain(group.whole.name), group.times);
    for (const group_row& part : group.parts) add(part, "&nbsp;&nbsp;" + code(part.name), group.times);
  }
  out += fmt::format("| all | {} | {} | {} | {} | |\n", grouped(what.parameters.total.value), grouped(whole),
                     grouped(what.operations.unit_total.value), percent(whole, whole));
  return out;
}

std::string tensors(const report& what) {
  if (what.tensors.empty()) return "";
  std::string out = "\n## Tensors\n\n| tensor | axes | parameters | formula |\n|---|---|---:|---|\n";
  for (const tensor_row& one : what.tensors)
    out += fmt::format("| {} | {} | {} | {} |\n", plain(one.path), code(one.axes), grouped(one.elements.value),
                       code(one.elements.formula));
  return out;
}

}  // namespace

std::string write_markdown(const report& what) {
  std::string out = heading(what) + symbols(what);
  for (const figure_section& section : sections_of(what)) out += figures(section);
  out += peak(what.memory);
  if (what.under) out += counted_markdown(*what.under);
  out += complexity(what) + layers(what) + tensors(what);
  if (what.roofline) out += roofline_markdown(*what.roofline);
  if (what.parallel) out += parallel_markdown(*what.parallel);
  return out;
}

}  // namespace conform::analyzer
