#pragma once
// axis: a named direction of a tensor and its extent, both in the type. A new axis is one line:
//   template <auto N> struct patch : conform::axis<N> {};

#include <cstdint>

#include <conform/size/formula.hpp>

namespace conform {

/// Extent N is a whole number >= 0, a named size or a formula over named sizes.
template <auto N>
struct axis {
  static constexpr auto extent = N;
};

/// The axes of the field. None is special: an operation refers to them by name only.
namespace axes {

template <auto N> struct batch : axis<N> {};
template <auto N> struct head : axis<N> {};       ///< heads of K and V
template <auto N> struct group : axis<N> {};      ///< query heads that share one head of K and V
template <auto N> struct query : axis<N> {};      ///< positions that attend
template <auto N> struct key : axis<N> {};        ///< positions attended to
template <auto N> struct head_dim : axis<N> {};   ///< width of a head of Q and K
template <auto N> struct value_dim : axis<N> {};  ///< width of a head of V
template <auto N> struct model : axis<N> {};      ///< width of the residual stream
template <auto N> struct hidden : axis<N> {};     ///< width inside a feed-forward layer
template <auto N> struct vocab : axis<N> {};
template <auto N> struct position : axis<N> {};
template <auto N> struct layer : axis<N> {};
template <auto N> struct expert : axis<N> {};     ///< feed-forward layers of which each token chooses some
template <auto N> struct choice : axis<N> {};     ///< those that one token has chosen

}  // namespace axes

namespace naming {

/// Where the name of X stands in the compiler's name of this function, qualifiers left out.
template <template <auto> class X>
constexpr auto pretty() {
  return __PRETTY_FUNCTION__;
}

struct range {
  const char* begin;
  std::size_t count;
};

/// `... [with template<auto N> class X = conform::axes::query]` (g++), `... [X = conform::axes::query]` (clang).
constexpr range qualified(const char* s) {
  const char* at = s;
  for (const char* p = s; *p; ++p)
    if (p[0] == 'X' && p[1] == ' ' && p[2] == '=' && p[3] == ' ') at = p + 4;
  const char* end = at;
  while (*end) ++end;
  while (end[-1] != ']') --end;
  const char* stop = at;
  while (stop < end - 1 && *stop != ';') ++stop;
  return {at, static_cast<std::size_t>(stop - at)};
}

constexpr std::uint64_t hash(range r) {
  std::uint64_t h = 14695981039346656037u;
  for (std::size_t i = 0; i < r.count; ++i) h = (h ^ static_cast<unsigned char>(r.begin[i])) * 1099511628211u;
  return h;
}

constexpr range unqualified(range r) {
  std::size_t from = 0;
  for (std::size_t i = 0; i + 1 < r.count; ++i)
    if (r.begin[i] == ':' && r.begin[i + 1] == ':') from = i + 2;
  return {r.begin + from, r.count - from};
}

}  // namespace naming

/// What tells axis templates apart, as a value: their qualified name, hashed once; 0 for what is no axis.
template <template <auto> class X>
inline constexpr std::uint64_t axis_id =
    std::is_base_of_v<axis<0>, X<0>> ? naming::hash(naming::qualified(naming::pretty<X>())) : 0;

/// An axis as a value: what plans compute with.
struct axis_info {
  static constexpr long long formula = -1, invalid = -2;  ///< in place of an extent that is no plain number

  std::uint64_t id;
  long long extent;
};

namespace naming {

constexpr long long known(int value) { return value >= 0 ? value : axis_info::invalid; }
template <class N>
constexpr long long known(N value) {
  if constexpr (std::is_same_v<N, bool> || std::is_same_v<N, char>)
    return axis_info::invalid;
  else if constexpr (std::integral<N>)
    return value >= N{} && static_cast<unsigned long long>(value) <= ~0ull / 2 ? static_cast<long long>(value)
                                                                               : axis_info::invalid;
  else
    return symbolic<N> ? axis_info::formula : axis_info::invalid;
}

}  // namespace naming

/// Specialised once: where two fit, the compiler compares them for every axis.
template <class A>
inline constexpr axis_info info_of{0, axis_info::invalid};
template <template <auto> class X, auto N>
inline constexpr axis_info info_of<X<N>>{axis_id<X>, naming::known(N)};

/// The extent in the type of an axis: a number, a named size or a formula.
template <class A>
inline constexpr int extent_of = -1;
template <template <auto> class X, auto N>
inline constexpr auto extent_of<X<N>> = N;

/// "query", for messages.
template <class A>
inline constexpr naming::range axis_name{};
template <template <auto> class X, auto N>
inline constexpr naming::range axis_name<X<N>> = naming::unqualified(naming::qualified(naming::pretty<X>()));

/// Equal extents for all values of the named sizes.
template <class A, class B>
inline constexpr bool extents_agree = extent_of<A> == extent_of<B>;
template <class A>
inline constexpr bool extents_agree<A, A> = true;

}  // namespace conform
