#pragma once
// real: the numbers that operations calculate with. Indices and masks are moved about.

#include <conform/machine/counted.hpp>
#include <conform/machine/metered.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace arithmetic {

/// The real numbers of any machine.
template <class T>
concept real = is_metered<T> || requires(T x) {
  arithmetic::exp(x);
};

}  // namespace arithmetic

/// What cells T are calculated with: bf16 is storage of floats.
template <class T>
using number_read = std::conditional_t<std::is_same_v<T, bf16>, float, T>;
template <class T>
constexpr machine<number_read<T>> machine_read(const machine<T>& on) {
  if constexpr (std::is_same_v<T, bf16>)
    return {};
  else
    return on;
}

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
/// The same, where any may be stored as bf16 in place of float. (What was given is named where that is refused.)
template <class T, class... More>
using numbers_read_first =
    std::conditional_t<std::is_same_v<number_read<T>, float> && (std::is_same_v<number_read<More>, float> && ...),
                       unless_refused<accepted>, numbers_first<T, More...>>;

}  // namespace planning

/// Tensors whose cells are stored as bf16.
template <class X>
concept stored_as_bf16 = std::is_same_v<typename std::remove_cvref_t<X>::number, bf16>;

}  // namespace conform
