#pragma once
// Sizes given to formulas: f.at(n = 4096, d = 64) and c.with(n_q = n, n_k = n + 1), and why arguments are refused.

#include <conform/size/formula.hpp>

namespace conform {
namespace binding_names {

template <class X>
inline constexpr bool is_binding = false;
template <text Name, class V>
inline constexpr bool is_binding<binding<Name, V>> = true;

/// A fresh size (with_size) carries its own value.
template <class X>
concept carries_value = named_size<X> && requires(const X& x) {
  { x.value } -> std::convertible_to<long long>;
};

/// Does argument X say what the named size S stands for? A binding goes by name, a fresh size by its type.
template <class X, class S>
constexpr bool binds() {
  if constexpr (is_binding<X>)
    return !carries_value<S> && freezing::compare({X::name.chars, 0}, {S::name.chars, 0}) == 0;
  else
    return carries_value<X> && std::is_same_v<X, S>;
}

/// The value of a binding fits: a number where one is wanted, else a size.
template <class X, bool Number>
inline constexpr bool value_fits = carries_value<X>;
template <text Name, class V, bool Number>
inline constexpr bool value_fits<binding<Name, V>, Number> = Number ? whole_number<V> : size_like<V>;

constexpr int first_false(const bool* all, int count) {
  for (int i = 0; i < count; ++i)
    if (!all[i]) return i;
  return -1;
}

template <class Symbols, bool All, class... B>
struct reason;
template <class... S, bool All, class... B>
struct reason<symbols<S...>, All, B...> {
  template <class X>
  static constexpr bool known = (binds<X, S>() || ...);
  template <class R>
  static constexpr int times = (0 + ... + (binds<B, R>() ? 1 : 0));

  static constexpr auto why() {
    constexpr bool all_known[]{known<B>..., true}, all_fit[]{value_fits<B, All>..., true};
    constexpr bool all_bound[]{(!All || times<S> > 0)..., true}, all_once[]{(times<S> < 2)..., true};
    constexpr int unknown = first_false(all_known, sizeof...(B)), unfit = first_false(all_fit, sizeof...(B)),
                  unbound = first_false(all_bound, sizeof...(S)), twice = first_false(all_once, sizeof...(S));
    if constexpr (unknown >= 0)
      return static_cast<size_unknown<pick<static_cast<std::size_t>(unknown), B...>>*>(nullptr);
    else if constexpr (unfit >= 0)
      return static_cast<size_value_invalid<pick<static_cast<std::size_t>(unfit), B...>>*>(nullptr);
    else if constexpr (twice >= 0)
      return static_cast<size_bound_twice<every_size<pick<static_cast<std::size_t>(twice), S...>::name>>*>(nullptr);
    else if constexpr (unbound >= 0)
      return static_cast<size_unbound<every_size<pick<static_cast<std::size_t>(unbound), S...>::name>>*>(nullptr);
    else
      return static_cast<accepted*>(nullptr);
  }
};

/// The value that the bindings give to S, or the size itself.
template <class S>
constexpr S bound_or_same(S same) {
  return same;
}
template <class S, class First, class... Rest>
constexpr auto bound_or_same(S same, First first, Rest... rest) {
  if constexpr (!binds<First, S>())
    return bound_or_same(same, rest...);
  else if constexpr (is_binding<First>)
    return first.value;
  else
    return static_cast<long long>(first.value);
}

template <class S, class... B>
using bound_type = decltype(bound_or_same(std::declval<S>(), std::declval<B>()...));

template <class... X>
struct merge_all {
  using type = symbols<>;
};
template <class First, class... Rest>
struct merge_all<First, Rest...> {
  using type = freezing::merged_t<freezing::symbols_of<First>, typename merge_all<Rest...>::type>;
};

constexpr int most(const int* all, int count) {
  int out = 1;
  for (int i = 0; i < count; ++i) out = out < all[i] ? all[i] : out;
  return out;
}

/// Room for a formula of these lengths when each size becomes one of up to `terms` terms and degree `degree`: a term
/// of degree D becomes at most terms^D terms, and there are only so many monomials. Twice that, since an atom may
/// fall into several terms; freeze() checks.
constexpr int terms_after(int old_terms, int old_degree, int terms, int degree, int sizes) {
  long long expanded = old_terms, monomials = 1;
  for (int i = 0; i < old_degree && expanded < 1000; ++i) expanded *= terms;
  for (int i = 1; i <= sizes && monomials < 1000; ++i) monomials = monomials * (old_degree * degree + i) / i;
  const long long least = expanded < monomials ? expanded : monomials;
  return static_cast<int>(2 * (least < 500 ? least : 500));
}

template <class X, class... B>
struct replacing;
template <class X, class... S, class... B>
struct replacing<X, symbols<S...>, B...> {
  using own = freezing::shape_of<X>;
  using list = typename merge_all<bound_type<S, B...>...>::type;

  static constexpr int all_terms[]{freezing::shape_of<bound_type<S, B...>>::terms..., 1};
  static constexpr int all_words[]{freezing::shape_of<bound_type<S, B...>>::words..., 1};
  static constexpr int all_degrees[]{freezing::shape_of<bound_type<S, B...>>::degree..., 1};
  static constexpr int count = sizeof...(S), degree = own::degree * most(all_degrees, count);
  static constexpr int terms = terms_after(own::terms, own::degree, most(all_terms, count), most(all_degrees, count),
                                           list::count);
  static constexpr int widest = degree < static_cast<int>(list::count) ? degree : static_cast<int>(list::count);
  static constexpr int words = 1 + terms * (3 + 3 * widest) + own::words * most(all_words, count) / 2;

  static constexpr auto run(const X& x, const B&... bindings) {
    const polynomial values[]{thaw<list>(bound_or_same(S{}, bindings...))..., polynomial{}};
    constexpr freezing::places<symbols<S...>, symbols<S...>> ids{};
    return freeze<list, terms, words, degree>(
        evaluate_in<polynomial>(thaw_as(x, ids.at), [&](int id) -> const polynomial& { return values[id]; }));
  }
};

template <class X, class Symbols, class... B>
struct evaluating;
template <class X, class... S, class... B>
struct evaluating<X, symbols<S...>, B...> {
  static constexpr integer run(const X& x, const B&... bindings) {
    const integer values[]{static_cast<integer>(bound_or_same(S{}, bindings...))..., 0};
    constexpr freezing::places<symbols<S...>, symbols<S...>> ids{};
    return evaluate(thaw_as(x, ids.at), [&](int id) { return values[id]; });
  }
};

}  // namespace binding_names

template <class X, bool All, class... B>
struct binding_verdict {
  using type =
      std::remove_pointer_t<decltype(binding_names::reason<freezing::symbols_of<X>, All, std::remove_cvref_t<B>...>::why())>;
};

template <class X, class... B>
constexpr integer value_at(const X& x, const B&... bindings) {
  return binding_names::evaluating<X, freezing::symbols_of<X>, B...>::run(x, bindings...);
}

template <class X, class... B>
constexpr auto value_with(const X& x, const B&... bindings) {
  return binding_names::replacing<X, freezing::symbols_of<X>, B...>::run(x, bindings...);
}

}  // namespace conform
