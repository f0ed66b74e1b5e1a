#pragma once
// quantity: a formula that knows what it counts. Matmul FLOPs, unit totals and the kinds of scalar operations are
// different types: never compared with each other, never added.

#include <conform/size/reasons.hpp>  // first: its place in the chain of includes is part of every message
#include <conform/size/formula.hpp>

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

/// So many units, F a formula, a named size or a whole number (or, at run time, a polynomial).
/// Meets quantities of its own unit, and plain formulas: c.matmul_flops == 4 * n * n * d.
template <class Unit, class F>
struct quantity {
  F formula{};

  /// The amount at these sizes: c.at(n = 4096, d = 64).
  /// refuses  size_unbound, size_unknown, size_bound_twice, size_value_invalid
  template <class... B, class Why = binding_refusal<F, true, B...>>
    requires std::same_as<Why, accepted>
  constexpr amount<Unit> at(B... bindings) const {
    return {value_at(formula, bindings...)};
  }
  template <class... B, class Why = binding_refusal<F, true, B...>>
    requires(!std::same_as<Why, accepted>)
  Why at(B... bindings) const;

  /// The quantity with some sizes replaced: c.with(n_q = n, n_k = n + 1).
  template <class... B, class Why = binding_refusal<F, false, B...>>
    requires std::same_as<Why, accepted>
  constexpr auto with(B... bindings) const {
    using replaced = decltype(value_with(formula, bindings...));
    return quantity<Unit, replaced>{value_with(formula, bindings...)};
  }
  template <class... B, class Why = binding_refusal<F, false, B...>>
    requires(!std::same_as<Why, accepted>)
  Why with(B... bindings) const;
};

/// So many units: counted<units::bytes>(2 * n * d).
template <class Unit, class F>
constexpr quantity<Unit, F> quantity_of(F formula) {
  return {std::move(formula)};
}

namespace measuring {

template <class X>
inline constexpr bool is_quantity = false;
template <class Unit, class F>
inline constexpr bool is_quantity<quantity<Unit, F>> = true;
template <class X>
inline constexpr bool is_polynomial = std::is_same_v<X, polynomial>;

/// What a quantity may meet without a unit of its own.
template <class X>
concept plain = size_like<X> || is_polynomial<X>;

}  // namespace measuring

/// The formula that X is, or that a quantity holds.
template <measuring::plain X>
constexpr X formula_of(X plain) {
  return plain;
}
template <class Unit, class F>
constexpr F formula_of(const quantity<Unit, F>& measured) {
  return measured.formula;
}

template <class Unit, class F, class G>
constexpr auto operator+(const quantity<Unit, F>& left, const quantity<Unit, G>& right) {
  return quantity_of<Unit>(left.formula + right.formula);
}
template <class Unit, class F, class G>
constexpr auto operator-(const quantity<Unit, F>& left, const quantity<Unit, G>& right) {
  return quantity_of<Unit>(left.formula - right.formula);
}
/// The same work done `times` times.
template <measuring::plain X, class Unit, class F>
constexpr auto operator*(const X& times, const quantity<Unit, F>& measured) {
  return quantity_of<Unit>(times * measured.formula);
}
template <measuring::plain X, class Unit, class F>
constexpr auto operator*(const quantity<Unit, F>& measured, const X& times) {
  return times * measured;
}
/// A part of the work: c.matmul_flops / 2.
template <class Unit, class F, whole_number I>
constexpr auto operator/(const quantity<Unit, F>& measured, I parts) {
  return quantity_of<Unit>(measured.formula / parts);
}
template <class Unit, class F, class G>
constexpr bool operator==(const quantity<Unit, F>& left, const quantity<Unit, G>& right) {
  return left.formula == right.formula;
}
template <class Unit, class F, measuring::plain G>
constexpr bool operator==(const quantity<Unit, F>& measured, const G& formula) {
  return measured.formula == formula;
}

// refuses units_differ: quantities of different units do not meet
template <class U, class F, class V, class G>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator+(const quantity<U, F>& left, const quantity<V, G>& right);
template <class U, class F, class V, class G>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator-(const quantity<U, F>& left, const quantity<V, G>& right);
template <class U, class F, class V, class G>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator==(const quantity<U, F>& left, const quantity<V, G>& right);
template <class U, class F, class V, class G>
  requires(!std::same_as<U, V>)
units_differ<U, V> operator!=(const quantity<U, F>& left, const quantity<V, G>& right);

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

/// 5_GFLOP are 5·10^9 matmul FLOPs, 5_GOP 5·10^9 scalar operations of a unit total; parameters and bytes are below.
inline namespace literals {

constexpr amount<units::matmul_flops> operator""_FLOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1)};
}
constexpr amount<units::matmul_flops> operator""_KFLOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000)};
}
constexpr amount<units::matmul_flops> operator""_MFLOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000)};
}
constexpr amount<units::matmul_flops> operator""_GFLOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000)};
}
constexpr amount<units::matmul_flops> operator""_TFLOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000'000)};
}
constexpr amount<units::matmul_flops> operator""_PFLOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000'000'000)};
}
constexpr amount<units::matmul_flops> operator""_EFLOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000'000'000'000)};
}
constexpr amount<units::unit_total> operator""_OP(unsigned long long count) {
  return {checked_mul(integer{count}, 1)};
}
constexpr amount<units::unit_total> operator""_KOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000)};
}
constexpr amount<units::unit_total> operator""_MOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000)};
}
constexpr amount<units::unit_total> operator""_GOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000)};
}
constexpr amount<units::unit_total> operator""_TOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000'000)};
}
constexpr amount<units::unit_total> operator""_POP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000'000'000)};
}
constexpr amount<units::unit_total> operator""_EOP(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000'000'000'000)};
}
/// Numbers learned: 87'000'000_parameters.
constexpr amount<units::parameters> operator""_parameters(unsigned long long count) {
  return {checked_mul(integer{count}, 1)};
}
/// Bytes: 1_KB are 1000, 1_KiB 1024.
constexpr amount<units::bytes> operator""_B(unsigned long long count) {
  return {checked_mul(integer{count}, 1)};
}
constexpr amount<units::bytes> operator""_KB(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000)};
}
constexpr amount<units::bytes> operator""_MB(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000)};
}
constexpr amount<units::bytes> operator""_GB(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000)};
}
constexpr amount<units::bytes> operator""_TB(unsigned long long count) {
  return {checked_mul(integer{count}, 1'000'000'000'000)};
}
constexpr amount<units::bytes> operator""_KiB(unsigned long long count) {
  return {checked_mul(integer{count}, 1024)};
}
constexpr amount<units::bytes> operator""_MiB(unsigned long long count) {
  return {checked_mul(integer{count}, 1'048'576)};
}
constexpr amount<units::bytes> operator""_GiB(unsigned long long count) {
  return {checked_mul(integer{count}, 1'073'741'824)};
}
constexpr amount<units::bytes> operator""_TiB(unsigned long long count) {
  return {checked_mul(integer{count}, 1'099'511'627'776)};
}

}  // namespace literals
}  // namespace conform
