#pragma once
// concat: two tensors one after the other along an axis.

#include <conform/operation/carrying.hpp>
#include <conform/operation/copy.hpp>
#include <conform/operation/extent_algebra.hpp>

namespace conform {
namespace concatenating {

/// Axis A of both, of extents N and M, becomes A<N + M>; their other axes are the same.
template <class Names, tensor_like X, tensor_like Y>
struct plan;
template <template <auto> class A, tensor_like X, tensor_like Y>
struct plan<names<A>, X, Y> {
  static constexpr int place = planning::place_of<names<A>, shape_of<X>>,
                       place_y = planning::place_of<names<A>, shape_of<Y>>;
  using rest_x = remaining<names<A>, shape_of<X>>;
  using rest_y = remaining<names<A>, shape_of<Y>>;

  template <class P, class Q>
  using axis_of = A<planning::sum_of<extent_of<P>, extent_of<Q>>()>;
  static constexpr auto why() {
    if constexpr (!std::is_same_v<number_of<X>, number_of<Y>>) {
      return planning::as<numbers_differ<number_of<X>, number_of<Y>>>{};
    } else if constexpr (place < 0 || place_y < 0) {
      return planning::as<planning::first_reason<typename rest_x::reason, typename rest_y::reason>>{};
    } else {
      using over = carrying::pair_of_shapes<typename rest_x::type, typename rest_y::type>;
      using under = carrying::pair_of_shapes<typename rest_y::type, typename rest_x::type>;
      return planning::as<planning::first_reason<typename over::narrower_b, typename under::narrower_b>>{};
    }
  }
  using reason = typename decltype(why())::type;
  template <int I, int J>
  static auto shape_at() ->
      typename replacement<I, 1, shape_of<X>, shape<axis_of<axis_at<I, shape_of<X>>, axis_at<J, shape_of<Y>>>>>::type;
  template <class P = plan>
  using type = decltype(shape_at<P::place, P::place_y>());
};

}  // namespace concatenating

/// out[i, k] = x[i, k] where k is in x, else y[i, k - extent of x]
/// shape    concat<key>: {query, key<past>} and {query, key<n>} -> {query, key<past + n>}; numbers add up to a number.
///          The other axes are the same, in any order; those of the result follow x.
/// cost     none: copies are not counted (operations)
/// refuses  axis_missing, axis_unexpected, extents_differ, numbers_differ
/// throws   size_mismatch
template <template <auto> class A, tensor_like X, tensor_like Y,
          class Why = typename concatenating::plan<names<A>, X, Y>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto concat(const X& x, const Y& y) {
  using T = number_of<X>;
  using plan = concatenating::plan<names<A>, X, Y>;
  using shape_out = typename plan::template type<>;
  using result = resulting::tensor_with<T, shape_out>;
  const auto at = joined<typename result::named>(x.on(), x.sizes(), y.on(), y.sizes());
  auto out = making::made<result>(at);
  if constexpr (is_metered<T>) {
    resulting::move_on<shape_of<X>, shape_of<Y>, shape_out>(at.on);
  } else {
    constexpr auto all = planning::axes_of(shape_out{}), own_y = planning::axes_of(shape_of<Y>{});
    const layout whole = row_major(extents_of<shape_out>(at.on, at.sizes));
    const layout from_x = resulting::cells_of(x);
    layout to_x = whole, to_y = whole;
    const long long first = to_x.extent.at[plan::place] = from_x.extent.at[plan::place];
    to_y.extent.at[plan::place] -= first;
    const layout from_y = aligning::aligned(all, to_y.extent, own_y, layout_of(own_y, y));
    copying::run(aligning::loops_over<2>({from_x, to_x}), x.data(), out.data());
    copying::run(aligning::loops_over<2>({from_y, to_y}), y.data(),
                 out.data() + static_cast<std::ptrdiff_t>(first) * whole.stride[plan::place]);
  }
  return out;
}
template <template <auto> class A, tensor_like X, tensor_like Y,
          class Why = typename concatenating::plan<names<A>, X, Y>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why concat(const X& x, const Y& y);

}  // namespace conform
