#pragma once
// Named sizes: one line each, equal when their C++ types are equal.
//   inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;

#include <concepts>
#include <cstddef>
#include <type_traits>

#include <conform/size/integer.hpp>
#include <conform/size/reasons.hpp>

namespace conform {

/// Characters as a template argument; L counts the terminating zero.
template <std::size_t L>
struct text {
  char chars[L]{};

  constexpr text() = default;
  constexpr text(const char (&literal)[L]) {
    for (std::size_t i = 0; i < L; ++i) chars[i] = literal[i];
  }
};

/// A named size as an argument of a reason.
template <text Name> struct every_size;

/// n = value: the size named Name stands for value, a number or a formula.
template <text Name, class V>
struct binding {
  static constexpr auto name = Name;
  V value;
};

/// A whole number where a size is expected. Truth values and characters are none.
template <class X>
concept whole_number =
    (std::integral<X> || std::same_as<std::remove_cv_t<X>, integer>)&&!std::same_as<std::remove_cv_t<X>, bool> &&
    !std::same_as<std::remove_cv_t<X>, char> && !std::same_as<std::remove_cv_t<X>, wchar_t> &&
    !std::same_as<std::remove_cv_t<X>, char8_t> && !std::same_as<std::remove_cv_t<X>, char16_t> &&
    !std::same_as<std::remove_cv_t<X>, char32_t>;

/// Why bindings do not fit X, or accepted (substitute.hpp). All: every named size of X must be bound, to a number.
template <class X, bool All, class... B>
struct binding_verdict;
template <class X, bool All, class... B>
using binding_refusal = typename binding_verdict<X, All, B...>::type;

/// X at bound sizes, X with sizes replaced (substitute.hpp); what the members at and with call.
template <class X, class... B>
constexpr integer value_at(const X& x, const B&... bindings);
template <class X, class... B>
constexpr auto value_with(const X& x, const B&... bindings);

/// The base of a named size. Order decides the place in a printed product (lower first; then by name): by default
/// widths, whose names begin with d, stand after counts, so that n*n*d reads n²·d.
template <text Name, int Order = Name.chars[0] == 'd' ? 1 : 0>
struct size {
  static constexpr auto name = Name;
  static constexpr int order = Order;

  /// n = 4096 binds the size to a number, n_q = n + 1 to a formula.
  template <class V>
  constexpr binding<Name, V> operator=(V value) const {
    return {value};
  }

  /// What formulas have, for the shortest formula: n.at(n = 4096), n.with(n = past + 1).
  template <class... B, class Why = binding_refusal<size, true, B...>>
    requires std::same_as<Why, accepted>
  constexpr integer at(B... bindings) const {
    return value_at(*this, bindings...);
  }
  template <class... B, class Why = binding_refusal<size, true, B...>>
    requires(!std::same_as<Why, accepted>)
  Why at(B... bindings) const;
  template <class... B, class Why = binding_refusal<size, false, B...>>
    requires std::same_as<Why, accepted>
  constexpr auto with(B... bindings) const {
    return value_with(*this, bindings...);
  }
  template <class... B, class Why = binding_refusal<size, false, B...>>
    requires(!std::same_as<Why, accepted>)
  Why with(B... bindings) const;
};

/// A type with a name and an order: a named size.
template <class S>
concept named_size = requires {
  S::name.chars;
  { S::order } -> std::convertible_to<int>;
};

/// The most named sizes of one formula.
inline constexpr int max_sizes = 32;

/// A list of named sizes.
template <class... S>
struct symbols {
  static constexpr std::size_t count = sizeof...(S);
};

}  // namespace conform
