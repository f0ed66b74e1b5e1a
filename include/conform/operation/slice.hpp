#pragma once
// slice: a stretch of one axis; the same cells.

#include <conform/operation/extent_algebra.hpp>
#include <conform/tensor/index_error.hpp>
#include <conform/operation/introduced.hpp>

namespace conform {
namespace slicing {

/// Axis A of x becomes axis New, with an extent that is no larger.
template <class X, class A, class New>
struct change;
template <class X, template <auto> class A, auto N>
struct change<X, names<A>, A<N>> {
  static constexpr int place = planning::place_of<names<A>, shape_of<X>>;
  using given = replacement<place, 1, shape_of<X>, shape<A<N>>>;
  using reason =
      planning::first_reason<typename remaining<names<A>, shape_of<X>>::reason, typename given::reason>;
};
template <class A>
struct name_of_axis;
template <template <auto> class A, auto N>
struct name_of_axis<A<N>> {
  using type = names<A>;
};

/// Does a stretch of fixed length, from a fixed place if From >= 0, leave an axis of fixed extent?
template <class X, class A, auto From, auto To>
struct bounds;
template <class X, template <auto> class A, auto From, auto To>
struct bounds<X, names<A>, From, To> {
  static constexpr int place = planning::place_of<names<A>, shape_of<X>>;
  static constexpr auto why() {
    if constexpr (place < 0) {
      return planning::as<typename remaining<names<A>, shape_of<X>>::reason>{};
    } else if constexpr (std::integral<decltype(From)> && std::integral<decltype(To)>) {
      using axis = axis_at<place, shape_of<X>>;
      constexpr long long extent = info_of<axis>.extent;
      if constexpr (From < 0 || From > To || (extent >= 0 && To > extent))
        return planning::as<reaches_outside<shown<axis>, From, To>>{};
      else
        return planning::as<accepted>{};
    } else {
      return planning::as<accepted>{};
    }
  }
  using reason = typename decltype(why())::type;
};

template <tensor_like X, class A, auto From, auto To, class... Arguments>
struct fixed;
template <tensor_like X, template <auto> class A, auto From, auto To, class... Arguments>
struct fixed<X, names<A>, From, To, Arguments...> {
  static constexpr auto why() {
    using within = typename bounds<X, names<A>, From, To>::reason;
    if constexpr (!std::is_same_v<within, accepted>)
      return planning::as<within>{};
    else
      return planning::as<planning::first_reason<
          typename change<X, names<A>, A<planning::difference_of<To, From>()>>::reason,
          typename introducing::verdict<X, shape<A<From>, A<To>>, Arguments...>::reason, resulting::kept_reason<X>>>{};
  }
  using reason = typename decltype(why())::type;
};

template <tensor_like X, class Axis, class... Arguments>
struct moving;
template <tensor_like X, template <auto> class A, auto N, class... Arguments>
struct moving<X, A<N>, Arguments...> {
  using reason =
      planning::first_reason<refusal_of<A<N>>, typename bounds<X, names<A>, 0, N>::reason,
                             typename introducing::verdict<X, shape<A<N>>, Arguments...>::reason,
                             resulting::kept_reason<X>>;
};

/// The cells of x from `from` along the axis at a place. Throws index_error.
template <class Shape, class X, class At>
constexpr auto seen_from(X& x, int place, naming::range name, long long from, const At& at) {
  using element = std::remove_pointer_t<decltype(x.data())>;
  using result = resulting::view_with<element, Shape>;
  if constexpr (is_metered<number_of<X>>) {
    return result(nullptr, {}, at.on, at.sizes);
  } else {
    layout cells = resulting::cells_of(x);
    const long long whole = cells.extent.at[place], part = extents_of<Shape>(at.on, at.sizes).at[place];
    if (from < 0) indexing::refuse(name, whole, from);
    if (part < 0) indexing::refuse(name, whole, integer{from} + part);
    if (from > whole || part > whole - from) indexing::refuse(name, whole, integer{from} + part - (part > 0 ? 1 : 0));
    cells.extent.at[place] = part;
    return result(x.data() + static_cast<std::ptrdiff_t>(from) * cells.stride[place], cells, at.on, at.sizes);
  }
}

}  // namespace slicing

/// out[i, k] = x[i, from + k], k from 0 to `to` - from - 1; both are numbers or sizes
/// shape    slice<key, 2, 5>: {query, key<8>} -> {query, key<3>}; slice<key, past, past + n> gives key<n>
/// cost     none. A view of x, which must outlive it.
/// refuses  axis_missing, reaches_outside, size_unbound, size_unknown, view_of_temporary
/// throws   index_error (bounds that depend on named sizes), size_mismatch (`to` before `from`)
template <template <auto> class A, auto From, auto To, tensor_like X, class... Arguments,
          class Why = typename slicing::fixed<X, names<A>, From, To, Arguments...>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto slice(X&& x, const Arguments&... arguments) {
  using plan = slicing::change<X, names<A>, A<planning::difference_of<To, From>()>>;
  using shape_out = typename plan::given::type;
  using result = resulting::view_with<number_of<X>, shape_out>;
  using all =
      typename resulting::view_with<number_of<X>, shape<A<From>, A<To>, axis_at<plan::place, shape_of<X>>>>::named;
  const introducing::sizes_new_to<X, A<From>, A<To>> brought{};
  const auto at = introducing::placed<typename result::named>(x, brought, arguments...);
  long long from = 0;
  if constexpr (!is_metered<number_of<X>>)
    from = value_of<From>(introducing::placed<all>(x, brought, arguments...).sizes);
  return slicing::seen_from<shape_out>(x, plan::place, axis_name<axis_at<plan::place, shape_of<X>>>, from, at);
}
template <template <auto> class A, auto From, auto To, tensor_like X, class... Arguments,
          class Why = typename slicing::fixed<X, names<A>, From, To, Arguments...>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why slice(X&& x, const Arguments&... arguments);

/// out[i, k] = x[i, from + k], where `from` is known at run time and the extent by type
/// shape    slice<key<4>>: {query, key<n>} -> {query, key<4>}; slice<key<w>>(x, from, w = 4) where x does not know w
/// cost     none. A view of x, which must outlive it.
/// refuses  axis_missing, reaches_outside, extent_invalid, size_unbound, size_unknown, view_of_temporary
/// throws   index_error
template <class Axis, tensor_like X, std::integral From, class... Arguments,
          class Why = typename slicing::moving<X, Axis, Arguments...>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto slice(X&& x, From from, const Arguments&... arguments) {
  using plan = slicing::change<X, typename slicing::name_of_axis<Axis>::type, Axis>;
  using shape_out = typename plan::given::type;
  using result = resulting::view_with<number_of<X>, shape_out>;
  const auto at = introducing::placed<typename result::named>(x, introducing::sizes_new_to<X, Axis>{}, arguments...);
  return slicing::seen_from<shape_out>(x, plan::place, axis_name<Axis>, constructing::stored(from), at);
}
template <class Axis, tensor_like X, std::integral From, class... Arguments,
          class Why = typename slicing::moving<X, Axis, Arguments...>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why slice(X&& x, From from, const Arguments&... arguments);

}  // namespace conform
