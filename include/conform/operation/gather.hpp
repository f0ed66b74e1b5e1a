#pragma once
// gather: rows of a tensor, picked by a tensor of indices.

#include <conform/tensor/index_error.hpp>
#include <conform/shape/named.hpp>
#include <conform/operation/result.hpp>

namespace conform {
namespace gathering {

/// Numbers that can be an index into a tensor of T. On the metered machine indices have no values.
template <class I, class T>
inline constexpr bool can_index = (std::is_integral_v<I> && !std::is_same_v<I, bool>) ||
                                  (is_metered<I> && is_metered<T>);

/// The indices' axes, then those of the tensor but X; axes of both are carried.
template <class Names, class A, class Ids>
struct plan {
  using rest = remaining<Names, A>;
  using met = meeting<names<>, Ids, typename rest::type>;
  using reason = planning::first_reason<typename rest::reason, typename met::reason>;
  using type = typename met::result;
};

template <class Names, tensor_like A, tensor_like Ids>
using verdict = planning::first_reason<
    std::conditional_t<can_index<number_of<Ids>, number_of<A>>, accepted, not_an_index<number_of<Ids>>>,
    typename plan<Names, shape_of<A>, shape_of<Ids>>::reason>;

/// The axis that is picked from.
struct picked_axis {
  naming::range name;
  long long extent;
  std::ptrdiff_t stride;
};

/// out[i, j] = x[index[i], j]
template <class T, class I>
constexpr void run(const nest<3>& picks, const nest<3>& rest, const T* x, const I* index, T* out, picked_axis axis) {
  walk(picks, [&](const offsets<3>& pick) {
    const auto row_found = indexing::checked(axis.name, axis.extent, static_cast<long long>(index[pick.at[1]]));
    const T* const from = x + pick.at[0] + row_found * axis.stride;
    walk(rest, [&](const offsets<3>& at) {
      arithmetic::store(out[pick.at[2] + at.at[2]], arithmetic::load(from[at.at[0]]));
    });
  });
}

}  // namespace gathering

/// out[i, j] = x[ids[i], j]
/// shape    {vocab, model}, {batch, query} -> {batch, query, model}: ids' axes in order, then x's but the one picked
///          from. Axes of both are carried.
/// cost     none: look-ups and copies are not counted
/// refuses  axis_missing, extents_differ, not_an_index
/// throws   index_error, size_mismatch
template <template <auto> class X, tensor_like A, tensor_like Ids, class Why = gathering::verdict<names<X>, A, Ids>>
  requires std::is_same_v<Why, accepted>
constexpr auto gather(const A& x, const Ids& ids) {
  using T = number_of<A>;
  using shape = typename gathering::plan<names<X>, shape_of<A>, shape_of<Ids>>::type;
  using result = resulting::tensor_with<T, shape>;
  const auto at = joined<typename result::named>(x.on(), x.sizes(), x.on(), ids.sizes());
  auto out = making::made<result>(at);
  if constexpr (is_metered<T>) {
    resulting::move_on<shape, shape>(at.on);  // of the table just the rows that are picked; indices apart
  } else {
    constexpr auto all = planning::axes_of(shape{}), own = planning::axes_of(shape_of<A>{}),
                   own_ids = planning::axes_of(shape_of<Ids>{});
    constexpr int place = own.find(axis_id<X>);
    constexpr auto outer = (1u << own_ids.rank) - 1u;
    const layout to = row_major(extents_of<shape>(at.on, at.sizes)), from = layout_of(own, x);
    layout along = aligning::aligned(all, to.extent, own, from);
    if (const int renewed = all.find(axis_id<X>); renewed >= 0) along.stride[renewed] = 0;  // ids bring X anew
    const layout all_layouts[]{along, aligning::aligned(all, to.extent, own_ids, layout_of(own_ids, ids)), to};
    gathering::run(aligning::loops_over<3>(all_layouts, outer), aligning::loops_over<3>(all_layouts, ~outer), x.data(),
                   ids.data(), out.data(),
                   {axis_name<axis_at<place, shape_of<A>>>, from.extent.at[place], from.stride[place]});
  }
  return out;
}
template <template <auto> class X, tensor_like A, tensor_like Ids, class Why = gathering::verdict<names<X>, A, Ids>>
  requires(!std::is_same_v<Why, accepted>)
Why gather(const A& x, const Ids& ids);

}  // namespace conform
