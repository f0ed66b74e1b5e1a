#pragma once
// waivers: rules that may be violated until a day.

#include <string>

#include "check/check_config.hpp"
#include "check/findings.hpp"

namespace conform::analyzer {

/// The waiver of a finding that is in force, if any. `today` is YYYY-MM-DD; the last day counts.
const check_waiver* waiver_for(const check_config& config, const finding& found, const std::string& today);

/// One that has ended is a finding of its own, and an error.
examined ended_waiver(const check_config& config, const check_waiver& waiver, const std::string& today);

/// Throws failure NO-MATCH: a pattern of workloads that matches none of conform.toml.
[[noreturn]] void refuse_no_workload(const check_config& config, text_place at, const std::string& who,
                                     const std::string& pattern);

/// Throws failure NO-MATCH where the waiver is about no workload that its rule is about.
void refuse_idle_waiver(const check_config& config, const check_waiver& waiver);

}  // namespace conform::analyzer
