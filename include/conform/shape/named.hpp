#pragma once
// named: the axes that an operation names, against those that a tensor has. Plans are places in lists of axes.

#include <conform/shape/pairing.hpp>

namespace conform {
namespace planning {

/// Every name once, and each in the list: the places that are not named. At fault are places among the names.
constexpr arrangement all_but(const std::uint64_t* ids, int count, axis_list all) {
  arrangement out;
  for (int i = 0; i < count; ++i) {
    if (all.find(ids[i]) < 0) return out.refused(fault::axis_missing, i, i);
    for (int j = 0; j < i; ++j)
      if (ids[i] == ids[j]) return out.refused(fault::axis_repeated, j, i);
  }
  for (int i = 0; i < all.rank; ++i) {
    bool is_named = false;
    for (int j = 0; j < count; ++j) is_named = is_named || ids[j] == all.axes[i].id;
    if (!is_named) out.put(i);
  }
  return out;
}

/// Every name once, and the list holds them all and nothing else: the places in the order of the names. At fault is a
/// place among the names, or among the axes for axis_unexpected.
constexpr arrangement in_order(const std::uint64_t* ids, int count, axis_list all) {
  const arrangement others = all_but(ids, count, all);
  if (others.what != fault::none) return others;
  arrangement out;
  if (others.rank > 0) return out.refused(fault::axis_unexpected, others[0], others[0]);
  for (int i = 0; i < count; ++i) out.put(all.find(ids[i]));
  return out;
}

/// The reason for a plan that was refused over Names and Shape.
template <arrangement Plan, class Names, class Shape>
struct naming_refusal;
template <arrangement Plan, template <auto> class... X, class... A>
struct naming_refusal<Plan, names<X...>, shape<A...>> {
  static constexpr auto why() {
    constexpr auto a = static_cast<std::size_t>(Plan.a), b = static_cast<std::size_t>(Plan.b);
    if constexpr (Plan.what == fault::none)
      return as<accepted>{};
    else if constexpr (Plan.what == fault::axis_missing)
      return as<axis_missing<pick<a, every<X>...>, shown<A>...>>{};
    else if constexpr (Plan.what == fault::axis_repeated)
      return as<axis_repeated<pick<a, every<X>...>, pick<b, every<X>...>>>{};
    else if constexpr (Plan.what == fault::axis_unexpected)
      return as<axis_unexpected<shown<pick<a, A...>>, every<X>...>>{};
    else
      return as<too_many_axes<A...>>{};
  }
  using type = typename decltype(why())::type;
};

/// The first reason that is not `accepted`.
template <class... Reasons>
struct first_refusal {
  using type = accepted;
};
template <class Reason, class... More>
struct first_refusal<Reason, More...> {
  using type = Reason;
};
template <class... More>
struct first_refusal<accepted, More...> : first_refusal<More...> {};
template <class... Reasons>
using first_reason = typename first_refusal<Reasons...>::type;

template <class T, class U>
using same_numbers = std::conditional_t<std::is_same_v<T, U>, accepted, numbers_differ<T, U>>;

}  // namespace planning

/// Shape without the axes X, each of which it must have.
template <class Names, class Shape>
struct remaining;
template <template <auto> class... X, class... A>
struct remaining<names<X...>, shape<A...>> {
  static constexpr planning::arrangement plan =
      planning::all_but(planning::ids_of<X...>, sizeof...(X), {planning::list_of<A...>, sizeof...(A)});
  using reason = typename planning::naming_refusal<plan, names<X...>, shape<A...>>::type;
  using type = typename planning::arranged<plan, shape<A...>>::type;
};

/// Shape in the order of the axes X, which must be all that it has.
template <class Names, class Shape>
struct reordered;
template <template <auto> class... X, class... A>
struct reordered<names<X...>, shape<A...>> {
  static constexpr planning::arrangement plan =
      planning::in_order(planning::ids_of<X...>, sizeof...(X), {planning::list_of<A...>, sizeof...(A)});
  using reason = typename planning::naming_refusal<plan, names<X...>, shape<A...>>::type;
  using type = typename planning::arranged<plan, shape<A...>>::type;
};

}  // namespace conform
