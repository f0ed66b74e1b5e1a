#pragma once
// Claims about growth, read as they are written:
//   static_assert(cost <= big_o(n * n * d));
//   static_assert(cost == theta(n * n * d + n * d * d));
//   static_assert(cost <= big_o(n * n * d).given(d <= n));
// A claim holds for all sizes >= 1 at once, with one constant. Decided by the theorem in decide.hpp; what is neither
// proved nor refuted does not compile.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/size/reasons.hpp>  // first: its place in the chain of includes is part of every message
#include <conform/size/quantity.hpp>
#include <conform/size/roots.hpp>

namespace conform {

/// d <= n as an assumption; it has no truth value of its own.
template <class A, class B>
struct assumption {
  A lesser;
  B greater;
  bool equal;
};
/// A size that is held constant.
template <class S>
struct held_fixed {
  S size;
};

template <growing::growth_like A, growing::growth_like B>
  requires(!std::integral<A> || !std::integral<B>)
constexpr assumption<A, B> operator<=(A lesser, B greater) {
  return {lesser, greater, false};
}
template <growing::growth_like A, growing::growth_like B>
  requires(!std::integral<A> || !std::integral<B>)
constexpr assumption<B, A> operator>=(A greater, B lesser) {
  return {lesser, greater, false};
}
/// n == power(d, 2) as an assumption.
template <growing::growth_like A, growing::growth_like B>
  requires growing::is_rooted<A> || growing::is_rooted<B>
constexpr assumption<A, B> operator==(A left, B right) {
  return {left, right, true};
}
template <named_size S>
constexpr held_fixed<S> fixed(S size) {
  return {size};
}

namespace growing {

template <class X>
inline constexpr bool is_assumption = false;
template <class A, class B>
inline constexpr bool is_assumption<assumption<A, B>> = true;
template <class S>
inline constexpr bool is_assumption<held_fixed<S>> = true;

/// A few assumptions.
template <class... A>
struct assumptions {
  static constexpr int root = 1;
};
template <class First, class... Rest>
struct assumptions<First, Rest...> {
  First first;
  assumptions<Rest...> rest;
};

template <class X>
struct symbols_assumed;
template <class A, class B>
struct symbols_assumed<assumption<A, B>> {
  using type = typename all_symbols<A, B>::type;
};
template <class S>
struct symbols_assumed<held_fixed<S>> {
  using type = symbols<S>;
};

template <class Known, class... A>
struct with_assumed {
  using type = Known;
};
template <class Known, class First, class... Rest>
struct with_assumed<Known, First, Rest...> {
  using type = typename with_assumed<freezing::merged_t<Known, typename symbols_assumed<First>::type>, Rest...>::type;
};

template <class First, class... Rest>
constexpr assumptions<First, Rest...> gathered(First first, Rest... rest) {
  if constexpr (sizeof...(Rest) == 0)
    return {first, {}};
  else
    return {first, gathered(rest...)};
}

template <class A, class B>
constexpr int root_of(const assumption<A, B>& a) {
  return common_root(root_of(a.lesser), root_of(a.greater));
}
template <class S>
constexpr int root_of(const held_fixed<S>&) {
  return 1;
}

template <class U, class A, class B>
constexpr void assume(regime& where, const assumption<A, B>& a, int root) {
  where.relations.push_back({thaw_roots<U>(a.lesser, root), thaw_roots<U>(a.greater, root), a.equal});
}
template <class U, class S>
constexpr void assume(regime& where, const held_fixed<S>&, int) {
  constexpr freezing::places<symbols<S>, U> place{};
  where.fixed.push_back(place.at[0]);
}

template <class... A>
constexpr int root_in(const assumptions<A...>& all) {
  if constexpr (sizeof...(A) == 0)
    return 1;
  else
    return common_root(root_of(all.first), root_in(all.rest));
}
template <class U, class... A>
constexpr void assume_all(regime& where, const assumptions<A...>& all, int root) {
  if constexpr (sizeof...(A) > 0) {
    assume<U>(where, all.first, root);
    assume_all<U>(where, all.rest, root);
  }
}

enum class direction { big_o, theta, omega };

}  // namespace growing

/// A class of functions: big_o(g), theta(g) or omega(g), where the assumptions hold.
template <growing::direction Direction, class G, class... Assumed>
struct growth {
  G bound;
  growing::assumptions<Assumed...> assumed;

  /// The same class over a part of the domain: given(d <= n), given(fixed(d)), given(n == power(d, 2), w <= n).
  template <class... A>
    requires(sizeof...(A) > 0 && sizeof...(Assumed) == 0 && (growing::is_assumption<A> && ...))
  constexpr growth<Direction, G, A...> given(A... more) const {
    return {bound, growing::gathered(more...)};
  }
};

/// At most, exactly, at least a constant times g.
template <growing::growth_like G>
constexpr growth<growing::direction::big_o, G> big_o(G bound) {
  return {bound, {}};
}
template <growing::growth_like G>
constexpr growth<growing::direction::theta, G> theta(G bound) {
  return {bound, {}};
}
template <growing::growth_like G>
constexpr growth<growing::direction::omega, G> omega(G bound) {
  return {bound, {}};
}

namespace growing {

/// f in O(g), or the other way round.
template <class F, class G, class... A>
constexpr verdict decide_typed(const F& f, const G& bound, const assumptions<A...>& assumed, bool swapped,
                               precision wanted) {
  using every = typename with_assumed<typename all_symbols<F, G>::type, A...>::type;
  const int root = common_root(root_of(bound), root_in(assumed));
  regime where;
  assume_all<every>(where, assumed, root);
  const polynomial left = stretched(thaw<every>(f), root), right = thaw_roots<every>(bound, root);
  return swapped ? decide_in_roots(right, left, every::count, where, root, wanted)
                 : decide_in_roots(left, right, every::count, where, root, wanted);
}

}  // namespace growing

/// What is a formula, or stands for one: a quantity.
template <class X>
concept measurable = size_like<X> || measuring::is_quantity<X>;

namespace growing {

template <class F, direction Direction, class G, class... A>
constexpr auto answer(const F& f, const growth<Direction, G, A...>& claim, precision wanted) {
  if constexpr (Direction == direction::theta)
    return theta_verdict{decide_typed(f, claim.bound, claim.assumed, false, wanted),
                         decide_typed(f, claim.bound, claim.assumed, true, wanted)};
  else
    return decide_typed(f, claim.bound, claim.assumed, Direction == direction::omega, wanted);
}

}  // namespace growing

/// The verdict, with its constant or its witness: both of its directions for theta.
template <measurable F, growing::direction Direction, class G, class... A>
constexpr auto explain(F f, const growth<Direction, G, A...>& claim) {
  return growing::answer(formula_of(f), claim, precision::small_constant);
}

namespace growing {

template <class F, direction Direction, class G, class... A>
constexpr bool holds(const F& f, const growth<Direction, G, A...>& claim) {
  const auto found = answer(formula_of(f), claim, precision::any_constant);
  if (!found.holds() && !found.fails()) throw undecided{};
  return found.holds();
}

}  // namespace growing

/// Proved, or refuted with a witness. Throws undecided.
template <measurable F, class G, class... A>
constexpr bool operator<=(F f, const growth<growing::direction::big_o, G, A...>& claim) {
  return growing::holds(f, claim);
}
template <measurable F, class G, class... A>
constexpr bool operator>=(F f, const growth<growing::direction::omega, G, A...>& claim) {
  return growing::holds(f, claim);
}
template <measurable F, class G, class... A>
constexpr bool operator==(F f, const growth<growing::direction::theta, G, A...>& claim) {
  return growing::holds(f, claim);
}

}  // namespace conform

#pragma GCC diagnostic pop
