#pragma once
// selection: what the conventions count as nothing: a changed sign, a choice, a look at a number.

#include <conform/machine/counted.hpp>

namespace conform::arithmetic {

/// The plain value behind a number, for a choice.
template <plain T>
constexpr T peek(T x) {
  return x;
}
template <class T>
constexpr T peek(counted<T> x) {
  return x.value;
}

/// -x.
template <plain T>
constexpr T negated(T x) {
  return -x;
}
template <class T>
constexpr counted<T> negated(counted<T> x) {
  return {-x.value, x.book};
}

/// Does the candidate beat the best so far? One comparison. A NaN beats every number, so that it stays visible.
template <plain T>
constexpr bool beats(T candidate, T best) {
  return candidate > best || (candidate != candidate && best == best);
}
template <class T>
constexpr bool beats(counted<T> candidate, counted<T> best) {
  candidate.note(candidate, best, &kinds::cmp);
  return beats(candidate.value, best.value);
}

}  // namespace conform::arithmetic
