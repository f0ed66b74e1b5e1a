#pragma once
// Claims and verdicts as text: "O(n²·d) where d <= n"; "along d = t, n fixed: n·d² grows by t² and the bound by t".

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/size/growth.hpp>
#include <conform/size/render.hpp>

namespace conform {
namespace rendering {

/// t to a power: t², t, t^(3/2).
constexpr void put_t(list<char>& out, rational power) {
  put(out, "t");
  put_power(out, power.num, power.den);
}

/// "n = t², d = t, m fixed": the sizes that f, g or the regime mention.
template <class Name>
constexpr void put_witness(list<char>& out, const verdict& v, const polynomial& f, const polynomial& g,
                           const Name& name, const regime& where = {}) {
  const auto is_told = [&](int id) {
    bool told = growing::mentions(f, id) || growing::mentions(g, id);
    for (const relation& r : where.relations)
      told = told || growing::mentions(r.lesser, id) || growing::mentions(r.greater, id);
    for (const int held : where.fixed) told = told || held == id;
    return told;
  };
  bool first = true;
  for (bool moving : {true, false})
    for (int i = 0; i < v.sizes; ++i) {
      if ((v.witness[i] > 0) != moving || !is_told(i)) continue;
      put(out, first ? "" : ", ");
      first = false;
      put(out, name(i));
      put(out, moving ? " = " : " fixed");
      if (moving) put_t(out, rational{v.witness[i]});
    }
}

/// 12·n²·d, 3/2·(n + w), n·d.
template <class Name>
constexpr void put_times(list<char>& out, rational constant, const polynomial& g, const Name& name, int root) {
  const bool one = constant == rational{1};
  if (!one) put_term(out, term{constant, {}}, name);
  if (!one) put(out, "·");
  const bool closed = !one && (g.terms().size() != 1 || !(g.terms()[0].coefficient == rational{1}));
  if (closed) put(out, "(");
  put_sum(out, g, name, root);
  if (closed) put(out, ")");
}

/// f and g are what was decided, their powers counting root-th roots, name(id) the names of their sizes; `where` it was.
template <class Name>
constexpr void put_verdict(list<char>& out, const verdict& v, const polynomial& f, const polynomial& g,
                           const Name& name, int root = 1, const regime& where = {}) {
  if (v.is == outcome::undecided) {
    put(out, "undecided: ");
    put(out, v.why);
  } else if (v.holds() && !v.uniform) {
    put(out, "at most a constant, which depends on the fixed sizes, times ");
    put_sum(out, g, name, root);
  } else if (v.holds()) {
    put(out, "at most ");
    put_times(out, v.constant, g, name, root);
  } else {
    bool moving = false;
    for (int i = 0; i < v.sizes; ++i) moving = moving || v.witness[i] > 0;
    put(out, moving ? "along " : "where every size is 1");
    if (moving) put_witness(out, v, f, g, name, where);
    put(out, ": ");
    const term& offending = f.terms()[static_cast<std::size_t>(v.offending)];
    put_term(out, term{rational{1}, offending.factors}, name, root);
    if (v.bound_is_zero) {
      put(out, " is positive and the bound is 0");
      return;
    }
    put(out, " grows by ");
    put_t(out, v.grows);
    put(out, v.bound_grows == rational{} ? " and the bound does not grow" : " and the bound by ");
    if (!(v.bound_grows == rational{})) put_t(out, v.bound_grows);
  }
}

template <class U, class X>
constexpr void put_side(list<char>& out, const X& x) {
  put_sum(out, growing::thaw_roots<U>(x, growing::root_of(x)), names_of(U{}), growing::root_of(x));
}
template <class U, class A, class B>
constexpr void put_assumption(list<char>& out, const assumption<A, B>& a) {
  put_side<U>(out, a.lesser);
  put(out, a.equal ? " = " : " <= ");
  put_side<U>(out, a.greater);
}
template <class U, class S>
constexpr void put_assumption(list<char>& out, const held_fixed<S>&) {
  put(out, S::name.chars);
  put(out, " fixed");
}
template <class U, class... A>
constexpr void put_assumptions(list<char>& out, const growing::assumptions<A...>& all, const char* before) {
  if constexpr (sizeof...(A) > 0) {
    put(out, before);
    put_assumption<U>(out, all.first);
    put_assumptions<U>(out, all.rest, ", ");
  }
}

}  // namespace rendering

/// "O(n²·d)", "Θ(n²·d + n·d²) where d <= n".
template <growing::direction Direction, class G, class... A>
constexpr list<char> to_characters(const growth<Direction, G, A...>& claim) {
  using every = typename growing::with_assumed<typename growing::all_symbols<G>::type, A...>::type;
  list<char> out;
  rendering::put(out, Direction == growing::direction::big_o   ? "O("
                      : Direction == growing::direction::theta ? "Θ("
                                                               : "Ω(");
  rendering::put_side<every>(out, claim.bound);
  rendering::put(out, ")");
  rendering::put_assumptions<every>(out, claim.assumed, " where ");
  return out;
}

/// Why f is, or is not, in the class: constant or witness, in words.
template <measurable F, growing::direction Direction, class G, class... A>
constexpr list<char> explanation(const F& measured, const growth<Direction, G, A...>& claim) {
  auto f = formula_of(measured);
  using every = typename growing::with_assumed<typename growing::all_symbols<decltype(f), G>::type, A...>::type;
  const int root = growing::common_root(growing::root_of(claim.bound), growing::root_in(claim.assumed));
  const polynomial left = growing::stretched(thaw<every>(f), root);
  const polynomial right = growing::thaw_roots<every>(claim.bound, root);
  const auto names = rendering::names_of(every{});
  regime where;
  growing::assume_all<every>(where, claim.assumed, root);
  list<char> out;
  const auto found = growing::answer(f, claim, precision::small_constant);
  if constexpr (Direction == growing::direction::big_o) {
    rendering::put_verdict(out, found, left, right, names, root, where);
  } else if constexpr (Direction == growing::direction::omega) {
    rendering::put_verdict(out, found, right, left, names, root, where);
  } else {
    rendering::put_verdict(out, found.upper, left, right, names, root, where);
    rendering::put(out, "; and the other way round: ");
    rendering::put_verdict(out, found.lower, right, left, names, root, where);
  }
  return out;
}

/// The same of polynomials whose ids are places in `sizes`; v is what decide(f, g, ...) said.
constexpr list<char> explanation(const verdict& v, const polynomial& f, const polynomial& g,
                                 const list<freezing::label>& sizes) {
  const list<int> rank = rendering::ranks(sizes);
  list<const char*> names;
  for (std::size_t i = 0; i < sizes.size(); ++i) names.push_back(nullptr);
  for (std::size_t i = 0; i < sizes.size(); ++i) names[static_cast<std::size_t>(rank[i])] = sizes[i].name;
  auto sorted = [&](const polynomial& p) {
    return evaluate_in<polynomial>(p, [&](int id) { return polynomial::symbol(rank[static_cast<std::size_t>(id)]); });
  };
  verdict same = v;
  polynomial offending;
  if (v.fails()) {
    offending.add(f.terms()[static_cast<std::size_t>(v.offending)]);
    same.offending = 0;
    for (int i = 0; i < v.sizes; ++i)
      same.witness[rank[static_cast<std::size_t>(i)]] = v.witness[i];
  }
  list<char> out;
  rendering::put_verdict(out, same, sorted(v.fails() ? offending : f), sorted(g),
                         [&](int id) { return names[static_cast<std::size_t>(id)]; });
  return out;
}

}  // namespace conform

#pragma GCC diagnostic pop
