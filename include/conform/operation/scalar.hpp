#pragma once
// scalar: + - * / of a tensor and a number; in place where the tensor ends.

#include <conform/operation/elementwise.hpp>
#include <conform/operation/map.hpp>

namespace conform {
namespace combining {

/// x op constant, constant op x.
template <class Op>
struct with {
  template <class T>
  struct on_the_right {
    T constant;
    constexpr on_the_right(machine<T> on, double value) : constant(on.number(value)) {}
    constexpr T operator()(T x) const { return Op::of(x, constant); }
    template <class V>
    V each(V x) const {
      return Op::of(x, V::all(constant));
    }
    template <class N>
    static constexpr operations<N> claim(const N& points) {
      return Op::claim(points);
    }
  };
  template <class T>
  struct on_the_left {
    T constant;
    constexpr on_the_left(machine<T> on, double value) : constant(on.number(value)) {}
    constexpr T operator()(T x) const { return Op::of(constant, x); }
    template <class V>
    V each(V x) const {
      return Op::of(V::all(constant), x);
    }
    template <class N>
    static constexpr operations<N> claim(const N& points) {
      return Op::claim(points);
    }
  };
};

template <class Op, class X>
constexpr auto right_constant(X&& x, double value) {
  return mapping::map<with<Op>::template on_the_right>(std::forward<X>(x), value);
}
template <class Op, class X>
constexpr auto left_constant(double value, X&& x) {
  return mapping::map<with<Op>::template on_the_left>(std::forward<X>(x), value);
}

template <class S>
concept scalar = std::is_arithmetic_v<S> && !std::is_same_v<S, bool>;

}  // namespace combining

/// out[i, j] = x[i, j] * 2; the number becomes a constant of x's machine.
/// shape    {query, model} -> {query, model}
/// cost     one operation for each point (operations); no scratch where x ends
/// refuses  not_real
template <tensor_like X, combining::scalar S, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator+(X&& x, S constant) {
  return combining::right_constant<combining::plus>(std::forward<X>(x), static_cast<double>(constant));
}
template <tensor_like X, combining::scalar S, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why operator+(X&& x, S constant);
template <combining::scalar S, tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator+(S constant, X&& x) {
  return combining::left_constant<combining::plus>(static_cast<double>(constant), std::forward<X>(x));
}
template <combining::scalar S, tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why operator+(S constant, X&& x);

template <tensor_like X, combining::scalar S, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator-(X&& x, S constant) {
  return combining::right_constant<combining::minus>(std::forward<X>(x), static_cast<double>(constant));
}
template <tensor_like X, combining::scalar S, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why operator-(X&& x, S constant);
template <combining::scalar S, tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator-(S constant, X&& x) {
  return combining::left_constant<combining::minus>(static_cast<double>(constant), std::forward<X>(x));
}
template <combining::scalar S, tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why operator-(S constant, X&& x);

template <tensor_like X, combining::scalar S, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator*(X&& x, S constant) {
  return combining::right_constant<combining::times>(std::forward<X>(x), static_cast<double>(constant));
}
template <tensor_like X, combining::scalar S, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why operator*(X&& x, S constant);
template <combining::scalar S, tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator*(S constant, X&& x) {
  return combining::left_constant<combining::times>(static_cast<double>(constant), std::forward<X>(x));
}
template <combining::scalar S, tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why operator*(S constant, X&& x);

template <tensor_like X, combining::scalar S, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator/(X&& x, S constant) {
  return combining::right_constant<combining::divide>(std::forward<X>(x), static_cast<double>(constant));
}
template <tensor_like X, combining::scalar S, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why operator/(X&& x, S constant);
template <combining::scalar S, tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator/(S constant, X&& x) {
  return combining::left_constant<combining::divide>(static_cast<double>(constant), std::forward<X>(x));
}
template <combining::scalar S, tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why operator/(S constant, X&& x);

namespace combining {

/// A change of sign, which costs nothing (docs/conventions.md).
template <class T>
struct negated {
  constexpr negated(machine<T>) {}
  constexpr T operator()(T x) const { return arithmetic::opposite(x); }
  template <class N>
  static constexpr operations<N> claim(const N&) {
    return {};
  }
};

}  // namespace combining

/// -x
/// shape    {query, model} -> {query, model}
/// cost     none (operations); no scratch where x ends
/// refuses  not_real
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator-(X&& x) {
  return mapping::map<combining::negated>(std::forward<X>(x));
}
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why operator-(X&& x);

/// x *= 2, x /= 2, x += 2, x -= 2 in x's own cells
/// cost, refuses   as x * 2
template <class T, class... A, combining::scalar S>
constexpr tensor<T, A...>& operator+=(tensor<T, A...>& x, S constant) {
  return x = std::move(x) + constant;
}
template <class T, class... A, combining::scalar S>
constexpr tensor<T, A...>& operator-=(tensor<T, A...>& x, S constant) {
  return x = std::move(x) - constant;
}
template <class T, class... A, combining::scalar S>
constexpr tensor<T, A...>& operator*=(tensor<T, A...>& x, S constant) {
  return x = std::move(x) * constant;
}
template <class T, class... A, combining::scalar S>
constexpr tensor<T, A...>& operator/=(tensor<T, A...>& x, S constant) {
  return x = std::move(x) / constant;
}

}  // namespace conform
