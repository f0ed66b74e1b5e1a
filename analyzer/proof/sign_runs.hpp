#pragma once
// sign_runs: where a polynomial of one whole number is negative, zero and positive, exactly.

#include <vector>

#include <conform/size/integer.hpp>

namespace conform::analyzer {

/// The sign, -1, 0 or 1, of all whole numbers from `from` to `to`.
struct sign_run {
  long long from, to;
  int sign;
  friend bool operator==(const sign_run&, const sign_run&) = default;
};

constexpr int sign_of(integer value) { return value < 0 ? -1 : value > 0 ? 1 : 0; }

/// Adds a run behind the others; one of the same sign continues the last.
void append(std::vector<sign_run>& runs, sign_run next);

/// The value at x of the polynomial with these coefficients, the constant first. Throws integer_overflow.
integer polynomial_at(const std::vector<integer>& coefficients, integer x);

/// The runs of a polynomial over from..to, in order, neighbours of different signs. No root is approximated: between
/// the sign changes of its first difference, found the same way, a polynomial is monotone, and a bisection over whole
/// numbers finds where it changes sign. Throws integer_overflow.
std::vector<sign_run> sign_runs(std::vector<integer> coefficients, long long from, long long to);

}  // namespace conform::analyzer
