#pragma once
// amount: a whole number of units, and its literals: 5_GFLOP, 1.5_GiB, 87_Mparameters.

#include <conform/size/reasons.hpp>  // first: its place in the chain of includes is part of every message
#include <conform/size/amount_digits.hpp>
#include <conform/size/name.hpp>

#include <concepts>

namespace conform {

/// What is counted. A kind of scalar operation is operation<"exp">.
namespace units {

struct matmul_flops;  ///< two for each multiply-add of a matrix product
struct unit_total;    ///< every scalar operation weighs one
struct elements;      ///< numbers held or moved
struct parameters;    ///< numbers learned
struct bytes;
template <text Kind>
struct operation;

}  // namespace units

/// A whole number of units: what a quantity is at given sizes.
template <class Unit>
struct amount {
  integer value = 0;

  explicit constexpr operator integer() const { return value; }
};

// amounts: exact, ordered within a unit and against plain numbers
template <class Unit>
constexpr amount<Unit> operator+(amount<Unit> left, amount<Unit> right) {
  return {checked_add(left.value, right.value)};
}
template <class Unit>
constexpr amount<Unit> operator-(amount<Unit> left, amount<Unit> right) {
  return {checked_sub(left.value, right.value)};
}
template <whole_number I, class Unit>
constexpr amount<Unit> operator*(I times, amount<Unit> right) {
  return {checked_mul(times, right.value)};
}
template <class Unit>
constexpr bool operator==(amount<Unit> left, amount<Unit> right) {
  return left.value == right.value;
}
template <class Unit, whole_number I>
constexpr bool operator==(amount<Unit> left, I right) {
  return left.value == right;
}
template <class Unit>
constexpr bool operator<(amount<Unit> left, amount<Unit> right) {
  return left.value < right.value;
}
template <class Unit, whole_number I>
constexpr bool operator<(amount<Unit> left, I right) {
  return left.value < right;
}
template <class Unit>
constexpr bool operator>(amount<Unit> left, amount<Unit> right) {
  return left.value > right.value;
}
template <class Unit, whole_number I>
constexpr bool operator>(amount<Unit> left, I right) {
  return left.value > right;
}
template <class Unit>
constexpr bool operator<=(amount<Unit> left, amount<Unit> right) {
  return left.value <= right.value;
}
template <class Unit, whole_number I>
constexpr bool operator<=(amount<Unit> left, I right) {
  return left.value <= right;
}
template <class Unit>
constexpr bool operator>=(amount<Unit> left, amount<Unit> right) {
  return left.value >= right.value;
}
template <class Unit, whole_number I>
constexpr bool operator>=(amount<Unit> left, I right) {
  return left.value >= right;
}

// refuses units_differ: amounts of different units do not meet
template <class U, class V>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator==(amount<U> left, amount<V> right);
template <class U, class V>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator!=(amount<U> left, amount<V> right);
template <class U, class V>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator<(amount<U> left, amount<V> right);
template <class U, class V>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator>(amount<U> left, amount<V> right);
template <class U, class V>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator<=(amount<U> left, amount<V> right);
template <class U, class V>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator>=(amount<U> left, amount<V> right);
template <class U, class V>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator+(amount<U> left, amount<V> right);
template <class U, class V>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator-(amount<U> left, amount<V> right);

// ... and what is no whole number is of no unit
#define CONFORM_REFUSED_FRACTION(OPERATOR)                       \
  template <class U, std::floating_point F>                      \
  units_differ<U, F> operator OPERATOR(amount<U> left, F right); \
  template <class U, std::floating_point F>                      \
  units_differ<F, U> operator OPERATOR(F left, amount<U> right);
CONFORM_REFUSED_FRACTION(==)
CONFORM_REFUSED_FRACTION(!=)
CONFORM_REFUSED_FRACTION(<)
CONFORM_REFUSED_FRACTION(>)
CONFORM_REFUSED_FRACTION(<=)
CONFORM_REFUSED_FRACTION(>=)
#undef CONFORM_REFUSED_FRACTION

/// 5_GFLOP are 5·10^9 matmul FLOPs, 5_GOP 5·10^9 scalar operations of a unit total, 87_Mparameters 87·10^6 numbers
/// learned; 1_KB are 1000 bytes, 1_KiB 1024. Exact: 4.5_GFLOP and 1.5e3_GB are whole, 1.5_FLOP is not.
/// refuses  amount_not_whole, amount_too_large
inline namespace literals {

#define CONFORM_AMOUNT(SUFFIX, UNIT, SCALE)                                                                \
  template <char... Digits>                                                                                \
    requires(amount_digits(SCALE, {Digits...}).is == digits_are::whole)                                    \
  constexpr amount<units::UNIT> operator""##SUFFIX() { return {amount_digits(SCALE, {Digits...}).value}; } \
  template <char... Digits>                                                                                \
    requires(amount_digits(SCALE, {Digits...}).is == digits_are::fractional)                               \
  amount_not_whole<units::UNIT>                                                                            \
  operator""##SUFFIX();                                                                                    \
  template <char... Digits>                                                                                \
    requires(amount_digits(SCALE, {Digits...}).is == digits_are::too_large)                                \
  amount_too_large<units::UNIT>                                                                            \
  operator""##SUFFIX();
CONFORM_AMOUNT(_FLOP, matmul_flops, 1)
CONFORM_AMOUNT(_KFLOP, matmul_flops, 1'000)
CONFORM_AMOUNT(_MFLOP, matmul_flops, 1'000'000)
CONFORM_AMOUNT(_GFLOP, matmul_flops, 1'000'000'000)
CONFORM_AMOUNT(_TFLOP, matmul_flops, 1'000'000'000'000)
CONFORM_AMOUNT(_PFLOP, matmul_flops, 1'000'000'000'000'000)
CONFORM_AMOUNT(_EFLOP, matmul_flops, 1'000'000'000'000'000'000)
CONFORM_AMOUNT(_OP, unit_total, 1)
CONFORM_AMOUNT(_KOP, unit_total, 1'000)
CONFORM_AMOUNT(_MOP, unit_total, 1'000'000)
CONFORM_AMOUNT(_GOP, unit_total, 1'000'000'000)
CONFORM_AMOUNT(_TOP, unit_total, 1'000'000'000'000)
CONFORM_AMOUNT(_POP, unit_total, 1'000'000'000'000'000)
CONFORM_AMOUNT(_EOP, unit_total, 1'000'000'000'000'000'000)
CONFORM_AMOUNT(_parameters, parameters, 1)
CONFORM_AMOUNT(_Kparameters, parameters, 1'000)
CONFORM_AMOUNT(_Mparameters, parameters, 1'000'000)
CONFORM_AMOUNT(_Gparameters, parameters, 1'000'000'000)
CONFORM_AMOUNT(_Tparameters, parameters, 1'000'000'000'000)
CONFORM_AMOUNT(_B, bytes, 1)
CONFORM_AMOUNT(_KB, bytes, 1'000)
CONFORM_AMOUNT(_MB, bytes, 1'000'000)
CONFORM_AMOUNT(_GB, bytes, 1'000'000'000)
CONFORM_AMOUNT(_TB, bytes, 1'000'000'000'000)
CONFORM_AMOUNT(_PB, bytes, 1'000'000'000'000'000)
CONFORM_AMOUNT(_KiB, bytes, 1024)
CONFORM_AMOUNT(_MiB, bytes, 1'048'576)
CONFORM_AMOUNT(_GiB, bytes, 1'073'741'824)
CONFORM_AMOUNT(_TiB, bytes, 1'099'511'627'776)
CONFORM_AMOUNT(_PiB, bytes, 1'125'899'906'842'624)
#undef CONFORM_AMOUNT

}  // namespace literals
}  // namespace conform
