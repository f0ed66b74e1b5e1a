#pragma once
// pick<I, A...>: the I-th of a list of types, without recursion.

#include <cstddef>

namespace conform {
namespace picking {

template <class T>
struct as {
  using type = T;
};

/// nth<I>::of<T...> is the I-th. One class per place serves every list, so that a pick makes neither a class nor a
/// function: four at once are skipped. (The 0 * keeps of<T...> from being looked at before all T are known, which is an
/// error.)
template <std::size_t I>
struct nth {
  template <class, class, class, class, class... T>
  using of = typename nth<I - 4 + 0 * sizeof...(T)>::template of<T...>;
};
template <>
struct nth<0> {
  template <class T, class...>
  using of = T;
};
template <>
struct nth<1> {
  template <class, class T, class...>
  using of = T;
};
template <>
struct nth<2> {
  template <class, class, class T, class...>
  using of = T;
};
template <>
struct nth<3> {
  template <class, class, class, class T, class...>
  using of = T;
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
using pick = typename picking::nth<I + 0 * sizeof...(T)>::template of<T...>;
#endif

}  // namespace conform
