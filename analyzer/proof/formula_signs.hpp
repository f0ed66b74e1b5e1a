#pragma once
// formula_signs: the signs of a formula of one size over a range of it, exactly, atoms included.

#include <functional>
#include <vector>

#include <conform/size/polynomial.hpp>

#include "proof/sign_runs.hpp"

namespace conform::analyzer {

using emit_run = std::function<void(const sign_run&)>;

/// The coefficients of a formula without atoms, the constant first, times a positive number, so that they are whole.
std::vector<integer> coefficients_of(const polynomial& p);

/// Calls emit for runs that cover from..to in order; neighbours may have one sign. The formula's one size has the id 0;
/// from >= 0. Ceilings are settled by residues of the size, minima and maxima where their arguments change order, so
/// that in each piece a polynomial is left. False, and nothing is emitted, where there are too many pieces.
/// Throws integer_overflow.
bool walk_signs(const polynomial& formula, long long from, long long to, const emit_run& emit);

}  // namespace conform::analyzer
