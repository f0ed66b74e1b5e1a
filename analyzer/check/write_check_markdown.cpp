#include <fmt/format.h>

#include "check/check_writers.hpp"
#include "text/markdown_text.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t size_limit = std::size_t{1} << 20, room_for_the_end = 1024;

std::string row_of(const finding& f) {
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", f.waived ? "waived" : f.level(),
                     markdown::plain(f.rule), markdown::plain(f.workload),
                     markdown::plain(f.measured + (f.layers.empty() ? "" : " of " + f.layers), 400),
                     markdown::plain(f.value, 400), markdown::plain(f.limit, 400), markdown::plain(f.excess, 1000),
                     markdown::plain(fmt::format("{}:{}", f.config, f.at.line)));
}

}  // namespace

std::string write_check_markdown(const check_result& what) {
  std::string out = fmt::format("# conform check: {}\n\n{}\n", markdown::plain(what.config), what.summary());
  for (const std::string& notice : what.notices) out += fmt::format("\nNotice: {}\n", markdown::plain(notice, 1000));
  const auto all = what.findings();
  if (all.empty()) return out;
  out +=
      "\n|  | rule | workload | what | value | limit | by how much | stated at |\n"
      "|---|---|---|---|---:|---:|---|---|\n";
  std::size_t shown = 0;
  for (const finding* f : all) {
    const std::string row = row_of(*f);
    if (out.size() + row.size() + room_for_the_end > size_limit) break;
    out += row;
    ++shown;
  }
  if (shown < all.size()) {
    out += fmt::format(
        "\n{} of {} findings are shown, to stay below 1 MiB; all of them are in the artifacts that "
        "`--format json=FILE`, `sarif=FILE` or `junit=FILE` writes.\n",
        shown, all.size());
  }
  out +=
      "\nWays out of a finding: lower the cost; raise the limit where it is stated; or waive the rule with a date and "
      "a "
      "reason (`[[waiver]]`).\n";
  return out;
}

}  // namespace conform::analyzer
