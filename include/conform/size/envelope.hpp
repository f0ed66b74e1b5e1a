#pragma once
// Envelopes: sums of monomials that bound a formula from above or from below where every size is >= 1. In them
// ceil_div has become a quotient (so exponents may be negative), max a sum, and min stays a minimum of monomials.

#include <conform/size/atoms.hpp>
#include <conform/size/simplex.hpp>

namespace conform::growing {

/// coefficient · min over `least` of x^e, with coefficient > 0.
struct part {
  rational coefficient{1};
  list<exponents> least;
};

/// A sum of parts; unknown where no such sum is proved to be a bound.
struct envelope {
  list<part> parts;
  bool known = true;
};

constexpr envelope unknown() {
  envelope out;
  out.known = false;
  return out;
}

constexpr exponents no_exponents(int sizes) {
  exponents out;
  for (int i = 0; i < sizes; ++i) out.push_back(0);
  return out;
}

/// A constant >= 0 as an envelope.
constexpr envelope constant(rational value, int sizes) {
  envelope out;
  if (value > rational{}) {
    part p{value, {}};
    p.least.push_back(no_exponents(sizes));
    out.parts.push_back(std::move(p));
  }
  return out;
}

constexpr envelope sum(envelope a, const envelope& b) {
  a.known = a.known && b.known;
  a.parts.append(b.parts);
  return a;
}

/// Products of sums of minima: min_i x^a_i · min_j x^b_j is min_ij x^(a_i + b_j).
constexpr envelope product(const envelope& a, const envelope& b) {
  envelope out;
  out.known = a.known && b.known;
  for (const part& p : a.parts)
    for (const part& q : b.parts) {
      part both{p.coefficient * q.coefficient, {}};
      for (const exponents& x : p.least)
        for (const exponents& y : q.least) {
          exponents z = x;
          for (std::size_t i = 0; i < z.size(); ++i) z[i] = checked_add(z[i], y[i]);
          both.least.push_back(std::move(z));
        }
      out.parts.push_back(std::move(both));
    }
  return out;
}

constexpr envelope scaled(envelope a, rational by) {
  for (part& p : a.parts) p.coefficient = p.coefficient * by;
  return a;
}

/// The pairwise minima of two sums. Their sum bounds the minimum of the sums from above, and a fraction of it from below.
constexpr envelope least_of(const envelope& a, const envelope& b, bool above) {
  envelope out;
  out.known = a.known && b.known;
  const integer pairs = static_cast<integer>(a.parts.size() * b.parts.size());
  for (const part& p : a.parts)
    for (const part& q : b.parts) {
      part both{above ? max(p.coefficient, q.coefficient) : min(p.coefficient, q.coefficient) / rational{pairs}, p.least};
      both.least.append(q.least);
      out.parts.push_back(std::move(both));
    }
  return out;
}

constexpr bool has_atoms(const polynomial& p) {
  for (const term& t : p.terms())
    for (const factor& f : t.factors)
      if (f.kind != atom_kind::symbol) return true;
  return false;
}

/// p with every size x written as 1 + x: what p is above the corner of its domain.
constexpr polynomial from_corner(const polynomial& p) {
  return evaluate_in<polynomial>(p, [](int id) { return polynomial::symbol(id) + polynomial{integer{1}}; });
}

/// What is proved of a value wherever every size is >= 1.
enum class proved { nothing, not_negative, positive };

constexpr proved sign_of(const factor& f);

constexpr proved sign_of(const polynomial& p) {
  proved out = p.is_zero() ? proved::not_negative : proved::nothing;
  if (!has_atoms(p)) {
    const polynomial above_corner = from_corner(p);
    for (const term& t : above_corner.terms()) {
      if (t.coefficient < rational{}) return proved::nothing;
      out = t.factors.empty() || out == proved::positive ? proved::positive : proved::not_negative;
    }
    return out;
  }
  for (const term& t : p.terms()) {
    proved product = t.coefficient < rational{} ? proved::nothing : proved::positive;
    for (const factor& f : t.factors)
      if (const proved one = sign_of(f); one < product) product = one;
    if (product == proved::nothing) return proved::nothing;
    if (product > out) out = product;
  }
  return out;
}

constexpr proved sign_of(const factor& f) {
  if (f.kind == atom_kind::symbol) return proved::positive;
  const proved first = sign_of(f.arguments[0]);
  if (f.kind == atom_kind::ceil_div) return sign_of(f.arguments[1]) == proved::positive ? first : proved::nothing;
  proved out = first;
  for (const polynomial& p : f.arguments) {
    const proved next = sign_of(p);
    if (f.kind == atom_kind::min ? next < out : next > out) out = next;
  }
  return out;
}

constexpr envelope above(const polynomial& p, int sizes);
constexpr envelope below(const polynomial& p, int sizes);

/// A bound of 1 / a from a bound of a on the other side.
constexpr envelope inverse(const envelope& a, bool above) {
  if (!a.known || a.parts.empty()) return unknown();
  envelope out;
  part all{rational{1} / a.parts[0].coefficient, {}};
  bool simple = true;
  rational largest = a.parts[0].coefficient;
  for (const part& p : a.parts) {
    simple = simple && p.least.size() == 1;
    largest = max(largest, p.coefficient);
    all.coefficient = max(all.coefficient, rational{1} / p.coefficient);
    all.least.push_back(difference(no_exponents(static_cast<int>(p.least[0].size())), p.least[0]));
  }
  if (!above) {  // 1 / (sum of J parts) >= 1/J · the least of 1 / part
    all.coefficient = rational{1} / (largest * rational{static_cast<integer>(a.parts.size())});
    out.parts.push_back(std::move(all));
  } else if (simple) {  // 1 / (sum) <= the least of 1 / part
    out.parts.push_back(std::move(all));
  } else {  // 1 / min(x, y) <= 1/x + 1/y
    for (const exponents& x : a.parts[0].least) {
      part one{rational{1} / a.parts[0].coefficient, {}};
      one.least.push_back(difference(no_exponents(static_cast<int>(x.size())), x));
      out.parts.push_back(std::move(one));
    }
  }
  return out;
}

/// Of an atom.
constexpr envelope bound(const factor& f, int sizes, bool up) {
  if (sign_of(f) == proved::nothing) return unknown();
  if (f.kind == atom_kind::ceil_div) {
    if (up)  // x/B <= ceil(x/B) <= x/B + 1
      return sum(product(above(f.arguments[0], sizes), inverse(below(f.arguments[1], sizes), true)),
                 constant(rational{1}, sizes));
    const envelope quotient = product(below(f.arguments[0], sizes), inverse(above(f.arguments[1], sizes), false));
    if (!quotient.known || quotient.parts.empty()) return envelope{};  // only >= 0
    return scaled(sum(quotient, constant(rational{1}, sizes)), rational{1, 2});
  }
  envelope out;
  integer count = 0;
  for (const polynomial& p : f.arguments) {
    envelope next;
    if (up)
      next = above(p, sizes);
    else
      next = below(p, sizes);
    if (!next.known) {
      if (up) return unknown();
      if (f.kind == atom_kind::max) continue;
      next = envelope{};  // p >= 0: that is proved of all arguments of a minimum
    }
    if (count++ == 0)  // no conditional expression: g++-12 frees its operands early
      out = std::move(next);
    else if (f.kind == atom_kind::min)
      out = least_of(out, next, up);
    else
      out = sum(out, next);
  }
  if (f.kind == atom_kind::max && !up && count > 1) return scaled(out, rational{1, count});
  return out;
}

constexpr envelope bound(const term& t, int sizes, bool up) {
  rational size = t.coefficient;
  if (size < rational{}) size = -size;
  envelope out = constant(size, sizes);
  if (out.parts.empty()) return out;
  for (const factor& f : t.factors)  // named sizes first: they only add to the exponents
    if (f.kind == atom_kind::symbol) out.parts[0].least[0][static_cast<std::size_t>(f.id)] = f.power;
  for (const factor& f : t.factors) {
    if (f.kind == atom_kind::symbol) continue;
    const envelope one = bound(f, sizes, up);
    for (int i = 0; i < f.power; ++i) out = product(out, one);
  }
  return out;
}

/// A sum of parts >= p. Negative terms are dropped, which is right only where what they subtract is >= 0.
constexpr envelope above(const polynomial& p, int sizes) {
  envelope out;
  for (const term& t : p.terms()) {
    if (t.coefficient > rational{})
      out = sum(out, bound(t, sizes, true));
    else
      for (const factor& f : t.factors) out.known = out.known && sign_of(f) != proved::nothing;
  }
  return out;
}

/// A sum of parts <= p; unknown where p has a negative term.
constexpr envelope below(const polynomial& p, int sizes) {
  envelope out;
  for (const term& t : p.terms()) {
    if (t.coefficient < rational{}) return unknown();
    out = sum(out, bound(t, sizes, false));
  }
  return out;
}

}  // namespace conform::growing
