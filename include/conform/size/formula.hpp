#pragma once
// formula: a polynomial frozen into a type and a structural value, so that a size like n + 1 is a template argument.
// The arithmetic is polynomial's; this file only thaws, calls it and freezes the result.

#include <conform/size/freezing.hpp>

namespace conform {

template <class Symbols, int Terms, int Words, int Degree>
struct formula {
  freezing::word words[Words]{};

  /// The whole number at these sizes; every size must be bound: f.at(n = 4096, d = 64).
  /// refuses  size_unbound, size_unknown, size_bound_twice, size_value_invalid
  /// throws   not_whole, integer_overflow
  template <class... B, class Why = binding_refusal<formula, true, B...>>
    requires std::same_as<Why, accepted>
  constexpr integer at(B... bindings) const {
    return value_at(*this, bindings...);
  }
  template <class... B, class Why = binding_refusal<formula, true, B...>>
    requires(!std::same_as<Why, accepted>)
  Why at(B... bindings) const;

  /// The formula with some sizes replaced by numbers, sizes or formulas, all at once: c.with(n_q = n, n_k = n + 1).
  /// refuses  size_unknown, size_bound_twice, size_value_invalid
  template <class... B, class Why = binding_refusal<formula, false, B...>>
    requires std::same_as<Why, accepted>
  constexpr auto with(B... bindings) const {
    return value_with(*this, bindings...);
  }
  template <class... B, class Why = binding_refusal<formula, false, B...>>
    requires(!std::same_as<Why, accepted>)
  Why with(B... bindings) const;
};

/// What can stand where a size is expected: a whole number, a named size or a formula.
template <class X>
concept symbolic = named_size<X> || freezing::is_formula<std::remove_cv_t<X>>;
template <class X>
concept size_like = symbolic<X> || whole_number<X>;

/// x as a polynomial in which its i-th named size has the id ids[i].
template <size_like X>
constexpr polynomial thaw_as(const X& x, const int* ids) {
  if constexpr (whole_number<X>) {
    return polynomial{integer{x}};
  } else if constexpr (named_size<X>) {
    return polynomial::symbol(ids[0]);
  } else {
    const freezing::word* w = x.words;
    return freezing::decode(w, ids);
  }
}

/// x as a polynomial whose ids are places in the list U.
template <class U, size_like X>
constexpr polynomial thaw(const X& x) {
  constexpr freezing::places<freezing::symbols_of<X>, U> places{};
  return thaw_as(x, places.at);
}

/// p, whose ids are places in the list U, as a formula with room for T terms, W words and degree D.
template <class U, int T, int W, int D = W / 6>
constexpr formula<U, T, W, D> freeze(const polynomial& p) {
  formula<U, T, W, D> out;
  freezing::writer writer{out.words, out.words + W};
  freezing::encode(p, writer);
  return out;
}

namespace freezing {

constexpr int larger(int a, int b) { return a < b ? b : a; }

/// p over the sizes of A and B, with the room that a sum, a product or an atom of A and B needs. Words: one of them
/// counts terms and is not doubled; a term of a product holds the factors of both, a number none. An atom adds to what is left of A
/// (whole multiples leave ceil_div) a term with copies of both.
template <class A, class B>
constexpr auto as_sum(const polynomial& p) {
  using s = shape_of<A>;
  using t = shape_of<B>;
  return freeze<merged_t<typename s::list, typename t::list>, s::terms + t::terms, s::words + t::words - 1,
                larger(s::degree, t::degree)>(p);
}
template <class A, class B>
constexpr auto as_product(const polynomial& p) {
  using s = shape_of<A>;
  using t = shape_of<B>;
  constexpr int grown = t::terms * (s::words - 1) + s::terms * (t::words - 1) + 1;
  constexpr int words = whole_number<A> ? t::words : whole_number<B> ? s::words : grown;
  return freeze<merged_t<typename s::list, typename t::list>, s::terms * t::terms, words, s::degree + t::degree>(p);
}
template <class A, class B>
constexpr auto as_atom(const polynomial& p) {
  using s = shape_of<A>;
  using t = shape_of<B>;
  return freeze<merged_t<typename s::list, typename t::list>, s::terms + t::terms, 2 * (s::words + t::words) + 8,
                larger(larger(s::degree, t::degree), 1)>(p);
}

template <class A, class B>
using both = merged_t<symbols_of<A>, symbols_of<B>>;

}  // namespace freezing

template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto operator+(A a, B b) {
  using all = freezing::both<A, B>;
  return freezing::as_sum<A, B>(thaw<all>(a) + thaw<all>(b));
}
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto operator-(A a, B b) {
  using all = freezing::both<A, B>;
  return freezing::as_sum<A, B>(thaw<all>(a) - thaw<all>(b));
}
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto operator*(A a, B b) {
  using all = freezing::both<A, B>;
  return freezing::as_product<A, B>(thaw<all>(a) * thaw<all>(b));
}
template <symbolic A>
constexpr auto operator-(A a) {
  return -1 * a;
}
/// Exact division by a whole number: n * (n + 1) / 2. Throws not_whole for 0.
template <symbolic A, whole_number B>
constexpr auto operator/(A a, B b) {
  using all = freezing::symbols_of<A>;
  return freezing::as_product<A, B>(thaw<all>(a) / integer{b});
}
/// Equal for all sizes: 1 + n == n + 1.
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr bool operator==(A a, B b) {
  using all = freezing::both<A, B>;
  return thaw<all>(a) == thaw<all>(b);
}

/// a / b rounded up: the number of tiles of b that cover a. b >= 1.
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto ceil_div(A a, B b) {
  using all = freezing::both<A, B>;
  return freezing::as_atom<A, B>(ceil_div(thaw<all>(a), thaw<all>(b)));
}
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto min(A a, B b) {
  using all = freezing::both<A, B>;
  return freezing::as_atom<A, B>(min(thaw<all>(a), thaw<all>(b)));
}
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto max(A a, B b) {
  using all = freezing::both<A, B>;
  return freezing::as_atom<A, B>(max(thaw<all>(a), thaw<all>(b)));
}

}  // namespace conform

#include <conform/size/substitute.hpp>  // what the members at and with need
