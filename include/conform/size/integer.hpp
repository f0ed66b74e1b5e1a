#pragma once
// integer: exact 128-bit whole numbers; overflow is an error, never a wrong number.

#include <exception>

namespace conform {

/// A signed 128-bit whole number. Counts of whole models (10^24 and more) fit with room to spare.
__extension__ typedef __int128 integer;

/// Thrown when a size or a count leaves 128 bits. In constant evaluation the throw itself is the compile error.
struct integer_overflow : std::exception {
  const char* what() const noexcept override { return "a size or a count does not fit in 128 bits"; }
};

/// a + b, a - b, a * b (operations on whole numbers). Throws integer_overflow.
constexpr integer checked_add(integer a, integer b) {
  integer out{};
  return __builtin_add_overflow(a, b, &out) ? throw integer_overflow{} : out;
}
constexpr integer checked_sub(integer a, integer b) {
  integer out{};
  return __builtin_sub_overflow(a, b, &out) ? throw integer_overflow{} : out;
}
constexpr integer checked_mul(integer a, integer b) {
  integer out{};
  return __builtin_mul_overflow(a, b, &out) ? throw integer_overflow{} : out;
}

/// The largest whole number that divides both; 0 only for two zeros.
constexpr integer greatest_common_divisor(integer a, integer b) {
  if (a < 0) a = checked_sub(0, a);
  if (b < 0) b = checked_sub(0, b);
  while (b != 0) {
    integer rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/// Quotients rounded towards minus and plus infinity; b > 0.
constexpr integer floor_div(integer a, integer b) { return a / b - (a % b < 0 ? 1 : 0); }
constexpr integer ceil_div(integer a, integer b) { return a / b + (a % b > 0 ? 1 : 0); }

constexpr integer min(integer a, integer b) { return b < a ? b : a; }
constexpr integer max(integer a, integer b) { return a < b ? b : a; }

}  // namespace conform
