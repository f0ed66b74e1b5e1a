#include <algorithm>

#include <fmt/format.h>

#include "check/check_writers.hpp"
#include "text/markup_text.hpp"

namespace conform::analyzer {
namespace {

std::string xml(std::string_view text) { return in_markup(text, 4000); }

std::string element_of(const finding& f) {
  if (f.waived) return fmt::format("      <skipped message=\"{}\"/>\n", xml(f.text() + "; waived " + *f.waived));
  if (!f.fails())
    return fmt::format("      <system-out>warning: {}; ways out: {}</system-out>\n", xml(f.text()), xml(f.ways_out()));
  return fmt::format("      <failure type=\"{}\" message=\"{}\">{}:{}: ways out: {}</failure>\n", xml(f.measured),
                     xml(f.text()), xml(f.config), f.at.line, xml(f.ways_out()));
}

bool fails(const examined& one) {
  return std::any_of(one.findings.begin(), one.findings.end(), [](const finding& f) { return f.fails(); });
}
bool skipped(const examined& one) {
  return !fails(one) &&
         std::any_of(one.findings.begin(), one.findings.end(), [](const finding& f) { return f.waived.has_value(); });
}

/// A case that fails has no skipped beside its failures: readers take the first of the two.
std::string test_case(const examined& one) {
  const std::string head =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"0\"", xml(one.workload), xml(one.rule));
  std::string inside;
  for (const finding& f : one.findings)
    if (!fails(one) || !f.waived) inside += element_of(f);
  return inside.empty() ? head + "/>\n" : head + ">\n" + inside + "    </testcase>\n";
}

}  // namespace

std::string write_check_junit(const check_result& what) {
  const auto failures = std::count_if(what.done.begin(), what.done.end(), fails);
  const auto skips = std::count_if(what.done.begin(), what.done.end(), skipped);
  const std::string counts = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"0\"",
                                         what.done.size(), failures, skips);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuites name=\"conform check\" {}>\n  <testsuite name=\"{}\" {}>\n", counts, xml(what.config),
                     counts);
  for (const examined& one : what.done) out += test_case(one);
  std::string notices;
  for (const std::string& notice : what.notices) notices += (notices.empty() ? "" : "\n") + xml(notice);
  if (!notices.empty()) out += fmt::format("    <system-out>{}</system-out>\n", notices);
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace conform::analyzer
