#pragma once
// conversion: when the cells of one tensor can be taken as those of another: the same axes in the same order, with
// extents that are equal however they are spelled (past + n and n + past, 8 and 8u).

#include <conform/shape/pairing.hpp>
#include <conform/tensor/arguments.hpp>

namespace conform {
namespace converting {

/// Two tensors of one type: nothing to convert, nothing to refuse.
struct same_type;

enum class fault : int { none, axis_missing, axis_unexpected, extents_differ, order_differs };

struct finding {
  fault what = fault::none;
  int a = 0, b = 0;  ///< places at fault: in `given`, in `wanted`
};

/// Where a formula stands, agree[i * rank of wanted + j] decides.
constexpr finding compare(planning::axis_list given, planning::axis_list wanted, const bool* agree) {
  for (int j = 0; j < wanted.rank; ++j)
    if (given.find(wanted.axes[j].id) < 0) return {fault::axis_missing, 0, j};
  bool ordered = true;
  for (int i = 0; i < given.rank; ++i) {
    const int j = wanted.find(given.axes[i].id);
    if (j < 0) return {fault::axis_unexpected, i, 0};
    ordered = ordered && i == j;
    const long long left = given.axes[i].extent, right = wanted.axes[j].extent;
    if (left < 0 || right < 0 ? !agree[i * wanted.rank + j] : left != right) return {fault::extents_differ, i, j};
  }
  return {ordered ? fault::none : fault::order_differs, 0, 0};
}

template <class Given, class Wanted>
struct shapes;
template <class... A, class... B>
struct shapes<shape<A...>, shape<B...>> {
  static constexpr planning::axis_list given{planning::list_of<A...>, sizeof...(A)};
  static constexpr planning::axis_list wanted{planning::list_of<B...>, sizeof...(B)};
  static constexpr finding found =
      compare(given, wanted,
              planning::table<given.has_formula() || wanted.has_formula()>::template of<shape<A...>, shape<B...>>::at);
  static constexpr auto why() {
    constexpr auto a = static_cast<std::size_t>(found.a), b = static_cast<std::size_t>(found.b);
    if constexpr (found.what == fault::none)
      return planning::as<accepted>{};
    else if constexpr (found.what == fault::axis_missing)
      return planning::as<axis_missing<shown<pick<b, B...>>, shown<A>...>>{};
    else if constexpr (found.what == fault::axis_unexpected)
      return planning::as<axis_unexpected<shown<pick<a, A...>>, shown<B>...>>{};
    else if constexpr (found.what == fault::order_differs)
      return planning::as<order_differs<from<shown<A>...>, into<shown<B>...>>>{};
    else
      return planning::as<extents_differ<shown<pick<a, A...>>, shown<pick<b, B...>>>>{};
  }
  using reason = typename decltype(why())::type;
};

/// The first size that is wanted and has no value among those given: key<n + past - past> names past, key<n> does not.
template <class Given, class Wanted>
struct values;
template <class... A, class... B>
struct values<symbols<A...>, symbols<B...>> {
  static constexpr auto why() {
    constexpr bool all_known[]{(freezing::place_in<B, A...>() > 0)..., true};
    constexpr int unknown = constructing::first_false(all_known, sizeof...(B));
    if constexpr (unknown < 0)
      return planning::as<accepted>{};
    else
      return planning::as<size_unbound<every_size<pick<static_cast<std::size_t>(unknown), B...>::name>>>{};
  }
  using reason = typename decltype(why())::type;
};

template <class T, class GivenShape, class GivenSizes, class U, class Shape, class Sizes>
struct between {
  using shapes_reason = typename shapes<GivenShape, Shape>::reason;
  using values_reason = typename values<GivenSizes, Sizes>::reason;
  using reason = std::conditional_t<std::is_same_v<shapes_reason, accepted>, values_reason, shapes_reason>;
};
template <class T, class GivenShape, class GivenSizes, class U, class Shape, class Sizes>
  requires(!std::is_same_v<T, U>)
struct between<T, GivenShape, GivenSizes, U, Shape, Sizes> {
  using reason = numbers_differ<T, U>;
};

template <class To, class... From>
struct conversion;
template <class To, class From>
struct conversion<To, From> : between<typename From::number, typename From::shape, typename From::named,
                                      typename To::number, typename To::shape, typename To::named> {};

/// A tensor, no view, of another type than To.
template <class X, class To>
concept other_tensor = is_tensor<X> && is_owning<std::remove_cvref_t<X>> && !std::is_same_v<std::remove_cvref_t<X>, To>;

/// What a constructor is given. The reason is asked for only of what it looks at: every return of a tensor considers
/// its constructors.
template <bool ByName, bool OtherTensor>
struct door {};
template <bool OtherTensor>
struct door<true, OtherTensor> {
  template <class To, class... X>
  using reason = constructing::verdict<To, X...>;
};
template <>
struct door<false, true> {
  template <class To, class... X>
  using reason = typename conversion<To, std::remove_cvref_t<X>...>::reason;
};
/// Why a tensor To cannot be made from X, or accepted.
template <class To, class... X>
using verdict =
    typename door<(constructing::by_name<X> && ...), (other_tensor<X, To> && ...)>::template reason<To, X...>;

template <class Why>
concept refused = !std::is_same_v<Why, accepted> && !std::is_same_v<Why, same_type>;

/// The sizes Named, from a list that has them all.
template <class Named, class All>
constexpr bound_sizes<Named> chosen(const bound_sizes<All>& all) {
  bound_sizes<Named> out;
  out.meet(all);
  return out;
}

}  // namespace converting

}  // namespace conform
