#pragma once
// access: one cell, its place told by axis.

#include <conform/shape/named.hpp>
#include <conform/tensor/index_error.hpp>
#include <conform/tensor/view.hpp>

namespace conform {
namespace accessing {

/// One index for each name, and each a whole number (truth values and characters are none).
template <class Names, class... I>
struct indices;
template <template <auto> class... X, class... I>
struct indices<names<X...>, I...> {
  static constexpr auto why() {
    constexpr bool fit[]{whole_number<I>..., true};
    constexpr int unfit = constructing::first_false(fit, sizeof...(I));
    if constexpr (sizeof...(X) > sizeof...(I))
      return planning::as<index_missing<pick<sizeof...(I), every<X>...>>>{};
    else if constexpr (sizeof...(X) < sizeof...(I))
      return planning::as<index_unexpected<pick<sizeof...(X), I...>>>{};
    else if constexpr (unfit >= 0)
      return planning::as<not_an_index<pick<static_cast<std::size_t>(unfit), I...>>>{};
    else
      return planning::as<accepted>{};
  }
  using reason = typename decltype(why())::type;
};

template <class Names, class X, class... I>
using verdict =
    planning::first_reason<typename reordered<Names, shape_of<X>>::reason, typename indices<Names, I...>::reason>;

/// The layout, computed once where the type says it all.
template <class Shape>
inline constexpr layout static_layout = row_major(measuring::known(planning::axes_of(Shape{})));
template <class X>
inline constexpr bool is_static = false;
template <class T, class... A>
inline constexpr bool is_static<tensor<T, A...>> = std::is_same_v<typename tensor<T, A...>::named, symbols<>>;

template <class X>
constexpr decltype(auto) layout_for(const X& x) {
  if constexpr (is_static<X>)
    return (static_layout<shape_of<X>>);
  else if constexpr (!is_owning<X>)
    return x.strides();
  else
    return layout_of(x);
}

template <whole_number I>
constexpr std::ptrdiff_t offset_of(naming::range axis, long long extent, std::ptrdiff_t stride, I index) {
  if (const integer wide{index}; wide < 0 || wide >= extent) indexing::refuse(axis, extent, wide);
  return static_cast<std::ptrdiff_t>(index) * stride;
}

template <class Plan, class X, std::size_t... Place, class... I>
constexpr std::ptrdiff_t checked_offset(const X& x, std::index_sequence<Place...>, I... index) {
  if (!x.data()) throw no_cells_error{};
  const layout& cells = layout_for(x);
  return (std::ptrdiff_t{0} + ... +
          offset_of(axis_name<axis_at<Plan::plan[static_cast<int>(Place)], shape_of<X>>>,
                    cells.extent.at[Plan::plan[static_cast<int>(Place)]],
                    cells.stride[Plan::plan[static_cast<int>(Place)]], index));
}

}  // namespace accessing

/// The cell x[i, j], the axes in any order: at<query, head_dim>(q, i, j) = 1. A copy of it where x ends.
/// For one cell; a loop over many takes unchecked<...>(x) before it.
/// refuses  axis_missing, axis_repeated, axis_unexpected (an axis of x without a name), index_missing,
///          index_unexpected, not_an_index
/// throws   index_error, no_cells_error
template <template <auto> class... A, tensor_like X, class... I,
          class Why = accessing::verdict<names<A...>, X, std::remove_cvref_t<I>...>>
  requires std::is_same_v<Why, accepted>
constexpr decltype(auto) at(X&& x, const I&... index) {
  using plan = reordered<names<A...>, shape_of<X>>;
  if constexpr (is_metered<number_of<X>>) {
    return number_of<X>{};
  } else {
    const std::ptrdiff_t offset = accessing::checked_offset<plan>(x, std::index_sequence_for<I...>{}, index...);
    if constexpr (!std::is_reference_v<X> && is_owning<std::remove_const_t<X>>)
      return number_of<X>(x.data()[offset]);
    else
      return (x.data()[offset]);
  }
}
template <template <auto> class... A, tensor_like X, class... I,
          class Why = accessing::verdict<names<A...>, X, std::remove_cvref_t<I>...>>
  requires(!std::is_same_v<Why, accepted>)
Why at(X&& x, const I&... index);

namespace accessing {

/// f(i, j): the cell, unchecked.
template <class T, std::size_t Rank>
struct function {
  T* cells;
  std::ptrdiff_t stride[Rank == 0 ? 1 : Rank];

  template <whole_number... I>
    requires(sizeof...(I) == Rank)
  constexpr T& operator()(I... index) const {
    [[maybe_unused]] const std::ptrdiff_t* step = stride;
    std::ptrdiff_t offset = 0;
    ((offset += static_cast<std::ptrdiff_t>(index) * *step++), ...);
    return cells[offset];
  }
};

template <class Names, class X>
using kept_verdict = planning::first_reason<
    typename reordered<Names, shape_of<X>>::reason,
    std::conditional_t<!std::is_reference_v<X> && is_owning<std::remove_const_t<X>>,
                       view_of_temporary<std::remove_const_t<X>>, accepted>>;

}  // namespace accessing

/// For loops: const auto cell = unchecked<query, head_dim>(q); then cell(i, j) is q's cell, with no check of any kind.
/// Strides are looked up once, here. q must outlive it.
/// refuses  axis_missing, axis_repeated, axis_unexpected, view_of_temporary
/// throws   no_cells_error
template <template <auto> class... A, tensor_like X, class Why = accessing::kept_verdict<names<A...>, X>>
  requires std::is_same_v<Why, accepted>
constexpr auto unchecked(X&& x) {
  using plan = reordered<names<A...>, shape_of<X>>;
  using element = std::remove_pointer_t<decltype(x.data())>;
  accessing::function<element, sizeof...(A)> out{x.data(), {}};
  if constexpr (!is_metered<number_of<X>>) {
    if (!x.data()) throw no_cells_error{};
    const layout& cells = accessing::layout_for(x);
    for (int i = 0; i < static_cast<int>(sizeof...(A)); ++i) out.stride[i] = cells.stride[plan::plan[i]];
  }
  return out;
}
template <template <auto> class... A, tensor_like X, class Why = accessing::kept_verdict<names<A...>, X>>
  requires(!std::is_same_v<Why, accepted>)
Why unchecked(X&& x);

/// The extent of x along axis A, now: a number, or a formula when metered. Of the type alone: extent_of<axis>.
/// refuses  axis_missing
template <template <auto> class A, tensor_like X, class Why = typename remaining<names<A>, shape_of<X>>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto extent(const X& x) {
  return extents_of(x).at[planning::axes_of(shape_of<X>{}).find(axis_id<A>)];
}
template <template <auto> class A, tensor_like X, class Why = typename remaining<names<A>, shape_of<X>>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why extent(const X& x);

}  // namespace conform
