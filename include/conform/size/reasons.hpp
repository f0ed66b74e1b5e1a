#pragma once
// Why an operation on sizes is refused. A reason is never defined: it is the return type of the refusing overload, so
// its name with its arguments is the first line of the compiler's message. Includes nothing, to keep that message short.

namespace conform {

/// No reason: the operation is allowed.
struct accepted;

/// A named size that no argument binds: size_unbound<every_size<text<2>{"n"}>>.
template <class Name> struct size_unbound;
/// A binding of a size that does not occur.
template <class Binding> struct size_unknown;
/// A named size that two arguments bind.
template <class Name> struct size_bound_twice;
/// A size bound to what is no whole number, or no size at all.
template <class Binding> struct size_value_invalid;
/// Two quantities that count different things.
template <class Left, class Right> struct units_differ;
/// A literal that is no whole number of its unit: 1.5_FLOP.
template <class Unit> struct amount_not_whole;
/// A literal beyond 128 bits.
template <class Unit> struct amount_too_large;

namespace refusing {

template <class X> inline constexpr bool is_reason = false;
template <class X> inline constexpr bool is_reason<size_unbound<X>> = true;
template <class X> inline constexpr bool is_reason<size_unknown<X>> = true;
template <class X> inline constexpr bool is_reason<size_bound_twice<X>> = true;
template <class X> inline constexpr bool is_reason<size_value_invalid<X>> = true;
template <class X, class Y> inline constexpr bool is_reason<units_differ<X, Y>> = true;
template <class X> inline constexpr bool is_reason<amount_not_whole<X>> = true;
template <class X> inline constexpr bool is_reason<amount_too_large<X>> = true;

}  // namespace refusing

// clang reads on after a refused call: without these, c.at(n = 1) < 5 would get a second error, about the operator.
#define CONFORM_REFUSED_OPERAND(OPERATOR)                                  \
  template <class A, class B>                                              \
    requires(refusing::is_reason<A> || refusing::is_reason<B>)             \
  constexpr bool operator OPERATOR(const A&, const B&) {                   \
    return true;                                                           \
  }
CONFORM_REFUSED_OPERAND(==)
CONFORM_REFUSED_OPERAND(!=)
CONFORM_REFUSED_OPERAND(<)
CONFORM_REFUSED_OPERAND(>)
CONFORM_REFUSED_OPERAND(<=)
CONFORM_REFUSED_OPERAND(>=)
CONFORM_REFUSED_OPERAND(+)
CONFORM_REFUSED_OPERAND(-)
CONFORM_REFUSED_OPERAND(*)
#undef CONFORM_REFUSED_OPERAND

}  // namespace conform
