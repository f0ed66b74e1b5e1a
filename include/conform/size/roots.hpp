#pragma once
// Fractional powers in growth claims: big_o(power(n, 3, 2) * d). A formula whose powers count roots stands for them.

#include <conform/size/reasons.hpp>  // first: its place in the chain of includes is part of every message
#include <conform/size/decide.hpp>
#include <conform/size/formula.hpp>

namespace conform {

/// A formula whose powers count root-th roots: what power(n, 3, 2) makes. Only growth claims take it.
template <class F>
struct rooted {
  F value;
  int root;
};

namespace growing {

template <class X>
inline constexpr bool is_rooted = false;
template <class F>
inline constexpr bool is_rooted<rooted<F>> = true;

template <class X>
concept growth_like = size_like<X> || is_rooted<X>;

template <class X>
constexpr auto value_in(const X& x) {
  if constexpr (is_rooted<X>)
    return x.value;
  else
    return x;
}
template <class X>
constexpr int root_of(const X& x) {
  if constexpr (is_rooted<X>)
    return x.root;
  else
    return 1;
}
constexpr int common_root(int a, int b) { return a / static_cast<int>(greatest_common_divisor(a, b)) * b; }

template <class X>
using value_type = decltype(value_in(std::declval<X>()));
template <class... X>
struct all_symbols;
template <>
struct all_symbols<> {
  using type = symbols<>;
};
template <class X, class... Rest>
struct all_symbols<X, Rest...> {
  using type = freezing::merged_t<freezing::symbols_of<value_type<X>>, typename all_symbols<Rest...>::type>;
};

/// x over the named sizes U, its powers counting `root`-th roots.
template <class U, class X>
constexpr polynomial thaw_roots(const X& x, int root) {
  return stretched(thaw<U>(value_in(x)), root / root_of(x));
}

}  // namespace growing

/// x^(numerator / denominator), for growth claims: big_o(power(n, 3, 2) * d), given(n == power(d, 2)). x is a named
/// size or a product of such. Throws assumption_not_monomial.
template <symbolic X>
constexpr auto power(X x, int numerator, int denominator = 1) {
  using own = freezing::shape_of<X>;
  if (numerator < 1 || denominator < 1) throw assumption_not_monomial{};
  const polynomial raised = growing::stretched(thaw<typename own::list>(x), numerator);
  growing::exponents_of(raised, own::list::count);
  auto frozen = freeze<typename own::list, own::terms, own::words, own::degree>(raised);
  return rooted<decltype(frozen)>{frozen, denominator};
}

/// Products and sums with fractional powers; like every formula of whole numbers and named sizes.
template <growing::growth_like A, growing::growth_like B>
  requires growing::is_rooted<A> || growing::is_rooted<B>
constexpr auto operator*(A left, B right) {
  using product = decltype(growing::value_in(left) * growing::value_in(right));
  using own = freezing::shape_of<product>;
  using both = typename own::list;
  const int root = growing::common_root(growing::root_of(left), growing::root_of(right));
  const polynomial all = growing::thaw_roots<both>(left, root) * growing::thaw_roots<both>(right, root);
  return rooted<product>{freeze<both, own::terms, own::words, own::degree>(all), root};
}
template <growing::growth_like A, growing::growth_like B>
  requires growing::is_rooted<A> || growing::is_rooted<B>
constexpr auto operator+(A left, B right) {
  using sum = decltype(growing::value_in(left) + growing::value_in(right));
  using own = freezing::shape_of<sum>;
  using both = typename own::list;
  const int root = growing::common_root(growing::root_of(left), growing::root_of(right));
  const polynomial all = growing::thaw_roots<both>(left, root) + growing::thaw_roots<both>(right, root);
  return rooted<sum>{freeze<both, own::terms, own::words, own::degree>(all), root};
}

}  // namespace conform
