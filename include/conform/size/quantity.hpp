#pragma once
// quantity: a formula that knows what it counts. Matmul FLOPs, unit totals and the kinds of scalar operations are
// different types: never compared with each other, never added.

#include <conform/size/reasons.hpp>  // first: its place in the chain of includes is part of every message
#include <conform/size/amount.hpp>
#include <conform/size/formula.hpp>

namespace conform {

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

/// A budget is for given sizes: an open quantity does not meet an amount, nor does one of another unit.
template <class U, class V, class F>
using budget_refusal = std::conditional_t<std::same_as<U, V>, binding_refusal<F, true>, units_differ<U, V>>;

// refuses units_differ, size_unbound
#define CONFORM_OPEN_BUDGET(OPERATOR)                                          \
  template <class U, class F, class V, class Why = budget_refusal<U, V, F>>    \
    requires(!std::same_as<Why, accepted>)                                     \
  Why operator OPERATOR(const quantity<U, F>& measured, amount<V> most);       \
  template <class U, class F, class V, class Why = budget_refusal<V, U, F>>    \
    requires(!std::same_as<Why, accepted>)                                     \
  Why operator OPERATOR(amount<V> most, const quantity<U, F>& measured);
CONFORM_OPEN_BUDGET(==)
CONFORM_OPEN_BUDGET(!=)
CONFORM_OPEN_BUDGET(<)
CONFORM_OPEN_BUDGET(>)
CONFORM_OPEN_BUDGET(<=)
CONFORM_OPEN_BUDGET(>=)
#undef CONFORM_OPEN_BUDGET

}  // namespace conform
