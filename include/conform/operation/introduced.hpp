#pragma once
// introduced: named sizes that an operation brings in. What x does not know is bound by the last arguments:
// split<key, block<s>, within<16>>(x, s = 4).

#include <conform/operation/result.hpp>

namespace conform {
namespace introducing {

template <class S, class Known>
inline constexpr bool is_known = false;
template <class S, class... K>
inline constexpr bool is_known<S, symbols<K...>> = (std::is_same_v<S, K> || ...);

/// The named sizes of Named that Known lacks.
template <class Known, class Named>
struct unknown;
template <class Known, class... S>
struct unknown<Known, symbols<S...>> {
  using type =
      binding_sizes::merged_all<std::conditional_t<is_known<S, Known>, symbols<>, symbols<S>>...>;
};

/// The sizes that axes A name and x does not.
template <class X, class... A>
using sizes_new_to =
    typename unknown<typename std::remove_cvref_t<X>::named, constructing::named_sizes<number_of<X>, A...>>::type;

/// Do the arguments bind exactly those? The metered machine needs no values, and ignores them.
template <class X, class Axes, class... Arguments>
struct verdict;
template <class X, class... A, class... Arguments>
struct verdict<X, shape<A...>, Arguments...> {
  static constexpr auto why() {
    if constexpr (is_metered<number_of<X>>)
      return planning::as<accepted>{};
    else
      return planning::as<typename constructing::arguments<number_of<X>, sizes_new_to<X, A...>,
                                                           std::remove_cvref_t<Arguments>...>::reason>{};
  }
  using reason = typename decltype(why())::type;
};

/// The machine of x, and the sizes Named from x and from the arguments. Throws size_mismatch.
template <class Named, class X, class New, class... Arguments>
constexpr auto placed(const X& x, New, [[maybe_unused]] const Arguments&... arguments) {
  placement<number_of<X>, Named> out = resulting::placed<Named>(x);
  if constexpr (sizeof...(Arguments) > 0 && !is_metered<number_of<X>>)
    out.sizes.meet(constructing::gather<number_of<X>, New>(arguments...).sizes);
  return out;
}

}  // namespace introducing
}  // namespace conform
