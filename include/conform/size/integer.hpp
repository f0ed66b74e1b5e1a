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

/// The largest whole number that divides both; 0 only for two zeros. Throws integer_overflow.
constexpr integer greatest_common_divisor(integer a, integer b) {
  __extension__ typedef unsigned __int128 natural;  // holds the size of the least integer, too
  natural x = a < 0 ? natural{0} - static_cast<natural>(a) : static_cast<natural>(a);
  natural y = b < 0 ? natural{0} - static_cast<natural>(b) : static_cast<natural>(b);
  while (y != 0) {
    const natural rest = x % y;
    x = y;
    y = rest;
  }
  const integer out = static_cast<integer>(x);
  return out < 0 ? throw integer_overflow{} : out;
}

/// Quotients rounded towards minus and plus infinity; b > 0.
constexpr integer floor_div(integer a, integer b) { return a / b - (a % b < 0 ? 1 : 0); }
constexpr integer ceil_div(integer a, integer b) { return a / b + (a % b > 0 ? 1 : 0); }

constexpr integer min(integer a, integer b) { return b < a ? b : a; }
constexpr integer max(integer a, integer b) { return a < b ? b : a; }

}  // namespace conform
