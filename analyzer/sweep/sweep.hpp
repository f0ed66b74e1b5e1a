#pragma once
// sweep: `conform sweep`: a row of figures for every point of a grid; `conform merge`: the rows of its parts in one
// file.

#include "command_line.hpp"
#include "failure.hpp"

namespace conform::analyzer {

/// Throws failure.
exit_code run_sweep(const sweep_request& given);

/// exit_code::check_failed where points are missing, and then nothing is written; with `partial` the rows that there are
/// go out. Throws failure.
exit_code run_merge(const merge_request& given);

}  // namespace conform::analyzer
