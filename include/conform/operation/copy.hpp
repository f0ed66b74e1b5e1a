#pragma once
// copy: the cells of a view in a tensor of its own.

#include <conform/operation/result.hpp>

namespace conform {
namespace copying {

/// out[i...] = x[i...], two layouts over the same axes
template <class T>
constexpr void run(const nest<2>& loops, const T* x, T* out) {
  walk(loops, [&](const offsets<2>& at) { arithmetic::store(out[at.at[1]], arithmetic::load(x[at.at[0]])); });
}

/// x's cells, row-major in the order of its axes, in a tensor with as many cells.
template <class Result, class At, class X>
constexpr Result into_new(const At& at, const X& x) {
  auto out = making::made<Result>(at, to_be_written{});
  if constexpr (is_metered<number_of<X>>) {
    resulting::move_on<shape_of<X>, shape_of<X>>(at.on);
  } else {
    const layout from = resulting::cells_of(x);
    run(aligning::loops_over<2>({from, row_major(from.extent)}), x.data(), out.data());
  }
  return out;
}

}  // namespace copying

/// out[i...] = x[i...]
/// shape    any -> the same; row-major, whatever the strides of x
/// cost     none: copies are not counted (operations); where x is a tensor that ends it is moved
template <tensor_like X>
constexpr auto copy(X&& x) {
  using result = resulting::tensor_with<number_of<X>, shape_of<X>>;
  if constexpr (resulting::ends<X>)
    return result(std::forward<X>(x));
  else
    return copying::into_new<result>(resulting::placed<typename result::named>(x), x);
}

}  // namespace conform
