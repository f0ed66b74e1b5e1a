#pragma once
// The corner proof: f <= C·g for all sizes >= 1, also where f or g has negative terms. Written from the corner of the
// domain (n = w + y, w = 1 + z), a claim becomes an inequality between the coefficients of each monomial.

#include <conform/size/envelope.hpp>

namespace conform::growing {

/// The constants C >= low, and <= high where capped, for which f <= C·g is proved; none where low > high.
struct constants {
  bool proved = true, capped = false;
  rational low, high;

  constexpr void at_least(rational x) { low = max(low, x); }
  constexpr void at_most(rational x) {
    high = capped ? min(high, x) : x;
    capped = true;
  }
  constexpr void meet(const constants& other) {
    proved = proved && other.proved;
    at_least(other.low);
    if (other.capped) at_most(other.high);
  }
  constexpr bool exist() const { return proved && !(capped && high < low); }
};

/// f <= C·g in question, where every size is >= 1 and every polynomial of `assumed` is >= 0.
struct question {
  polynomial f, g;
  list<polynomial> assumed;
  int sizes = 0;
};

constexpr bool same_base(const factor& a, const factor& b) { return canonical::order_base(a, b) == 0; }

/// The other factors of a term, with its coefficient; `power` is what the atom has in it.
constexpr polynomial without(const term& t, const factor& atom, int& power) {
  term rest{t.coefficient, {}};
  power = 0;
  for (const factor& f : t.factors)
    if (same_base(f, atom))
      power = f.power;
    else
      rest.factors.push_back(f);
  polynomial out;
  out.add(std::move(rest));
  return out;
}

/// p with the atom replaced by a value equal to it.
constexpr polynomial replaced(const polynomial& p, const factor& atom, const polynomial& value) {
  polynomial out;
  for (const term& t : p.terms()) {
    int power = 0;
    polynomial product = without(t, atom, power);
    for (; power > 0; --power) product = product * value;
    out += product;
  }
  return out;
}

/// B · p with one ceil(x/B) of each term replaced: by x where that makes the term smaller, by x + B - 1 (x + B where x
/// or B may be a fraction) where it makes it larger. `above`: the result is >= B · p, else <=.
constexpr bool round_away(const polynomial& p, const factor& atom, bool above, polynomial& out) {
  const polynomial &x = atom.arguments[0], &divisor = atom.arguments[1];
  polynomial larger = x + divisor;
  if (canonical::is_whole(x) && canonical::is_whole(divisor)) larger = larger - polynomial{integer{1}};
  out = polynomial{};
  for (const term& t : p.terms()) {
    int power = 0;
    polynomial rest = without(t, atom, power);
    if (power == 0) {
      out += rest * divisor;
      continue;
    }
    for (const factor& f : t.factors)
      if (sign_of(f) == proved::nothing) return false;
    const bool enlarge = above == (t.coefficient > rational{});
    for (int i = 1; i < power; ++i) {
      polynomial one;
      term lone{rational{1}, {}};
      lone.factors.push_back(factor{atom.kind, 0, 1, atom.arguments});
      one.add(std::move(lone));
      rest = rest * one;
    }
    if (enlarge)
      out += rest * larger;
    else
      out += rest * x;
  }
  return true;
}

constexpr const factor* some_atom(const polynomial& p) {
  for (const term& t : p.terms())
    for (const factor& f : t.factors)
      if (f.kind != atom_kind::symbol) return &f;
  return nullptr;
}

constexpr bool mentions(const polynomial& p, int id) {
  for (const term& t : p.terms())
    for (const factor& f : t.factors) {
      if (f.kind == atom_kind::symbol && f.id == id) return true;
      for (const polynomial& q : f.arguments)
        if (mentions(q, id)) return true;
    }
  return false;
}

/// From c·v + rest >= 0 with c > 0: v is (v' - rest) / c with v' >= 0. `done` holds the sizes already so written.
constexpr bool solved(const polynomial& assumption, const list<bool>& done, int& id, polynomial& value) {
  for (const term& t : assumption.terms()) {
    if (!(t.coefficient > rational{}) || t.factors.size() != 1) continue;
    const factor& f = t.factors[0];
    if (f.kind != atom_kind::symbol || f.power != 1 || done[static_cast<std::size_t>(f.id)]) continue;
    polynomial own;
    own.add(t);
    const polynomial rest = assumption - own;
    if (mentions(rest, f.id)) continue;
    id = f.id;
    value = (polynomial::symbol(id) - rest) * polynomial{rational{1} / t.coefficient};
    return true;
  }
  return false;
}

constexpr polynomial substituted(const polynomial& p, int id, const polynomial& value) {
  return evaluate_in<polynomial>(p, [&](int i) {
    if (i == id) return value;
    return polynomial::symbol(i);
  });
}

/// Coefficient by coefficient, once nothing but monomials is left.
constexpr constants compared(const polynomial& f, const polynomial& g) {
  constants out;
  auto coefficient = [](const polynomial& p, const term& t) {
    for (const term& own : p.terms())
      if (canonical::order_monomial(own, t) == 0) return own.coefficient;
    return rational{};
  };
  for (const term& t : f.terms()) {  // need t <= C · twin
    const rational twin = coefficient(g, t);
    if (twin > rational{})
      out.at_least(t.coefficient / twin);
    else if (twin < rational{})
      out.at_most(t.coefficient / twin);
    else if (t.coefficient > rational{})
      out.proved = false;
  }
  for (const term& t : g.terms())
    if (t.coefficient < rational{} && coefficient(f, t) == rational{}) out.at_most(rational{});
  return out;
}

constexpr constants prove(question asked, int patience) {
  constants none;
  none.proved = false;
  const factor* found = some_atom(asked.f);
  if (!found) found = some_atom(asked.g);
  if (found) {
    if (patience == 0) return none;
    const factor atom = *found;
    if (atom.kind == atom_kind::ceil_div) {
      if (sign_of(atom) == proved::nothing) return none;
      question next{{}, {}, asked.assumed, asked.sizes};
      if (!round_away(asked.f, atom, true, next.f) || !round_away(asked.g, atom, false, next.g)) return none;
      return prove(std::move(next), patience - 1);
    }
    constants out;
    for (const polynomial& chosen : atom.arguments) {  // the part of the domain where this argument decides
      question next{replaced(asked.f, atom, chosen), replaced(asked.g, atom, chosen), asked.assumed, asked.sizes};
      for (const polynomial& other : atom.arguments) {
        polynomial gap = other - chosen;
        if (atom.kind == atom_kind::max) gap = -gap;
        if (!gap.is_zero()) next.assumed.push_back(std::move(gap));
      }
      out.meet(prove(std::move(next), patience - 1));
      if (!out.exist()) return none;
    }
    return out;
  }
  list<bool> done;
  for (int i = 0; i < asked.sizes; ++i) done.push_back(false);
  for (std::size_t i = 0; i < asked.assumed.size(); ++i) {
    int id = 0;
    polynomial value;
    if (has_atoms(asked.assumed[i]) || !solved(asked.assumed[i], done, id, value)) continue;
    done[static_cast<std::size_t>(id)] = true;
    asked.f = substituted(asked.f, id, value);
    asked.g = substituted(asked.g, id, value);
    for (std::size_t j = i + 1; j < asked.assumed.size(); ++j)
      if (!has_atoms(asked.assumed[j])) asked.assumed[j] = substituted(asked.assumed[j], id, value);
  }
  for (int i = 0; i < asked.sizes; ++i)
    if (!done[static_cast<std::size_t>(i)] && (mentions(asked.f, i) || mentions(asked.g, i))) {
      const polynomial shifted = polynomial::symbol(i) + polynomial{integer{1}};
      asked.f = substituted(asked.f, i, shifted);
      asked.g = substituted(asked.g, i, shifted);
    }
  return compared(asked.f, asked.g);
}

}  // namespace conform::growing
