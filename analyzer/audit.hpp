#pragma once
// audit: a report is checked against itself before anyone sees it.

#include "report.hpp"

namespace conform::analyzer {

/// Layer rows sum exactly to the totals, scalar kinds to the unit total, nothing is negative.
/// Throws failure INTERNAL with exit code 3, and integer_overflow.
void audit(const report& what);

}  // namespace conform::analyzer
