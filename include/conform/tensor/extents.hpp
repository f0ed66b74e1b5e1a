#pragma once
// The extents of a shape as numbers: long long where cells exist, formulas where they are metered.

#include <conform/machine/metered.hpp>
#include <conform/tensor/layout.hpp>
#include <conform/tensor/sizes.hpp>

namespace conform {

/// What claims and kernels count in on the machine of T.
template <class T>
using extent_number = std::conditional_t<is_metered<T>, polynomial, long long>;

namespace measuring {

/// The size N with the ids of a meter.
template <auto N>
constexpr polynomial formula_of(meter& ids) {
  if constexpr (std::integral<decltype(N)>) {
    return polynomial{integer{N}};
  } else {
    return [&]<class... S>(symbols<S...>) {
      const int id[]{ids.id_of(freezing::label_of<S>)..., 0};
      return thaw_as(N, id);
    }(freezing::symbols_of<decltype(N)>{});
  }
}

/// Static extents need no function per shape: they are copied from the list of axes.
constexpr extents<long long> known(planning::axis_list axes) {
  extents<long long> out;
  for (; out.rank < axes.rank; ++out.rank) out.at[out.rank] = axes.axes[out.rank].extent;
  return out;
}

template <class... A>
constexpr extents<long long> values(shape<A...>, const auto& sizes) {
  return {{value_of<extent_of<A>>(sizes)...}, sizeof...(A)};
}
template <class... A>
constexpr extents<polynomial> formulas(shape<A...>, meter& ids) {
  return {{formula_of<extent_of<A>>(ids)...}, sizeof...(A)};
}

}  // namespace measuring

/// The extents of Shape on the machine of T, where sizes bind its names.
template <class Shape, class T, class Named>
constexpr extents<extent_number<T>> extents_of(machine<T> on, const bound_sizes<Named>& sizes) {
  if constexpr (is_metered<T>)
    return measuring::formulas(Shape{}, *on.at);
  else if constexpr (std::is_same_v<Named, symbols<>>)
    return measuring::known(planning::axes_of(Shape{}));
  else
    return measuring::values(Shape{}, sizes);
}

/// The number of cells of Shape on the machine of T.
template <class Shape, class T, class Named>
constexpr auto count(machine<T> on, const bound_sizes<Named>& sizes) {
  if constexpr (is_metered<T>) {
    polynomial cells;  // no conditional expression: see canonical::gather
    if (on.at) cells = product(extents_of<Shape>(on, sizes));
    return cells;
  } else {
    return cell_count(extents_of<Shape>(on, sizes));
  }
}

}  // namespace conform
