#pragma once
// stack: tensors of one shape side by side along a new axis; unstack: the views that they were.

#include <conform/operation/carrying.hpp>
#include <conform/operation/copy.hpp>
#include <conform/operation/extent_algebra.hpp>

namespace conform {

/// What unstack returns: Count views, for auto [q, k, v] = unstack<...>(x).
template <class View, int Count>
struct unstacked {
  View at[Count];

  constexpr const View& operator[](int place) const { return at[place]; }
  constexpr const View* begin() const { return at; }
  constexpr const View* end() const { return at + Count; }
  template <std::size_t I>
  constexpr const View& get() const {
    return at[I];
  }
};

namespace stacking {

template <class Axis, tensor_like X, tensor_like... Y>
struct verdict {
  template <class Z>
  static constexpr auto same() {
    if constexpr (!std::is_same_v<number_of<X>, number_of<Z>>)
      return planning::as<numbers_differ<number_of<X>, number_of<Z>>>{};
    else
      return planning::as<planning::first_reason<
          typename carrying::pair_of_shapes<shape_of<X>, shape_of<Z>>::narrower_b,
          typename carrying::pair_of_shapes<shape_of<Z>, shape_of<X>>::narrower_b>>{};
  }
  using reason = planning::first_reason<typename replacement<0, 0, shape_of<X>, shape<Axis>>::reason,
                                        typename decltype(same<Y>())::type...>;
};

/// Copies one tensor to its place in the stack.
template <class T, class X>
constexpr void put(T*& to, const layout& cells, planning::axis_list all, const X& x) {
  const auto own = planning::axes_of(shape_of<X>{});
  const layout from = aligning::aligned(all, cells.extent, own, layout_of(own, x));
  copying::run(aligning::loops_over<2>({from, cells}), x.data(), to);
  to += static_cast<std::ptrdiff_t>(cell_count(cells.extent));
}

template <class Names, tensor_like X>
struct separation;
template <template <auto> class A, tensor_like X>
struct separation<names<A>, X> {
  static constexpr int place = planning::place_of<names<A>, shape_of<X>>;
  using rest = remaining<names<A>, shape_of<X>>;
  static constexpr auto why() {
    if constexpr (place < 0)
      return planning::as<typename rest::reason>{};
    else if constexpr (info_of<axis_at<place, shape_of<X>>>.extent <= 0)
      return planning::as<extent_not_static<shown<axis_at<place, shape_of<X>>>>>{};
    else
      return planning::as<resulting::kept_reason<X>>{};
  }
  using reason = typename decltype(why())::type;
};

template <class Result, class X, std::size_t... I>
constexpr auto separate(X& x, const layout& each, std::ptrdiff_t step, std::index_sequence<I...>) {
  const auto at = resulting::placed<typename Result::named>(x);
  return unstacked<Result, static_cast<int>(sizeof...(I))>{
      {Result(x.data() + static_cast<std::ptrdiff_t>(I) * step, each, at.on, at.sizes)...}};
}

}  // namespace stacking

/// out[s, i...] = the s-th operand[i...]
/// shape    stack<head>: three {query} -> {head<3>, query}; the others may have the axes of the first in any order
/// cost     none: copies are not counted (operations)
/// refuses  axis_repeated (x has the new axis), axis_unexpected, extents_differ, numbers_differ
/// throws   size_mismatch
template <template <auto> class A, tensor_like X, tensor_like... Y,
          class Why = typename stacking::verdict<A<static_cast<int>(1 + sizeof...(Y))>, X, Y...>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto stack(const X& x, const Y&... y) {
  using T = number_of<X>;
  using shape_out = typename replacement<0, 0, shape_of<X>, shape<A<static_cast<int>(1 + sizeof...(Y))>>>::type;
  using result = resulting::tensor_with<T, shape_out>;
  placement<T, typename result::named> at = resulting::placed<typename result::named>(x);
  ((at = joined<typename result::named>(at.on, at.sizes, y.on(), y.sizes())), ...);
  auto out = making::made<result>(at);
  if constexpr (is_metered<T>) {
    resulting::move_on<shape_of<X>, shape_of<Y>..., shape_out>(at.on);
  } else {
    constexpr auto all = planning::axes_of(shape_of<X>{});
    const layout cells = row_major(resulting::cells_of(x).extent);
    T* to = out.data();
    stacking::put(to, cells, all, x);
    (stacking::put(to, cells, all, y), ...);
  }
  return out;
}
template <template <auto> class A, tensor_like X, tensor_like... Y,
          class Why = typename stacking::verdict<A<static_cast<int>(1 + sizeof...(Y))>, X, Y...>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why stack(const X& x, const Y&... y);

/// at[s][i...] = x[i..., s]
/// shape    unstack<head>: {query, head<3>} -> three {query}; the extent is a number >= 1
/// cost     none. Views of x, which must outlive them.
/// refuses  axis_missing, extent_not_static, view_of_temporary
template <template <auto> class A, tensor_like X, class Why = typename stacking::separation<names<A>, X>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto unstack(X&& x) {
  using plan = stacking::separation<names<A>, X>;
  using element = std::remove_pointer_t<decltype(x.data())>;
  using result = resulting::view_with<element, typename plan::rest::type>;
  constexpr auto count = static_cast<std::size_t>(info_of<axis_at<plan::place, shape_of<X>>>.extent);
  const layout cells = resulting::cells_of(x);
  if constexpr (is_metered<number_of<X>>)
    return stacking::separate<result>(x, cells, 0, std::make_index_sequence<count>{});
  else
    return stacking::separate<result>(x, planning::replaced(cells, plan::place, 1, layout{}), cells.stride[plan::place],
                                      std::make_index_sequence<count>{});
}
template <template <auto> class A, tensor_like X, class Why = typename stacking::separation<names<A>, X>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why unstack(X&& x);

}  // namespace conform

template <class View, int Count>
struct std::tuple_size<conform::unstacked<View, Count>> {
  static constexpr std::size_t value = static_cast<std::size_t>(Count);
};
template <std::size_t I, class View, int Count>
struct std::tuple_element<I, conform::unstacked<View, Count>> {
  using type = const View;
};
