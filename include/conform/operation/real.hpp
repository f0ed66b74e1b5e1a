#pragma once
// real: the numbers that operations calculate with. Indices and masks are moved about.

#include <conform/machine/counted.hpp>
#include <conform/machine/metered.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace arithmetic {

/// The real numbers of any machine.
template <class T>
concept real = is_metered<T> || requires(T x) { arithmetic::exp(x); };

}  // namespace arithmetic

namespace planning {

template <class T>
using real_numbers = std::conditional_t<arithmetic::real<T>, accepted, not_real<T>>;

/// The reason about the numbers of two operands; where there is none, that of their axes.
template <class Reason>
struct unless_refused {
  template <class Later>
  using reason = Reason;
};
template <>
struct unless_refused<accepted> {
  template <class Later>
  using reason = typename Later::reason;
};
template <class T, class... More>
using numbers_first = unless_refused<first_reason<real_numbers<T>, same_numbers<T, More>...>>;

}  // namespace planning
}  // namespace conform
