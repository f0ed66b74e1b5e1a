#pragma once
// arithmetic: the scalar functions that kernels call, for plain numbers. At run time they are the C library's; in
// constant evaluation they are series in double, since compilers disagree on which of the library's are constant.

#include <conform/machine/bf16.hpp>

#include <type_traits>

namespace conform::arithmetic {
namespace series {

inline constexpr double ln2 = 0.693147180559945309417232121458;
inline constexpr double pi = 3.14159265358979323846264338328;
inline constexpr double infinity = __builtin_huge_val();

constexpr double power_of_two(int n) {
  double out = 1;
  for (; n > 0; --n) out *= 2;
  for (; n < 0; ++n) out /= 2;
  return out;
}

/// e^x - 1 for small x, without the loss that subtracting 1 would bring.
constexpr double growth(double x) {
  double sum = 0, next = 1;
  for (int i = 1; i < 20; ++i) sum += next *= x / i;
  return sum;
}

/// ln 2 in two parts, of which the first has few digits: n times it is exact (Cody and Waite 1980).
constexpr double exp(double x) {
  if (x != x) return x;
  if (x > 709.7827) return infinity;
  if (x < -745.2) return 0;
  const int n = static_cast<int>(x / ln2 + (x < 0 ? -0.5 : 0.5));
  const double r = (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10;
  const int half = n / 2;  // 2^1024 is no number, though 2^1024 · 0.8 is
  return (growth(r) + 1) * power_of_two(half) * power_of_two(n - half);
}

constexpr double log(double x) {
  if (x != x || x < 0) return __builtin_nan("");
  if (x == 0) return -infinity;
  if (x == infinity) return x;
  int n = 0;
  for (; x > 1.5; x /= 2) ++n;
  for (; x < 0.75; x *= 2) --n;
  const double z = (x - 1) / (x + 1);
  double sum = 0, next = z;
  for (int i = 1; i < 60; i += 2, next *= z * z) sum += next / i;
  return 2 * sum + n * ln2;
}

constexpr double sqrt(double x) {
  if (x != x || x < 0) return __builtin_nan("");
  if (x == 0 || x == infinity) return x;
  double scale = 1;
  for (; x > 4; x /= 4) scale *= 2;
  for (; x < 1; x *= 4) scale /= 2;
  double root = x / 2 + 0.5;
  for (int i = 0; i < 8; ++i) root = (root + x / root) / 2;
  return root * scale;
}

constexpr double tanh(double x) {
  if (x != x) return x;
  if (x > 20) return 1;
  if (x < -20) return -1;
  const double e = x < 0.25 && x > -0.25 ? growth(2 * x) : exp(2 * x) - 1;
  return e / (e + 2);
}

constexpr double erf(double x) {
  if (x != x) return x;
  if (x > 6) return 1;
  if (x < -6) return -1;
  double sum = 0, next = x;  // x + 2x³/3 + 4x⁵/15 + ...: all of one sign, so nothing cancels (DLMF 7.6.2)
  for (int i = 0; i < 160; ++i) sum += next, next *= 2 * x * x / (2 * i + 3);
  return 2 * sum * exp(-x * x) / sqrt(pi);
}

/// x less whole turns, from -pi to pi. A turn is in two parts, as ln 2 above; |x| up to 10^18.
constexpr double less_turns(double x) {
  const double turns = x / (2 * pi);
  const double whole = static_cast<double>(static_cast<long long>(turns + (turns < 0 ? -0.5 : 0.5)));
  return (x - whole * (4 * 1.57079632673412561417e+00)) - whole * (4 * 6.07710050650619224932e-11);
}

constexpr double sin(double x) {
  if (x != x || x == infinity || x == -infinity) return __builtin_nan("");
  const double r = less_turns(x);
  double sum = 0, next = r;
  for (int i = 1; i < 40; i += 2) sum += next, next *= -r * r / ((i + 1) * (i + 2));
  return sum;
}

constexpr double cos(double x) {
  if (x != x || x == infinity || x == -infinity) return __builtin_nan("");
  const double r = less_turns(x);
  double sum = 0, next = 1;
  for (int i = 0; i < 40; i += 2) sum += next, next *= -r * r / ((i + 1) * (i + 2));
  return sum;
}

}  // namespace series

template <class T>
concept plain = std::is_floating_point_v<T>;

template <plain T>
constexpr T exp(T x) {
  if (std::is_constant_evaluated()) return static_cast<T>(series::exp(static_cast<double>(x)));
  if constexpr (sizeof(T) == sizeof(float)) return __builtin_expf(x);
  return static_cast<T>(__builtin_exp(static_cast<double>(x)));
}
template <plain T>
constexpr T log(T x) {
  if (std::is_constant_evaluated()) return static_cast<T>(series::log(static_cast<double>(x)));
  if constexpr (sizeof(T) == sizeof(float)) return __builtin_logf(x);
  return static_cast<T>(__builtin_log(static_cast<double>(x)));
}
template <plain T>
constexpr T sqrt(T x) {
  if (std::is_constant_evaluated()) return static_cast<T>(series::sqrt(static_cast<double>(x)));
  if constexpr (sizeof(T) == sizeof(float)) return __builtin_sqrtf(x);
  return static_cast<T>(__builtin_sqrt(static_cast<double>(x)));
}
template <plain T>
constexpr T tanh(T x) {
  if (std::is_constant_evaluated()) return static_cast<T>(series::tanh(static_cast<double>(x)));
  if constexpr (sizeof(T) == sizeof(float)) return __builtin_tanhf(x);
  return static_cast<T>(__builtin_tanh(static_cast<double>(x)));
}
template <plain T>
constexpr T erf(T x) {
  if (std::is_constant_evaluated()) return static_cast<T>(series::erf(static_cast<double>(x)));
  if constexpr (sizeof(T) == sizeof(float)) return __builtin_erff(x);
  return static_cast<T>(__builtin_erf(static_cast<double>(x)));
}
template <plain T>
constexpr T sin(T x) {
  if (std::is_constant_evaluated()) return static_cast<T>(series::sin(static_cast<double>(x)));
  if constexpr (sizeof(T) == sizeof(float)) return __builtin_sinf(x);
  return static_cast<T>(__builtin_sin(static_cast<double>(x)));
}
template <plain T>
constexpr T cos(T x) {
  if (std::is_constant_evaluated()) return static_cast<T>(series::cos(static_cast<double>(x)));
  if constexpr (sizeof(T) == sizeof(float)) return __builtin_cosf(x);
  return static_cast<T>(__builtin_cos(static_cast<double>(x)));
}

/// The larger of two; a NaN in either is the result, so that it stays visible.
template <plain T>
constexpr T larger(T a, T b) {
  return a > b || a != a ? a : b;
}
template <plain T>
constexpr T smaller(T a, T b) {
  return a < b || a != a ? a : b;
}
/// Selects, which cost nothing: a maximum of -inf becomes 0 (exp(-inf - -inf) would be NaN), a sum of 0 becomes 1.
template <plain T>
constexpr T zero_if_infinite(T largest) {
  return largest == static_cast<T>(-series::infinity) ? T{0} : largest;
}
template <plain T>
constexpr T one_if_zero(T sum) {
  return sum == T{0} ? T{1} : sum;
}
/// A change of sign, which costs nothing.
template <plain T>
constexpr T opposite(T x) {
  return -x;
}
/// sum + a·b: one multiply-add of a matrix product.
template <plain T>
constexpr T multiply_add(T sum, T a, T b) {
  return sum + a * b;
}
/// a·b where a product-sum begins with its first term: a multiply-add that has nothing to add to.
template <plain T>
constexpr T first_product(T a, T b) {
  return a * b;
}
/// exp(scale·x) as one exponential: with scale·log2(e) in place of the log2(e) that any exp multiplies by.
template <plain T>
constexpr T scaled_exp(T scale, T x) {
  return exp(scale * x);
}
/// Reading and writing one cell of memory; ids and masks are cells too.
template <class T>
  requires(std::is_arithmetic_v<T> || std::is_same_v<T, bf16>)
constexpr T load(const T& cell) {
  return cell;
}
template <class T>
  requires(std::is_arithmetic_v<T> || std::is_same_v<T, bf16>)
constexpr void store(T& cell, T value) {
  cell = value;
}

}  // namespace conform::arithmetic
