#pragma once
// door: why an operand does not fit a layer, decided where the layer is called and not somewhere inside.

#include <conform/operation/contract.hpp>
#include <conform/operation/real.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace entering {

template <class X, class Wanted>
struct extents;
template <class X, template <auto> class... A, auto... N>
struct extents<X, shape<A<N>...>> : meeting<names<A...>, shape_of<X>, shape<A<N>...>> {};

/// Where the first axis of one list stands whose name is one of the other's, times the length of that, plus its place
/// there; below 0 if there is none.
constexpr int common(planning::axis_list a, planning::axis_list b) {
  for (int i = 0; i < a.rank; ++i)
    if (const int there = b.find(a.axes[i].id); there >= 0) return i * b.rank + there;
  return -1;
}

/// axis_repeated if a shape has an axis that a layer makes; or accepted.
template <class Shape, class... Made>
struct made_again;
template <class... A, class... Made>
struct made_again<shape<A...>, Made...> {
  static constexpr int at = common(planning::axes_of(shape<A...>{}), planning::axes_of(shape<Made...>{}));
  static constexpr auto why() {
    if constexpr (constexpr int made = sizeof...(Made); at < 0)
      return planning::as<accepted>{};
    else
      return planning::as<axis_repeated<shown<pick<static_cast<std::size_t>(at / made), A...>>,
                                        shown<pick<static_cast<std::size_t>(at % made), Made...>>>>{};
  }
  using reason = typename decltype(why())::type;
};

}  // namespace entering

/// Why X cannot enter a layer with weights T, which calculates with number_read<T>, that wants axes Wanted, with these extents, and axes Named, with any; or
/// accepted. numbers_differ, axis_missing, extents_differ.
template <class X, class T, class Wanted, class Named = names<>>
using door = planning::first_reason<planning::same_numbers<number_of<X>, number_read<T>>,
                                    typename entering::extents<X, Wanted>::reason,
                                    typename remaining<Named, shape_of<X>>::reason>;

/// Why X cannot enter a layer that makes axes Made: they are no shape, or it has one of them; or accepted.
/// extent_invalid, axis_repeated.
template <class X, class... Made>
using without = planning::first_reason<refusal_of<Made...>, typename entering::made_again<shape_of<X>, Made...>::reason>;

}  // namespace conform
