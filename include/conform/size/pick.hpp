#pragma once
// pick<I, A...>: the I-th of a list of types, without recursion.

#include <cstddef>
#include <utility>

namespace conform {
namespace picking {

template <class T>
struct as {
  using type = T;
};

/// take(p0, p1, ...) is what stands after the skipped arguments. One class per place serves every list.
template <class Places>
struct skip;
template <std::size_t... Place>
struct skip<std::index_sequence<Place...>> {
  template <std::size_t>
  using any = const void*;
  template <class T>
  static as<T> take(any<Place>..., as<T>*, ...);
};

}  // namespace picking

#if defined(__has_builtin)
#if __has_builtin(__type_pack_element)
#define CONFORM_HAS_TYPE_PACK_ELEMENT 1
#endif
#endif

#ifdef CONFORM_HAS_TYPE_PACK_ELEMENT
template <std::size_t I, class... T>
using pick = __type_pack_element<I, T...>;
#else
template <std::size_t I, class... T>
using pick = typename decltype(picking::skip<std::make_index_sequence<I>>::take(
    static_cast<picking::as<T>*>(nullptr)...))::type;
#endif

}  // namespace conform
