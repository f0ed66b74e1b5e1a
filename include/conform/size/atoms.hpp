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

/// Whole wherever the sizes are: no fraction is left for a ceiling to round.
constexpr bool is_whole(const polynomial& p) {
  for (const term& t : p.terms()) {
    if (t.coefficient.den != 1) return false;
    for (const factor& f : t.factors)
      if (f.kind != atom_kind::ceil_div)
        for (const polynomial& q : f.arguments)
          if (!is_whole(q)) return false;
  }
  return true;
}

/// The atom that p consists of, or null.
constexpr const factor* lone_atom(const polynomial& p) {
  if (p.terms().size() != 1 || !(p.terms()[0].coefficient == rational{1}) || p.terms()[0].factors.size() != 1)
    return nullptr;
  const factor& f = p.terms()[0].factors[0];
  return f.kind == atom_kind::symbol || f.power != 1 ? nullptr : &f;
}

/// Proved: a <= b whatever the sizes. False proves nothing.
constexpr bool never_above(const polynomial& a, const polynomial& b) {
  const polynomial gap = b - a;
  if (gap.never_negative()) return true;
  const factor *left = lone_atom(a), *right = lone_atom(b);
  bool all = false, any = false;
  if (left && left->kind != atom_kind::ceil_div) {  // the least of several: one of them below b is enough
    all = true;
    for (const polynomial& q : left->arguments) never_above(q, b) ? any = true : all = false;
    if (left->kind == atom_kind::min ? any : all) return true;
  }
  if (right && right->kind != atom_kind::ceil_div) {
    all = true, any = false;
    for (const polynomial& q : right->arguments) never_above(a, q) ? any = true : all = false;
    if (right->kind == atom_kind::max ? any : all) return true;
  }
  return false;
}

constexpr void insert_sorted(list<polynomial>& all, const polynomial& p) {
  std::size_t place = 0;
  while (place < all.size() && order(all[place], p) < 0) ++place;
  if (place == all.size() || order(all[place], p) != 0) all.insert(place, p);
}

/// The arguments of nested minima (maxima) in one list, without those that never decide.
constexpr void gather(list<polynomial>& all, atom_kind kind, const polynomial& p) {
  if (const factor* nested = lone_atom(p); nested && nested->kind == kind) {
    for (const polynomial& q : nested->arguments) gather(all, kind, q);
    return;
  }
  const bool least = kind == atom_kind::min;
  for (const polynomial& other : all)
    if (least ? never_above(other, p) : never_above(p, other)) return;  // the other decides, whatever the sizes
  for (std::size_t i = 0; i < all.size();)
    if (least ? never_above(p, all[i]) : never_above(all[i], p))
      all.erase(i);
    else
      ++i;
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

namespace canonical {

/// a / b where that is a whole polynomial; false where it is not.
constexpr bool divided(polynomial a, const polynomial& b, polynomial& quotient) {
  quotient = polynomial{};
  while (!a.is_zero()) {
    term next;
    if (!divides(b.terms()[0], a.terms()[0], next)) return false;
    polynomial one;
    one.add(std::move(next));
    if (!is_whole(one)) return false;
    a = a - one * b;
    quotient += one;
  }
  return true;
}

/// The largest fraction of which every coefficient is a whole multiple.
constexpr rational content(const polynomial& a, const polynomial& b) {
  integer num = 0, den = 1;
  for (const polynomial* p : {&a, &b})
    for (const term& t : p->terms()) {
      num = greatest_common_divisor(num, t.coefficient.num);
      den = checked_mul(den, t.coefficient.den / greatest_common_divisor(den, t.coefficient.den));
    }
  return rational{num, den};
}

/// ceil(a / b) in lowest terms, for an a of which no whole multiple of b can be taken.
constexpr polynomial ceiling(polynomial a, polynomial b);

/// ceil((ceil(x/y) + r) / b) is ceil((x + r·y) / (y·b)) for whole r and whole constants y, b. True where a is of that
/// form, which then is x + r·y over y·b.
constexpr bool unnested(polynomial& a, polynomial& b) {
  if (!b.is_constant() || b.constant().den != 1) return false;
  for (const term& t : a.terms()) {
    if (t.factors.size() != 1 || !(t.coefficient == rational{1})) continue;
    const factor f = t.factors[0];
    if (f.kind != atom_kind::ceil_div || f.power != 1 || !f.arguments[1].is_constant() || !is_whole(f.arguments[1]))
      continue;
    polynomial own;
    own.add(t);
    const polynomial rest = a - own;
    if (!is_whole(rest)) return false;
    a = f.arguments[0] + rest * f.arguments[1];
    b = b * f.arguments[1];
    return true;
  }
  return false;
}

}  // namespace canonical

/// a / b rounded up, for b >= 1. Whole multiples of b leave the atom: ceil_div(n + 64, 64) is ceil_div(n, 64) + 1.
/// Throws not_whole where b is never positive.
constexpr polynomial ceil_div(const polynomial& a, const polynomial& b) {
  if (const polynomial opposite = -b; opposite.never_negative()) throw not_whole{};
  if (b.terms().size() != 1) {
    polynomial quotient;
    if (canonical::divided(a, b, quotient)) return quotient;
    return canonical::ceiling(a, b);
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
    q.coefficient = rational{floor};
    polynomial multiple;
    multiple.add(std::move(q));
    if (!canonical::is_whole(multiple)) {  // min(n/2, m) may be a fraction
      rest.add(t);
      continue;
    }
    rest.add(term{left, t.factors});
    whole += multiple;
  }
  if (rest.is_zero()) return whole;
  if (rest.is_constant() && b.is_constant()) {
    const rational q = rest.constant() / b.constant();
    return whole + polynomial{ceil_div(q.num, q.den)};
  }
  return whole + canonical::ceiling(std::move(rest), b);
}

constexpr polynomial canonical::ceiling(polynomial a, polynomial b) {
  if (const rational shared = content(a, b); !(shared == rational{1})) {
    a = a * polynomial{rational{1} / shared};
    b = b * polynomial{rational{1} / shared};
  }
  if (unnested(a, b)) return ceil_div(a, b);
  list<polynomial> both;
  both.push_back(std::move(a));
  both.push_back(std::move(b));
  return atom(atom_kind::ceil_div, std::move(both));
}

namespace canonical {

template <class R, class Value>
constexpr R base_in(const factor& f, const Value& value);

/// base^power with no product larger than the result.
template <class R>
constexpr R raised(R base, int power) {
  R out = base;
  for (--power; power > 0;) {
    if (power % 2 == 1) out = out * base;
    power /= 2;
    if (power > 0) base = base * base;
  }
  return out;
}

}  // namespace canonical

/// p with every named size i replaced by value(i): in R = rational a number, in R = polynomial a substitution.
/// Throws not_whole where a divisor is not positive, integer_overflow.
template <class R, class Value>
constexpr R evaluate_in(const polynomial& p, const Value& value) {
  R sum{integer{0}};
  for (const term& t : p.terms()) {
    R product{t.coefficient};
    for (const factor& f : t.factors) product = product * canonical::raised<R>(canonical::base_in<R>(f, value), f.power);
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
    if (f.kind == atom_kind::ceil_div)  // no conditional expression: g++-12 frees its operands early
      out = ceil_div(out, next);
    else if (f.kind == atom_kind::min)
      out = min(out, next);
    else
      out = max(out, next);
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
