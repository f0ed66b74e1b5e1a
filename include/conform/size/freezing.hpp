#pragma once
// Freezing: how a polynomial becomes a row of numbers, and how the named sizes of two formulas become one list.

#include <type_traits>

#include <conform/size/atoms.hpp>
#include <conform/size/name.hpp>
#include <conform/size/pick.hpp>

namespace conform {

/// A polynomial over the named sizes S, in canonical order. Terms, Words and Degree bound its length.
template <class Symbols, int Terms, int Words, int Degree>
struct formula;

/// Thrown where a formula outgrows the room that its type has: substitution, which cannot know the powers, may guess
/// too little. In constant evaluation the throw is the error.
struct formula_too_long : std::exception {
  const char* what() const noexcept override { return "a formula has more terms than its type has room for"; }
};

namespace freezing {

using word = long long;

/// The named sizes of X, and bounds of its length: 1 word in all, 3 a term, 3 a factor; and of its degree.
template <class X>
struct shape_of;
template <class... S, int T, int W, int D>
struct shape_of<formula<symbols<S...>, T, W, D>> {
  using list = symbols<S...>;
  static constexpr int terms = T, words = W, degree = D;
};
template <named_size S>
struct shape_of<S> {
  using list = symbols<S>;
  static constexpr int terms = 1, words = 7, degree = 1;
};
template <whole_number I>
struct shape_of<I> {
  using list = symbols<>;
  static constexpr int terms = 1, words = 4, degree = 0;
};

template <class X>
inline constexpr bool is_formula = false;
template <class L, int T, int W, int D>
inline constexpr bool is_formula<formula<L, T, W, D>> = true;

/// Where the merged list takes its symbols from: an index into both lists, one after the other.
struct merge_plan {
  std::size_t count = 0;
  std::size_t from[max_sizes]{};

  constexpr void put(std::size_t place) {
    if (count == max_sizes) throw formula_too_long{};
    from[count++] = place;
  }
};

struct label {
  const char* name;
  int order;
  const void* place = nullptr;  ///< of a fresh size: where it stands in the program
};

constexpr int compare(const label& a, const label& b) {
  if (a.order != b.order) return a.order < b.order ? -1 : 1;
  const char *p = a.name, *q = b.name;
  while (*p && *p == *q) ++p, ++q;
  const auto at = static_cast<unsigned char>(*p), other = static_cast<unsigned char>(*q);  // char has a sign, or none
  return at == other ? 0 : at < other ? -1 : 1;
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
      if (!skipped(j)) out.put(count_a + j);
    out.put(i);
  }
  for (; j < count_b; ++j)
    if (!skipped(j)) out.put(count_a + j);
  return out;
}

template <class S>
inline constexpr const void* place_of = nullptr;
template <class S>
inline constexpr label label_of{S::name.chars, S::order, place_of<S>};

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
      list<factor> one;
      one.push_back({});
      one[0].kind = static_cast<atom_kind>(*w++);
      one[0].power = static_cast<int>(*w++);
      if (one[0].kind == atom_kind::symbol) {
        one[0].id = ids[*w++];
      } else {
        list<polynomial> all;
        for (word arguments = *w++; arguments > 0; --arguments)
          if (one[0].kind == atom_kind::ceil_div)
            all.push_back(decode(w, ids));
          else  // sorted by ids, which need not be in the order of the frozen ones
            canonical::insert_sorted(all, decode(w, ids));
        one[0].arguments = std::move(all);
      }
      if (t.factors.empty() || canonical::order_base(t.factors.back(), one[0]) < 0)
        t.factors.push_back(std::move(one[0]));
      else
        t.factors = canonical::product(t.factors, one);
    }
    out.add(std::move(t));
  }
  return out;
}

/// Numbers put one after the other, never past the end.
struct writer {
  word* at;
  const word* end;

  constexpr void put(integer i) {
    if (at == end) throw formula_too_long{};
    const word out = static_cast<word>(i);
    *at++ = out == i ? out : throw integer_overflow{};
  }
};

constexpr void encode(const polynomial& p, writer& out) {
  out.put(static_cast<word>(p.terms().size()));
  for (const term& t : p.terms()) {
    out.put(t.coefficient.num);
    out.put(t.coefficient.den);
    out.put(static_cast<word>(t.factors.size()));
    for (const factor& f : t.factors) {
      out.put(static_cast<word>(f.kind));
      out.put(f.power);
      out.put(f.kind == atom_kind::symbol ? f.id : static_cast<word>(f.arguments.size()));
      for (const polynomial& a : f.arguments) encode(a, out);
    }
  }
}

}  // namespace freezing
}  // namespace conform
