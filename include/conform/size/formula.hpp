#pragma once
// formula: a polynomial frozen into a type and a structural value, so that a size like n + 1 is a template argument.
// The arithmetic is polynomial's; this file only thaws, calls it and freezes the result.

#include <type_traits>

#include <conform/size/atoms.hpp>
#include <conform/size/name.hpp>
#include <conform/size/pick.hpp>

namespace conform {

/// A polynomial over the named sizes S, in canonical order. Terms and Words bound its length.
template <class Symbols, int Terms, int Words>
struct formula;

namespace freezing {

using word = long long;

template <class X>
struct shape_of;
template <class... S, int T, int W>
struct shape_of<formula<symbols<S...>, T, W>> {
  using list = symbols<S...>;
  static constexpr int terms = T, words = W;
};
template <named_size S>
struct shape_of<S> {
  using list = symbols<S>;
  static constexpr int terms = 1, words = 7;
};
template <std::integral I>
struct shape_of<I> {
  using list = symbols<>;
  static constexpr int terms = 1, words = 4;
};

template <class X>
inline constexpr bool is_formula = false;
template <class L, int T, int W>
inline constexpr bool is_formula<formula<L, T, W>> = true;

/// Where the merged list takes its symbols from: a index into both lists, one after the other.
struct merge_plan {
  std::size_t count = 0;
  std::size_t from[32]{};
};

struct label {
  const char* name;
  int order;
};

constexpr int compare(const label& a, const label& b) {
  if (a.order != b.order) return a.order < b.order ? -1 : 1;
  const char *p = a.name, *q = b.name;
  while (*p && *p == *q) ++p, ++q;
  return *p == *q ? 0 : *p < *q ? -1 : 1;
}

/// Both lists are sorted; `twin[i]` is one more than the place of a's i-th in b, or 0. Equal labels keep their order.
constexpr merge_plan merge(const label* a, std::size_t count_a, const label* b, std::size_t count_b,
                           const std::size_t* twin) {
  merge_plan out;
  std::size_t j = 0;
  auto skipped = [&](std::size_t place) {
    for (std::size_t i = 0; i < count_a; ++i)
      if (twin[i] == place + 1) return true;
    return false;
  };
  for (std::size_t i = 0; i < count_a; ++i) {
    for (; j < count_b && (skipped(j) || compare(b[j], a[i]) < 0); ++j)
      if (!skipped(j)) out.from[out.count++] = count_a + j;
    out.from[out.count++] = i;
  }
  for (; j < count_b; ++j)
    if (!skipped(j)) out.from[out.count++] = count_a + j;
  return out;
}

template <class S>
inline constexpr label label_of{S::name.chars, S::order};

template <class S, class... B>
constexpr std::size_t place_in() {
  std::size_t place = 0, i = 0;
  ((++i, std::is_same_v<S, B> ? place = i : place), ...);
  return place;
}

template <class A, class B>
struct merged;
template <class A>
struct merged<A, A> {
  using type = A;
};
template <class... B>
  requires(sizeof...(B) > 0)
struct merged<symbols<>, symbols<B...>> {
  using type = symbols<B...>;
};
template <class... A>
  requires(sizeof...(A) > 0)
struct merged<symbols<A...>, symbols<>> {
  using type = symbols<A...>;
};
template <class A0, class... A, class B0, class... B>
  requires(!std::is_same_v<symbols<A0, A...>, symbols<B0, B...>>)
struct merged<symbols<A0, A...>, symbols<B0, B...>> {
  static constexpr merge_plan plan() {
    const label a[]{label_of<A0>, label_of<A>...}, b[]{label_of<B0>, label_of<B>...};
    const std::size_t twin[]{place_in<A0, B0, B...>(), place_in<A, B0, B...>()...};
    return merge(a, 1 + sizeof...(A), b, 1 + sizeof...(B), twin);
  }
  template <std::size_t... I>
  static auto build(std::index_sequence<I...>) -> symbols<pick<plan().from[I], A0, A..., B0, B...>...>;
  using type = decltype(build(std::make_index_sequence<plan().count>{}));
};

template <class A, class B>
using merged_t = typename merged<A, B>::type;
template <class X>
using symbols_of = typename shape_of<std::remove_cv_t<X>>::list;

/// The places of list A's symbols in list U.
template <class A, class U>
struct places;
template <class... A, class... U>
struct places<symbols<A...>, symbols<U...>> {
  int at[sizeof...(A) + 1] = {static_cast<int>(place_in<A, U...>()) - 1 ..., 0};
};

constexpr polynomial decode(const word*& w, const int* ids) {
  polynomial out;
  for (word terms = *w++; terms > 0; --terms) {
    const word num = *w++, den = *w++;
    term t{rational{integer{num}, integer{den}}, {}};
    for (word factors = *w++; factors > 0; --factors) {
      factor f;
      f.kind = static_cast<atom_kind>(*w++);
      f.power = static_cast<int>(*w++);
      if (f.kind == atom_kind::symbol)
        f.id = ids[*w++];
      else
        for (word arguments = *w++; arguments > 0; --arguments) f.arguments.push_back(decode(w, ids));
      t.factors = canonical::product(t.factors, [&] {
        list<factor> one;
        one.push_back(std::move(f));
        return one;
      }());
    }
    out.add(std::move(t));
  }
  return out;
}

constexpr word narrow(integer i) {
  const word out = static_cast<word>(i);
  return out == i ? out : throw integer_overflow{};
}

constexpr void encode(const polynomial& p, word*& w) {
  *w++ = static_cast<word>(p.terms().size());
  for (const term& t : p.terms()) {
    *w++ = narrow(t.coefficient.num);
    *w++ = narrow(t.coefficient.den);
    *w++ = static_cast<word>(t.factors.size());
    for (const factor& f : t.factors) {
      *w++ = static_cast<word>(f.kind);
      *w++ = f.power;
      *w++ = f.kind == atom_kind::symbol ? f.id : static_cast<word>(f.arguments.size());
      for (const polynomial& a : f.arguments) encode(a, w);
    }
  }
}

}  // namespace freezing

template <class Symbols, int Terms, int Words>
struct formula {
  freezing::word words[Words]{};

  /// The whole number at these sizes; every size must be bound: f.at(n = 4096, d = 64).
  template <class... B>
  constexpr integer at(const B&... bindings) const;
};

/// What can stand where a size is expected: a whole number, a named size or a formula.
template <class X>
concept symbolic = named_size<X> || freezing::is_formula<std::remove_cv_t<X>>;
template <class X>
concept size_like = symbolic<X> || std::integral<X>;

/// x as a polynomial in which its i-th named size has the id ids[i].
template <size_like X>
constexpr polynomial thaw_as(const X& x, const int* ids) {
  if constexpr (std::integral<X>) {
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

/// p, whose ids are places in the list U, as a formula with room for T terms and W words.
template <class U, int T, int W>
constexpr formula<U, T, W> freeze(const polynomial& p) {
  formula<U, T, W> out;
  freezing::word* w = out.words;
  freezing::encode(p, w);
  return out;
}

template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto operator+(A a, B b) {
  using s = freezing::shape_of<A>;
  using t = freezing::shape_of<B>;
  using u = freezing::merged_t<typename s::list, typename t::list>;
  return freeze<u, s::terms + t::terms, s::words + t::words>(thaw<u>(a) + thaw<u>(b));
}
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto operator*(A a, B b) {
  using s = freezing::shape_of<A>;
  using t = freezing::shape_of<B>;
  using u = freezing::merged_t<typename s::list, typename t::list>;
  return freeze<u, s::terms * t::terms, s::words * t::terms + t::words * s::terms>(thaw<u>(a) * thaw<u>(b));
}
template <symbolic A>
constexpr auto operator-(A a) {
  return -1 * a;
}
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto operator-(A a, B b) {
  if constexpr (std::integral<B>)
    return a + -static_cast<long long>(b);
  else
    return a + -1 * b;
}
/// Exact division by a whole number: n * (n + 1) / 2.
template <symbolic A, std::integral B>
constexpr auto operator/(A a, B b) {
  using s = freezing::shape_of<A>;
  return freeze<typename s::list, s::terms, s::words>(thaw<typename s::list>(a) / integer{b});
}
/// Equal for all sizes: 1 + n == n + 1.
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr bool operator==(A a, B b) {
  using u = freezing::merged_t<freezing::symbols_of<A>, freezing::symbols_of<B>>;
  return thaw<u>(a) == thaw<u>(b);
}

namespace freezing {

template <class U, class A, class B>
inline constexpr int atom_terms = shape_of<A>::terms + shape_of<B>::terms;
template <class U, class A, class B>
inline constexpr int atom_words = 2 * (shape_of<A>::words + shape_of<B>::words) + 8;

}  // namespace freezing

/// a / b rounded up: the number of tiles of b that cover a. b >= 1.
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto ceil_div(A a, B b) {
  using u = freezing::merged_t<freezing::symbols_of<A>, freezing::symbols_of<B>>;
  return freeze<u, freezing::atom_terms<u, A, B>, freezing::atom_words<u, A, B>>(ceil_div(thaw<u>(a), thaw<u>(b)));
}
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto min(A a, B b) {
  using u = freezing::merged_t<freezing::symbols_of<A>, freezing::symbols_of<B>>;
  return freeze<u, freezing::atom_terms<u, A, B>, freezing::atom_words<u, A, B>>(min(thaw<u>(a), thaw<u>(b)));
}
template <size_like A, size_like B>
  requires symbolic<A> || symbolic<B>
constexpr auto max(A a, B b) {
  using u = freezing::merged_t<freezing::symbols_of<A>, freezing::symbols_of<B>>;
  return freeze<u, freezing::atom_terms<u, A, B>, freezing::atom_words<u, A, B>>(max(thaw<u>(a), thaw<u>(b)));
}

}  // namespace conform
