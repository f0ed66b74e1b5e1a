#pragma once
// rename: an axis under another name; the same cells.

#include <conform/shape/named.hpp>
#include <conform/operation/result.hpp>

namespace conform {
namespace renaming {

template <class Old, class New, class X>
struct renamed;
template <template <auto> class Old, template <auto> class New, class... A>
struct renamed<names<Old>, names<New>, shape<A...>> {
  using type = shape<std::conditional_t<info_of<A>.id == axis_id<Old>, New<extent_of<A>>, A>...>;
};

template <class Old, class New, class Shape>
struct verdict_of_shapes;
template <template <auto> class Old, template <auto> class New, class... A>
struct verdict_of_shapes<names<Old>, names<New>, shape<A...>> {
  static constexpr planning::axis_list all{planning::list_of<A...>, sizeof...(A)};
  static constexpr int from = all.find(axis_id<Old>), there = all.find(axis_id<New>);
  static constexpr auto why() {
    if constexpr (from < 0) {
      return planning::as<axis_missing<every<Old>, shown<A>...>>{};
    } else if constexpr (there >= 0 && there != from) {
      using kept = pick<static_cast<std::size_t>(there), A...>;
      return planning::as<
          axis_repeated<shown<kept>, shown<New<extent_of<pick<static_cast<std::size_t>(from), A...>>>>>>{};
    } else {
      return planning::as<accepted>{};
    }
  }
  using reason = typename decltype(why())::type;
};

template <class Old, class New, tensor_like X>
using verdict = planning::first_reason<typename verdict_of_shapes<Old, New, shape_of<X>>::reason,
                                       resulting::kept_reason<X, resulting::may_move>>;

}  // namespace renaming

/// out[i..., key] = x[i..., query]
/// shape    {query, model} -> {key, model}, with query's extent
/// cost     none. A view of x, which must outlive it; where x ends, its cells move into the result.
/// refuses  axis_missing, axis_repeated (key is there already), view_of_temporary (a const tensor that ends)
template <template <auto> class Old, template <auto> class New, tensor_like X,
          class Why = renaming::verdict<names<Old>, names<New>, X>>
  requires std::is_same_v<Why, accepted>
constexpr auto rename(X&& x) {
  using shape = typename renaming::renamed<names<Old>, names<New>, shape_of<X>>::type;
  if constexpr (resulting::ends<X>)
    return resulting::moved_into<resulting::tensor_with<number_of<X>, shape>>(std::forward<X>(x));
  else
    return resulting::seen_as<shape>(x, resulting::cells_of(x));
}
template <template <auto> class Old, template <auto> class New, tensor_like X,
          class Why = renaming::verdict<names<Old>, names<New>, X>>
  requires(!std::is_same_v<Why, accepted>)
Why rename(X&& x);

}  // namespace conform
