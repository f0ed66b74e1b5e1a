#pragma once
// expand: an axis that x lacks, along which its cells repeat.

#include <conform/operation/extent_algebra.hpp>
#include <conform/operation/introduced.hpp>

namespace conform {
namespace expanding {

template <tensor_like X, class Axis, class... Arguments>
using verdict = planning::first_reason<typename replacement<0, 0, shape_of<X>, shape<Axis>>::reason,
                                       typename introducing::verdict<X, shape<Axis>, Arguments...>::reason,
                                       resulting::kept_reason<X>>;

}  // namespace expanding

/// out[b, i...] = x[i...]
/// shape    expand<batch<4>>: {query} -> {batch<4>, query}. A named size that x does not know is given as an argument:
///          expand<batch<s>>(x, s = 4).
/// cost     none. A view of x, which must outlive it; the repeated cells are one in memory (stride 0).
/// refuses  axis_repeated (x has it already), extent_invalid, size_unbound, size_unknown, view_of_temporary
template <class Axis, tensor_like X, class... Arguments, class Why = expanding::verdict<X, Axis, Arguments...>>
  requires std::is_same_v<Why, accepted>
constexpr auto expand(X&& x, const Arguments&... arguments) {
  using shape_out = typename replacement<0, 0, shape_of<X>, shape<Axis>>::type;
  using result = resulting::view_with<const number_of<X>, shape_out>;
  const auto at = introducing::placed<typename result::named>(x, introducing::sizes_new_to<X, Axis>{}, arguments...);
  layout cells;
  if constexpr (!is_metered<number_of<X>>)
    cells = planning::replaced(resulting::cells_of(x), 0, 0, {extents_of<shape<Axis>>(at.on, at.sizes), {}});
  return result(x.data(), cells, at.on, at.sizes);
}
template <class Axis, tensor_like X, class... Arguments, class Why = expanding::verdict<X, Axis, Arguments...>>
  requires(!std::is_same_v<Why, accepted>)
Why expand(X&& x, const Arguments&... arguments);

}  // namespace conform
