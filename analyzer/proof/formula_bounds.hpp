#pragma once
// formula_bounds: where the sign of a formula of one size is plain, without taking it apart.

#include <vector>

#include <conform/size/polynomial.hpp>

#include "proof/sign_runs.hpp"

namespace conform::analyzer {

/// The sign of a run over which nothing is known.
inline constexpr int unknown_sign = 2;

/// Runs that cover from..to in order, of signs that are exact, and of unknown ones where polynomials that enclose the
/// formula are on both sides of 0: a ceiling is at least its quotient and less than one more, a minimum or maximum that
/// of its arguments' bounds, over ranges that are halved where that helps. The formula's one size has the id 0; from >= 0.
std::vector<sign_run> plain_signs(const polynomial& formula, long long from, long long to);

}  // namespace conform::analyzer
