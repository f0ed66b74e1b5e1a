#include "check/waivers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "check/glob.hpp"
#include "failure.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {

const check_waiver* waiver_for(const check_config& config, const finding& found, const std::string& today) {
  for (const check_waiver& waiver : config.waivers) {
    if (waiver.rule == found.rule && waiver.until >= today &&
        glob{waiver.workloads, glob::names::plain}.matches(found.workload))
      return &waiver;
  }
  return nullptr;
}

examined ended_waiver(const check_config& config, const check_waiver& waiver, const std::string& today) {
  examined out{"waiver of " + waiver.rule, "", waiver.at, {}};
  finding f;
  f.rule = waiver.rule;
  f.measured = "waiver";
  f.value = "ended on " + waiver.until;
  f.limit = "today, " + today;
  f.excess = "given because: " + printable(waiver.reason, 300);
  f.limit_key = "until";
  f.config = config.path;
  f.at = waiver.at;
  f.place = waiver.until + ' ' + waiver.workloads;
  out.findings.push_back(std::move(f));
  return out;
}

void refuse_no_workload(const check_config& config, text_place at, const std::string& who, const std::string& pattern) {
  std::vector<std::string_view> names;
  for (const check_workload& one : config.workloads) names.push_back(one.name);
  throw failure{"NO-MATCH", place_in(config.file, at),
                fmt::format("{}: workload {} matches none of {}{}", who, in_quotes(pattern),
                            printable(listed(names), 200), did_you_mean(pattern, names))};
}

void refuse_idle_waiver(const check_config& config, const check_waiver& waiver) {
  const auto rule = std::find_if(config.rules.begin(), config.rules.end(),
                                 [&](const check_rule& one) { return one.name == waiver.rule; });
  const std::string& of_rule = rule->workloads;
  const glob waived{waiver.workloads, glob::names::plain}, ruled{of_rule, glob::names::plain};
  bool known = false;
  for (const check_workload& one : config.workloads) {
    if (!waived.matches(one.name)) continue;
    if (ruled.matches(one.name)) return;
    known = true;
  }
  const std::string who = "waiver of " + in_quotes(waiver.rule);
  if (!known) refuse_no_workload(config, waiver.at, who, waiver.workloads);
  throw failure{"NO-MATCH", place_in(config.file, waiver.at),
                fmt::format("{}: workload {} matches none of those of the rule, {}", who, in_quotes(waiver.workloads),
                            in_quotes(of_rule))};
}

}  // namespace conform::analyzer
