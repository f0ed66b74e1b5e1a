#pragma once
// ceil_div, min and max of polynomials, reduced to the simplest form that holds for all sizes.

#include <conform/size/polynomial.hpp>

namespace conform {
namespace canonical {

constexpr polynomial atom(atom_kind kind, list<polynomial> arguments) {
  term t{rational{1}, {}};
  t.factors.push_back(factor{kind, 0, 1, std::move(arguments)});
  polynomial out;
  out.add(std::move(t));
  return out;
}

/// a / b where b is one term that divides a's monomial; false where it does not.
constexpr bool divides(const term& b, const term& a, term& quotient) {
  quotient = term{a.coefficient / b.coefficient, {}};
  std::size_t used = 0;
  for (const factor& f : a.factors) {
    factor rest = f;
    for (const factor& g : b.factors)
      if (order_base(f, g) == 0) rest.power -= g.power, ++used;
    if (rest.power < 0) return false;
    if (rest.power > 0) quotient.factors.push_back(rest);
  }
  return used == b.factors.size();
}

constexpr void insert_sorted(list<polynomial>& all, const polynomial& p) {
  std::size_t place = 0;
  while (place < all.size() && order(all[place], p) < 0) ++place;
  if (place == all.size() || order(all[place], p) != 0) all.insert(place, p);
}

/// The arguments of nested minima (maxima) in one list, without those that never decide.
constexpr void gather(list<polynomial>& all, atom_kind kind, const polynomial& p) {
  if (p.terms().size() == 1 && p.terms()[0].coefficient == rational{1} && p.terms()[0].factors.size() == 1 &&
      p.terms()[0].factors[0].kind == kind && p.terms()[0].factors[0].power == 1) {
    for (const polynomial& q : p.terms()[0].factors[0].arguments) gather(all, kind, q);
    return;
  }
  for (std::size_t i = 0; i < all.size();) {
    polynomial gap = p - all[i];  // no conditional expression: g++-12 frees its operands early in constant evaluation
    if (kind == atom_kind::max) gap = -gap;
    if (gap.never_negative()) return;  // all[i] decides, whatever the sizes
    if ((-gap).never_negative())
      all.erase(i);
    else
      ++i;
  }
  insert_sorted(all, p);
}

constexpr polynomial extreme(atom_kind kind, const polynomial& a, const polynomial& b) {
  list<polynomial> all;
  gather(all, kind, a);
  gather(all, kind, b);
  if (all.size() == 1) return all[0];
  return atom(kind, std::move(all));
}

}  // namespace canonical

/// The smaller, the larger of two formulas.
constexpr polynomial min(const polynomial& a, const polynomial& b) {
  return canonical::extreme(atom_kind::min, a, b);
}
constexpr polynomial max(const polynomial& a, const polynomial& b) {
  return canonical::extreme(atom_kind::max, a, b);
}

/// a / b rounded up; b >= 1. Whole multiples of b leave the atom: ceil_div(n + 64, 64) is ceil_div(n, 64) + 1.
constexpr polynomial ceil_div(const polynomial& a, const polynomial& b) {
  if (b.is_constant() && !(b.constant() > rational{})) throw not_whole{};
  if (b.terms().size() != 1) {
    list<polynomial> both;
    both.push_back(a);
    both.push_back(b);
    if (a == b) return polynomial{integer{1}};
    return canonical::atom(atom_kind::ceil_div, std::move(both));
  }
  polynomial whole, rest;
  for (const term& t : a.terms()) {
    term q;
    if (!canonical::divides(b.terms()[0], t, q)) {
      rest.add(t);
      continue;
    }
    const integer floor = floor_div(q.coefficient.num, q.coefficient.den);
    const rational left = t.coefficient - rational{floor} * b.terms()[0].coefficient;
    rest.add(term{left, t.factors});
    q.coefficient = rational{floor};
    whole.add(std::move(q));
  }
  if (rest.is_zero()) return whole;
  if (rest.is_constant() && b.is_constant()) {
    const rational q = rest.constant() / b.constant();
    return whole + polynomial{ceil_div(q.num, q.den)};
  }
  list<polynomial> both;
  both.push_back(std::move(rest));
  both.push_back(b);
  return whole + canonical::atom(atom_kind::ceil_div, std::move(both));
}

namespace canonical {

template <class R, class Value>
constexpr R base_in(const factor& f, const Value& value);

}  // namespace canonical

/// p with every named size i replaced by value(i): in R = rational a number, in R = polynomial a substitution.
/// Throws not_whole where a divisor is not positive, integer_overflow.
template <class R, class Value>
constexpr R evaluate_in(const polynomial& p, const Value& value) {
  R sum{integer{0}};
  for (const term& t : p.terms()) {
    R product{t.coefficient};
    for (const factor& f : t.factors) {
      const R base = canonical::base_in<R>(f, value);
      for (int i = 0; i < f.power; ++i) product = product * base;
    }
    sum = sum + product;
  }
  return sum;
}

template <class R, class Value>
constexpr R canonical::base_in(const factor& f, const Value& value) {
  if (f.kind == atom_kind::symbol) return R{value(f.id)};
  R out = evaluate_in<R>(f.arguments[0], value);
  for (std::size_t i = 1; i < f.arguments.size(); ++i) {
    const R next = evaluate_in<R>(f.arguments[i], value);
    out = f.kind == atom_kind::ceil_div ? ceil_div(out, next) : f.kind == atom_kind::min ? min(out, next) : max(out, next);
  }
  return out;
}

/// The whole number that p is where the size with id i is value(i). Throws not_whole, integer_overflow.
template <class Value>
constexpr integer evaluate(const polynomial& p, const Value& value) {
  const rational exact = evaluate_in<rational>(p, value);
  if (exact.den != 1) throw not_whole{};
  return exact.num;
}

}  // namespace conform
