#pragma once
// check_verbs: the commands about conform.toml.

#include "check/check_requests.hpp"
#include "failure.hpp"

namespace conform::analyzer {

/// `conform check`: check_failed where a limit is not kept, under no waiver. Throws failure.
exit_code run_check(const check_request& request);

/// The other commands pass, or throw failure.
exit_code run_baseline(const baseline_request& request);
exit_code run_diff(const diff_request& request);
exit_code run_init(const init_request& request);
exit_code run_schema(const schema_request& request);

}  // namespace conform::analyzer
