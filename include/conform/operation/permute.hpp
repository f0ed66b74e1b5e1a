#pragma once
// permute: the axes of a tensor in another order; the same cells.

#include <conform/operation/copy.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace permuting {

/// The axes of a layout in the order of the plan.
constexpr layout ordered(const layout& cells, planning::arrangement plan) {
  layout out;
  for (; out.extent.rank < plan.rank; ++out.extent.rank) {
    out.extent.at[out.extent.rank] = cells.extent.at[plan[out.extent.rank]];
    out.stride[out.extent.rank] = cells.stride[plan[out.extent.rank]];
  }
  return out;
}

template <class Names, tensor_like X>
using verdict = planning::first_reason<typename reordered<Names, shape_of<X>>::reason, resulting::kept_reason<X>>;

}  // namespace permuting

/// out[j, i] = x[i, j]
/// shape    permute<key, query>: {query, key} -> {key, query}; every axis of x is named once
/// cost     none. A view of x, which must outlive it; copy(permute<...>(x)) has cells of its own.
/// refuses  axis_missing, axis_repeated, axis_unexpected (x has more axes), view_of_temporary
template <template <auto> class... A, tensor_like X, class Why = permuting::verdict<names<A...>, X>>
  requires std::is_same_v<Why, accepted>
constexpr auto permute(X&& x) {
  using order = reordered<names<A...>, shape_of<X>>;
  return resulting::seen_as<typename order::type>(x, permuting::ordered(resulting::cells_of(x), order::plan));
}
template <template <auto> class... A, tensor_like X, class Why = permuting::verdict<names<A...>, X>>
  requires(!std::is_same_v<Why, accepted>)
Why permute(X&& x);

}  // namespace conform
