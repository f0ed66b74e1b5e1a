#pragma once
// Named sizes: one line each, equal when their C++ types are equal.
//   inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;

#include <concepts>
#include <cstddef>

#include <conform/size/integer.hpp>

namespace conform {

/// Characters as a template argument; L counts the terminating zero.
template <std::size_t L>
struct text {
  char chars[L]{};

  constexpr text() = default;
  constexpr text(const char (&s)[L]) {
    for (std::size_t i = 0; i < L; ++i) chars[i] = s[i];
  }
};

/// n = value: the size named Name stands for value, a number or a formula.
template <text Name, class V>
struct binding {
  static constexpr auto name = Name;
  V value;
};

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
};

/// A type with a name and an order: a named size.
template <class S>
concept named_size = requires {
  S::name.chars;
  { S::order } -> std::convertible_to<int>;
};

/// A list of named sizes.
template <class... S>
struct symbols {
  static constexpr std::size_t count = sizeof...(S);
};

}  // namespace conform
