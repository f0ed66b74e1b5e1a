#pragma once
// shape: an ordered list of axes. What operations need to know of it is a plain array of numbers, so that plans are
// made by plain functions; types appear only at their ends.

#include <conform/shape/reasons.hpp>

namespace conform {

/// Axes in the order of the layout, outermost first.
template <class... A>
struct shape {
  static constexpr int rank = sizeof...(A);
};

/// Axis templates as an argument.
template <template <auto> class... X>
struct names {};

/// The most axes that one tensor can have.
inline constexpr int max_rank = 14;

namespace planning {

/// The axes of a shape as numbers.
template <class... A>
inline constexpr axis_info list_of[sizeof...(A) + 1]{info_of<A>..., {0, 0}};
template <template <auto> class... X>
inline constexpr std::uint64_t ids_of[sizeof...(X) + 1]{axis_id<X>..., 0};

/// A shape as a value. It points into the lists above.
struct axis_list {
  const axis_info* axes;
  int rank;

  constexpr int find(std::uint64_t id) const {
    for (int i = 0; i < rank; ++i)
      if (axes[i].id == id) return i;
    return -1;
  }
  constexpr bool has_formula() const {
    for (int i = 0; i < rank; ++i)
      if (axes[i].extent == axis_info::formula) return true;
    return false;
  }
};

template <class... A>
constexpr axis_list axes_of(shape<A...>) {
  return {list_of<A...>, sizeof...(A)};
}

enum class fault : int {
  none,
  extents_differ,
  axis_missing,
  axis_repeated,
  axis_unexpected,
  extent_invalid,
  not_an_axis,
  too_many_axes
};

/// What is wrong, and the places of the axes at fault.
struct finding {
  fault what = fault::none;
  int a = -1, b = -1;
};

constexpr finding inspect(axis_list all) {
  if (all.rank > max_rank) return {fault::too_many_axes, 0, 0};
  for (int i = 0; i < all.rank; ++i) {
    if (all.axes[i].id == 0) return {fault::not_an_axis, i, i};
    if (all.axes[i].extent == axis_info::invalid) return {fault::extent_invalid, i, i};
    for (int j = 0; j < i; ++j)
      if (all.axes[i].id == all.axes[j].id) return {fault::axis_repeated, j, i};
  }
  return {};
}

using picking::as;

template <class... A>
struct inspection {
  static constexpr auto why() {
    constexpr finding found = inspect({list_of<A...>, sizeof...(A)});
    if constexpr (found.what == fault::none) {
      return as<accepted>{};
    } else {
      using a = pick<static_cast<std::size_t>(found.a), A...>;
      using b = pick<static_cast<std::size_t>(found.b), A...>;
      if constexpr (found.what == fault::not_an_axis)
        return as<not_an_axis<a>>{};
      else if constexpr (found.what == fault::extent_invalid)
        return as<extent_invalid<a>>{};
      else if constexpr (found.what == fault::too_many_axes)
        return as<too_many_axes<A...>>{};
      else
        return as<axis_repeated<shown<a>, shown<b>>>{};
    }
  }
  using reason = typename decltype(why())::type;
};

template <int I, class Shape>
struct axis_at_place;
template <int I, class... A>
struct axis_at_place<I, shape<A...>> {
  using type = pick<static_cast<std::size_t>(I), A...>;
};

}  // namespace planning

/// Axes, each once, each with an extent that is a size.
template <class... A>
concept well_formed = planning::inspect({planning::list_of<A...>, sizeof...(A)}).what == planning::fault::none;

/// The reason why they are not.
template <class... A>
using refusal_of = typename planning::inspection<A...>::reason;

/// The I-th axis of a shape.
template <int I, class Shape>
using axis_at = typename planning::axis_at_place<I, Shape>::type;

}  // namespace conform
