#pragma once
// cast: the same tensor in another number type.

#include <conform/machine/counted.hpp>
#include <conform/operation/copy.hpp>

namespace conform {
namespace casting {

/// The number type U on the machine of T.
template <class T, class U>
struct number_as {
  using type = U;
};
template <class T, class U>
struct number_as<counted<T>, U> {
  using type = counted<U>;
};
template <class U>
struct number_as<metered, U> {
  using type = metered;
};

template <class T, class U>
constexpr U converted(T x, machine<U>) {
  return static_cast<U>(x);
}
template <class T, class U>
constexpr counted<U> converted(counted<T> x, machine<counted<U>>) {
  return {static_cast<U>(x.value), x.book};
}

template <class U, class T>
constexpr machine<U> same_machine(machine<T> from) {
  if constexpr (std::is_same_v<T, U>) {
    return from;
  } else {
    machine<U> out;
    if constexpr (requires { out.book = from.book; }) out.book = from.book;
    return out;
  }
}

/// out[i...] = x[i...], two layouts over the same axes
template <class T, class U>
constexpr void run(const nest<2>& loops, const T* x, U* out, machine<U> on) {
  walk(loops, [&](const offsets<2>& at) { out[at.at[1]] = converted(x[at.at[0]], on); });
}

}  // namespace casting

/// out[i...] = U(x[i...]), rounded as static_cast does, to bf16 to nearest; on a counting machine, U counted there
/// shape    any -> the same
/// cost     none: a conversion is not counted (operations)
template <class U, tensor_like X>
  requires(std::is_arithmetic_v<U> || std::is_same_v<U, bf16>)
constexpr auto cast(X&& x) {
  using T = number_of<X>;
  using number = typename casting::number_as<T, U>::type;
  using result = resulting::tensor_with<number, shape_of<X>>;
  if constexpr (resulting::ends<X> && std::is_same_v<T, number>) {
    return result(std::forward<X>(x));
  } else {
    const auto sizes = resulting::placed<typename result::named>(x).sizes;
    const placement<number, typename result::named> at{casting::same_machine<number>(x.on()), sizes};
    auto out = making::made<result>(at, to_be_written{});
    if constexpr (!is_metered<T>) {
      const layout from = resulting::cells_of(x);
      casting::run(aligning::loops_over<2>({from, row_major(from.extent)}), x.data(), out.data(), at.on);
    }
    return out;
  }
}

}  // namespace conform
