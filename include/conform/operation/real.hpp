#pragma once
// real: the numbers that operations calculate with. Indices and masks are moved about.

#include <conform/machine/counted.hpp>
#include <conform/machine/metered.hpp>
#include <conform/shape/reasons.hpp>

namespace conform {
namespace arithmetic {

/// The real numbers of any machine.
template <class T>
concept real = is_metered<T> || requires(T x) { arithmetic::exp(x); };

}  // namespace arithmetic

namespace planning {

template <class T>
using real_numbers = std::conditional_t<arithmetic::real<T>, accepted, not_real<T>>;

}  // namespace planning
}  // namespace conform
