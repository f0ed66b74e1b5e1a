#pragma once
// rational: exact fractions of 128-bit whole numbers, the coefficients of every polynomial.

#include <conform/size/integer.hpp>

namespace conform {

/// Thrown when a formula is evaluated where it has no whole value: a fraction is left, or a divisor is not positive.
struct not_whole : std::exception {
  const char* what() const noexcept override { return "a formula has no whole value at these sizes"; }
};

/// A fraction in lowest terms with a positive denominator. Overflow throws integer_overflow.
struct rational {
  integer num = 0;
  integer den = 1;

  constexpr rational() = default;
  constexpr rational(integer whole) : num(whole) {}
  constexpr rational(integer n, integer d) : num(n), den(d) {
    if (d == 0) throw not_whole{};
    const integer shared = greatest_common_divisor(n, d);
    if (shared > 1) num /= shared, den /= shared;
    if (den < 0) num = checked_sub(0, num), den = checked_sub(0, den);
  }

  friend constexpr bool operator==(const rational& a, const rational& b) { return a.num == b.num && a.den == b.den; }
  friend constexpr bool operator<(const rational& a, const rational& b) {
    if (a.den == b.den) return a.num < b.num;
    return checked_mul(a.num, b.den) < checked_mul(b.num, a.den);
  }
  friend constexpr bool operator>(const rational& a, const rational& b) { return b < a; }
  friend constexpr bool operator<=(const rational& a, const rational& b) { return !(b < a); }
  friend constexpr bool operator>=(const rational& a, const rational& b) { return !(a < b); }

  friend constexpr rational operator+(const rational& a, const rational& b) {
    if (a.den == 1 && b.den == 1) return rational{checked_add(a.num, b.num)};
    const integer shared = greatest_common_divisor(a.den, b.den);
    const integer left = b.den / shared;
    return {checked_add(checked_mul(a.num, left), checked_mul(b.num, a.den / shared)), checked_mul(a.den, left)};
  }
  friend constexpr rational operator-(const rational& a) {
    rational out = a;
    out.num = checked_sub(0, a.num);
    return out;
  }
  friend constexpr rational operator-(const rational& a, const rational& b) { return a + -b; }
  friend constexpr rational operator*(const rational& a, const rational& b) {
    if (a.den == 1 && b.den == 1) return rational{checked_mul(a.num, b.num)};
    const rational ab{a.num, b.den}, ba{b.num, a.den};  // cancel across before multiplying: fewer overflows
    rational out;
    out.num = checked_mul(ab.num, ba.num);
    out.den = checked_mul(ab.den, ba.den);
    return out;
  }
  /// Throws not_whole where b is zero.
  friend constexpr rational operator/(const rational& a, const rational& b) { return a * rational{b.den, b.num}; }
};

constexpr rational min(const rational& a, const rational& b) { return b < a ? b : a; }
constexpr rational max(const rational& a, const rational& b) { return a < b ? b : a; }
/// a / b rounded up; throws not_whole unless b > 0.
constexpr rational ceil_div(const rational& a, const rational& b) {
  if (!(b > rational{})) throw not_whole{};
  const rational q = a / b;
  return rational{ceil_div(q.num, q.den)};
}

}  // namespace conform
