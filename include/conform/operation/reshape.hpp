#pragma once
// reshape: one axis split in several, several merged in one, or all given anew; the same cells in the same order.

#include <conform/operation/copy.hpp>
#include <conform/operation/extent_algebra.hpp>
#include <conform/operation/introduced.hpp>

namespace conform {
namespace reshaping {

/// The product of the extents, a polynomial over the named sizes All.
template <class All, class... A>
constexpr polynomial product_over() {
  polynomial out{integer{1}};
  ((out = out * thaw<All>(extent_of<A>)), ...);
  return out;
}

/// Is the product of the extents A that of the extents B, for all values of the named sizes?
template <class... A, class... B>
constexpr bool products_agree(shape<A...>, shape<B...>) {
  using all = binding_sizes::merged_all<binding_sizes::symbols_of_axis<A>..., binding_sizes::symbols_of_axis<B>...>;
  return product_over<all, A...>() == product_over<all, B...>();
}

/// Old axes become New ones. Named sizes that x does not know are bound by arguments, and the product is compared when
/// they are; else it must agree for all sizes.
template <tensor_like X, class Old, class New, class... Arguments>
struct verdict;
template <tensor_like X, class... Old, class... New, class... Arguments>
struct verdict<X, shape<Old...>, shape<New...>, Arguments...> {
  static constexpr bool at_run_time = !std::is_same_v<introducing::sizes_new_to<X, New...>, symbols<>>;
  static constexpr auto why() {
    if constexpr (!std::is_same_v<refusal_of<New...>, accepted>)
      return planning::as<refusal_of<New...>>{};
    else if constexpr (!at_run_time && !products_agree(shape<Old...>{}, shape<New...>{}))
      return planning::as<product_differs<from<shown<Old>...>, into<shown<New>...>>>{};
    else
      return planning::as<typename introducing::verdict<X, shape<New...>, Arguments...>::reason>{};
  }
  using reason = typename decltype(why())::type;
};

/// Throws size_mismatch where the products differ.
constexpr void compare(naming::range name, const extents<long long>& found, const extents<long long>& expected) {
  const auto cells = static_cast<integer>(cell_count(expected)), given = static_cast<integer>(cell_count(found));
  if (cells != given) binding_sizes::refuse(name, cells, given);
}

template <class Shape>
inline constexpr naming::range first_name{};
template <class A, class... More>
inline constexpr naming::range first_name<shape<A, More...>> = axis_name<A>;

/// x's cells, row-major, under the axes Shape: moved where x ends, seen where x is a tensor, copied where x is a view,
/// whose cells may lie anywhere.
template <class Shape, class X, class At>
constexpr auto row_major_as(X&& x, const At& at) {
  using plain_type = std::remove_cvref_t<X>;
  using T = number_of<X>;
  using result = resulting::tensor_with<T, Shape>;
  if constexpr (resulting::ends<X> && std::is_same_v<typename plain_type::named, typename result::named>) {
    return resulting::moved_into<result>(std::forward<X>(x));
  } else if constexpr (resulting::ends<X> || !is_owning<plain_type>) {
    return copying::into_new<result>(at, x);
  } else {
    using element = std::remove_pointer_t<decltype(x.data())>;
    layout cells;
    if constexpr (!is_metered<T>) cells = row_major(extents_of<Shape>(at.on, at.sizes));
    return resulting::view_with<element, Shape>(x.data(), cells, at.on, at.sizes);
  }
}

/// Axis Old of x becomes the axes New.
template <class Old, tensor_like X, class New, class... Arguments>
struct splitting;
template <template <auto> class Old, tensor_like X, class... New, class... Arguments>
struct splitting<names<Old>, X, shape<New...>, Arguments...> {
  static constexpr int place = planning::place_of<names<Old>, shape_of<X>>;
  using given = replacement<place, 1, shape_of<X>, shape<New...>>;
  static constexpr auto why() {
    if constexpr (place < 0)
      return planning::as<typename remaining<names<Old>, shape_of<X>>::reason>{};
    else
      return planning::as<planning::first_reason<
          typename given::reason,
          typename verdict<X, shape<axis_at<place, shape_of<X>>>, shape<New...>, Arguments...>::reason,
          resulting::kept_reason<X, resulting::may_move>>>{};
  }
  using reason = typename decltype(why())::type;
};

/// Axes Old of x, neighbours in this order, become axis New.
template <class New, class Old, tensor_like X>
struct merging;
template <template <auto> class New, template <auto> class... Old, tensor_like X>
struct merging<names<New>, names<Old...>, X> {
  static constexpr auto all = planning::axes_of(shape_of<X>{});
  static constexpr int count = sizeof...(Old);
  static constexpr auto at_fault() {  // the first of the names that does not follow the one before it
    for (int i = 1; i < count; ++i)
      if (all.find(planning::ids_of<Old...>[i]) != all.find(planning::ids_of<Old...>[i - 1]) + 1) return i;
    return 0;
  }
  using present = remaining<names<Old...>, shape_of<X>>;

  template <class Shape>
  struct merged;
  template <class... A>
  struct merged<shape<A...>> {
    static constexpr int first = all.find(planning::ids_of<Old...>[0]);
    template <std::size_t... I>
    static auto axis_of(std::index_sequence<I...>)
        -> New<planning::product_of<extent_of<pick<static_cast<std::size_t>(first) + I, A...>>...>::value>;
    using axis = decltype(axis_of(std::make_index_sequence<sizeof...(Old)>{}));
    using given = replacement<first, count, shape<A...>, shape<axis>>;
  };
  static constexpr auto why() {
    if constexpr (!std::is_same_v<typename present::reason, accepted>) {
      return planning::as<typename present::reason>{};
    } else if constexpr (at_fault() > 0) {
      constexpr int wrong = at_fault();
      using before = axis_at<all.find(planning::ids_of<Old...>[wrong - 1]), shape_of<X>>;
      using after = axis_at<all.find(planning::ids_of<Old...>[wrong]), shape_of<X>>;
      return planning::as<not_adjacent<shown<before>, shown<after>>>{};
    } else {
      return planning::as<planning::first_reason<typename merged<shape_of<X>>::given::reason,
                                                 resulting::kept_reason<X, resulting::may_move>>>{};
    }
  }
  using reason = typename decltype(why())::type;
};

}  // namespace reshaping

/// out[i, h, f] = x[i, h · extent of f + f]
/// shape    split<model, head<12>, head_dim<64>>: {query, model<768>} -> {query, head<12>, head_dim<64>}
///          A named size that x does not know is given as an argument: split<key, block<s>, within<16>>(x, s = 4).
/// cost     none. A view of x, which must outlive it; where x ends, its cells move into the result.
/// refuses  axis_missing, axis_repeated, product_differs, size_unbound, size_unknown, view_of_temporary
/// throws   size_mismatch (a product that depends on sizes given as arguments)
template <template <auto> class Old, class... New, tensor_like X, class... Arguments,
          class Why = typename reshaping::splitting<names<Old>, X, shape<New...>, Arguments...>::reason>
  requires(sizeof...(New) > 0 && std::is_same_v<Why, accepted>)
constexpr auto split(X&& x, const Arguments&... arguments) {
  using plan = reshaping::splitting<names<Old>, X, shape<New...>, Arguments...>;
  using shape_out = typename plan::given::type;
  using result = resulting::tensor_with<number_of<X>, shape_out>;
  const auto at =
      introducing::placed<typename result::named>(x, introducing::sizes_new_to<X, New...>{}, arguments...);
  const layout from = resulting::cells_of(x);
  layout cells;
  if constexpr (!is_metered<number_of<X>>) {
    layout parts = row_major(extents_of<shape<New...>>(at.on, at.sizes));
    extents<long long> whole;
    whole.at[whole.rank++] = from.extent.at[plan::place];
    reshaping::compare(reshaping::first_name<shape<axis_at<plan::place, shape_of<X>>>>, parts.extent, whole);
    for (int i = 0; i < parts.extent.rank; ++i) parts.stride[i] *= from.stride[plan::place];
    cells = planning::replaced(from, plan::place, 1, parts);
  }
  if constexpr (resulting::ends<X>) {
    return reshaping::row_major_as<shape_out>(std::forward<X>(x), at);
  } else {
    using element = std::remove_pointer_t<decltype(x.data())>;
    return resulting::view_with<element, shape_out>(x.data(), cells, at.on, at.sizes);
  }
}
template <template <auto> class Old, class... New, tensor_like X, class... Arguments,
          class Why = typename reshaping::splitting<names<Old>, X, shape<New...>, Arguments...>::reason>
  requires(sizeof...(New) > 0 && !std::is_same_v<Why, accepted>)
Why split(X&& x, const Arguments&... arguments);

/// out[i, h · extent of f + f] = x[i, h, f]
/// shape    merge<model, head, head_dim>: {query, head<12>, head_dim<64>} -> {query, model<768>}, a formula where the
///          extents are: {head<h>, head_dim<d>} -> {model<h*d>}. The axes stand side by side in x, in this order.
/// cost     none. Where x ends its cells move; of a tensor it is a view, which x must outlive; of a view, whose cells
///          may lie apart, it is a copy.
/// refuses  axis_missing, axis_repeated, not_adjacent, view_of_temporary
template <template <auto> class New, template <auto> class... Old, tensor_like X,
          class Why = typename reshaping::merging<names<New>, names<Old...>, X>::reason>
  requires(sizeof...(Old) > 0 && std::is_same_v<Why, accepted>)
constexpr auto merge(X&& x) {
  using plan = reshaping::merging<names<New>, names<Old...>, X>;
  using shape_out = typename plan::template merged<shape_of<X>>::given::type;
  using result = resulting::tensor_with<number_of<X>, shape_out>;
  return reshaping::row_major_as<shape_out>(std::forward<X>(x), resulting::placed<typename result::named>(x));
}
template <template <auto> class New, template <auto> class... Old, tensor_like X,
          class Why = typename reshaping::merging<names<New>, names<Old...>, X>::reason>
  requires(sizeof...(Old) > 0 && !std::is_same_v<Why, accepted>)
Why merge(X&& x);

/// The cells of x, row-major, under other axes.
/// shape    reshape<batch<2>, query<3>>: {key<6>} -> {batch<2>, query<3>}; the products of the extents agree
/// cost     none; moved, seen or copied as in merge
/// refuses  product_differs, axis_repeated, extent_invalid, size_unbound, size_unknown, view_of_temporary
/// throws   size_mismatch (a product that depends on sizes given as arguments)
template <class... New, tensor_like X, class... Arguments,
          class Why = planning::first_reason<
              typename reshaping::verdict<X, shape_of<X>, shape<New...>, Arguments...>::reason,
              resulting::kept_reason<X, resulting::may_move>>>
  requires std::is_same_v<Why, accepted>
constexpr auto reshape(X&& x, const Arguments&... arguments) {
  using shape_out = shape<New...>;
  using result = resulting::tensor_with<number_of<X>, shape_out>;
  const auto at =
      introducing::placed<typename result::named>(x, introducing::sizes_new_to<X, New...>{}, arguments...);
  if constexpr (!is_metered<number_of<X>>)
    reshaping::compare(reshaping::first_name<shape_of<X>>, extents_of<shape_out>(at.on, at.sizes),
                       resulting::cells_of(x).extent);
  return reshaping::row_major_as<shape_out>(std::forward<X>(x), at);
}
template <class... New, tensor_like X, class... Arguments,
          class Why = planning::first_reason<
              typename reshaping::verdict<X, shape_of<X>, shape<New...>, Arguments...>::reason,
              resulting::kept_reason<X, resulting::may_move>>>
  requires(!std::is_same_v<Why, accepted>)
Why reshape(X&& x, const Arguments&... arguments);

}  // namespace conform
