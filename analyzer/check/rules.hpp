#pragma once
// rules: every rule of a conform.toml at every workload that it is about.

#include <optional>
#include <string>
#include <vector>

#include "check/baseline.hpp"
#include "check/findings.hpp"
#include "check/measured_workload.hpp"

namespace conform::analyzer {

/// `known` is the baseline; nothing where it is missing and may be: then rules of increase are told and skipped.
/// `today` decides which waivers have ended. Throws failure NO-MATCH for a rule that is about nothing, BOUND, BASELINE,
/// and what reading a checkpoint throws.
check_result examine(const check_config& config, const std::vector<measured_workload>& measured,
                     const std::optional<baseline>& known, const std::string& today);

/// Is any rule one of increase?
bool needs_baseline(const check_config& config);

}  // namespace conform::analyzer
