#pragma once
// fill: values for all cells of a tensor or view: one for all, by the indices of its axes, or those of another.

#include <conform/machine/counted.hpp>
#include <conform/tensor/access.hpp>

namespace conform {
namespace filling {

/// A function, where it is not called: g++ warns of a refused call that names the type of a lambda.
struct any_function {
  template <class F>
  constexpr any_function(const F&) {}
};

template <class X>
using writable = std::conditional_t<seeing::writes<X>, accepted, cells_are_const<std::remove_cvref_t<X>>>;

/// A value as a number of the machine.
template <class T, class V>
constexpr T number(machine<T> on, const V& value) {
  if constexpr (std::is_arithmetic_v<T>)
    return static_cast<T>(value);
  else if constexpr (std::is_same_v<T, V>)
    return value;
  else
    return on.number(static_cast<double>(value));
}

/// Calls f(i, j, ...) for all indices below the extents, the last fastest.
template <int Rank, class F, class... I>
constexpr void visit(const extents<long long>& below, const F& f, I... index) {
  if constexpr (sizeof...(I) == Rank) {
    f(index...);
  } else {
    for (long long i = 0; i < below.at[sizeof...(I)]; ++i) visit<Rank>(below, f, index..., i);
  }
}

/// The extents of x in the order of a plan.
template <class Plan, class X>
constexpr extents<long long> extents_in_order(const X& x) {
  const auto all = extents_of(x);
  extents<long long> out;
  for (; out.rank < all.rank; ++out.rank) out.at[out.rank] = all.at[Plan::plan[out.rank]];
  return out;
}

template <class Why>
inline constexpr bool is_order = false;
template <class A, class B>
inline constexpr bool is_order<order_differs<A, B>> = true;

/// The same axes with equal extents, in any order.
template <class To, class From>
struct assignment {
  using shapes = typename converting::shapes<shape_of<From>, shape_of<To>>::reason;
  using reason = planning::first_reason<planning::same_numbers<number_of<From>, number_of<To>>,
                                        std::conditional_t<is_order<shapes>, accepted, shapes>, writable<To>>;
};

template <class T>
constexpr void copy(const nest<2>& loops, const T* from, T* to) {
  walk(loops, [&](const offsets<2>& places) {
    arithmetic::store(to[places.at[0]], arithmetic::load(from[places.at[1]]));
  });
}

}  // namespace filling

/// Every cell of x becomes the value.
/// refuses  cells_are_const
template <tensor_like X, class V, class Why = filling::writable<X>>
  requires std::is_same_v<Why, accepted>
constexpr void fill(X&& x, const V& value) {
  if constexpr (!is_metered<number_of<X>>) {
    const layout cells = layout_of(x);
    const auto number = filling::number<number_of<X>>(x.on(), value);
    nest<1> loops;
    for (int i = 0; i < cells.extent.rank; ++i) loops.add(cells.extent.at[i], {cells.stride[i]});
    walk(loops, [&](const offsets<1>& places) { arithmetic::store(x.data()[places.at[0]], number); });
  }
}
template <tensor_like X, class V, class Why = filling::writable<X>>
  requires(!std::is_same_v<Why, accepted>)
Why fill(X&& x, const V& value);

/// Calls f(i, j) for every index along the axes A of x, the last of them fastest: for_each_index<query, key>(x, f).
/// refuses  axis_missing, axis_repeated, axis_unexpected
template <template <auto> class... A, tensor_like X, class F,
          class Why = typename reordered<names<A...>, shape_of<X>>::reason>
  requires std::is_same_v<Why, accepted>
constexpr void for_each_index(const X& x, const F& f) {
  if constexpr (!is_metered<number_of<X>>)
    filling::visit<static_cast<int>(sizeof...(A))>(filling::extents_in_order<reordered<names<A...>, shape_of<X>>>(x), f);
}
template <template <auto> class... A, tensor_like X, class Why = typename reordered<names<A...>, shape_of<X>>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why for_each_index(const X& x, filling::any_function f);

/// x[i, j] = f(i, j): generate<query, key>(x, [](auto i, auto j) { return i == j ? 1.0 : 0.0; });
/// refuses  axis_missing, axis_repeated, axis_unexpected, cells_are_const
template <template <auto> class... A, tensor_like X, class F,
          class Why = planning::first_reason<typename reordered<names<A...>, shape_of<X>>::reason, filling::writable<X>>>
  requires std::is_same_v<Why, accepted>
constexpr void generate(X&& x, const F& f) {
  if constexpr (!is_metered<number_of<X>>) {
    const auto cell = unchecked<A...>(x);
    for_each_index<A...>(x, [&](const auto... index) {
      arithmetic::store(cell(index...), filling::number<number_of<X>>(x.on(), f(index...)));
    });
  }
}
template <template <auto> class... A, tensor_like X,
          class Why = planning::first_reason<typename reordered<names<A...>, shape_of<X>>::reason, filling::writable<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why generate(X&& x, filling::any_function f);

/// to[i, j] = from[i, j], axes by name: the order of neither matters. Their cells must not overlap.
/// cost     none: copies are not counted (operations)
/// refuses  extents_differ, axis_missing, axis_unexpected, numbers_differ, cells_are_const
/// throws   size_mismatch, no_cells_error
template <tensor_like To, tensor_like From, class Why = typename filling::assignment<To, From>::reason>
  requires std::is_same_v<Why, accepted>
constexpr void assign(To&& to, const From& from) {
  using named_to = typename std::remove_cvref_t<To>::named;
  bound_sizes<freezing::merged_t<named_to, typename From::named>> all;
  all.meet(to.sizes());
  all.meet(from.sizes());
  if constexpr (!is_metered<number_of<To>>) {
    constexpr auto own = planning::axes_of(shape_of<From>{}), wanted = planning::axes_of(shape_of<To>{});
    const layout cells_from = layout_of(from), cells_to = layout_of(to);
    nest<2> loops;
    for (int i = 0; i < wanted.rank; ++i)
      loops.add(cells_to.extent.at[i], {cells_to.stride[i], cells_from.stride[own.find(wanted.axes[i].id)]});
    filling::copy(loops, static_cast<const number_of<To>*>(from.data()), to.data());
  }
}
template <tensor_like To, tensor_like From, class Why = typename filling::assignment<To, From>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why assign(To&& to, const From& from);

}  // namespace conform
