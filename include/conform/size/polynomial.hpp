#pragma once
// polynomial: the one algebra. Sizes and costs are polynomials with exact rational coefficients over named sizes;
// ceil_div, min and max of polynomials are atoms that multiply like a name.

#include <conform/size/list.hpp>
#include <conform/size/rational.hpp>
#include <conform/size/shared_list.hpp>

namespace conform {

class polynomial;

enum class atom_kind : int { symbol, ceil_div, min, max };

/// One factor of a monomial: a named size, or an atom over polynomials, raised to a power >= 1.
struct factor {
  atom_kind kind = atom_kind::symbol;
  int id = 0;     ///< which named size (kind == symbol)
  int power = 1;
  shared_list<polynomial> arguments;  ///< ceil_div: dividend, divisor; min, max: two or more, sorted
};

struct term {
  rational coefficient;
  list<factor> factors;  ///< sorted: named sizes by id, then atoms

  constexpr int degree() const {
    int sum = 0;
    for (const factor& f : factors) sum += f.power;
    return sum;
  }
};

/// A sum of terms in canonical form: like monomials merged, none zero, graded lexicographic order. Two polynomials
/// are equal exactly when they have equal terms. Every named size stands for a whole number >= 0.
class polynomial {
 public:
  constexpr polynomial() = default;
  constexpr polynomial(integer constant) : polynomial(rational{constant}) {}
  constexpr polynomial(rational constant) { add(term{constant, {}}); }

  /// The named size with this id.
  static constexpr polynomial symbol(int id) {
    term t{rational{1}, {}};
    t.factors.push_back(factor{atom_kind::symbol, id, 1, {}});
    polynomial out;
    out.add(std::move(t));
    return out;
  }

  constexpr const list<term>& terms() const { return terms_; }
  constexpr bool is_zero() const { return terms_.empty(); }
  constexpr bool is_constant() const { return is_zero() || (terms_.size() == 1 && terms_[0].factors.empty()); }
  constexpr rational constant() const { return is_zero() ? rational{} : terms_[0].coefficient; }
  /// No term is negative, so the value is >= 0 whatever the sizes.
  constexpr bool never_negative() const;

  constexpr void add(term t);
  constexpr void swap(polynomial& other) noexcept { terms_.swap(other.terms_); }

  friend constexpr polynomial operator+(polynomial a, const polynomial& b) {
    for (const term& t : b.terms_) a.add(t);
    return a;
  }
  constexpr polynomial& operator+=(const polynomial& b) {
    for (const term& t : b.terms_) add(t);
    return *this;
  }
  friend constexpr polynomial operator*(const polynomial& a, const polynomial& b);
  friend constexpr polynomial operator-(const polynomial& a) { return a * polynomial{integer{-1}}; }
  friend constexpr polynomial operator-(const polynomial& a, const polynomial& b) { return a + -b; }
  friend constexpr polynomial operator/(const polynomial& a, integer b) { return a * polynomial{rational{1, b}}; }
  friend constexpr bool operator==(const polynomial& a, const polynomial& b);

 private:
  list<term> terms_;
};

namespace canonical {

/// Three-way orders that make every form unique: negative, zero or positive.
constexpr int order(const polynomial& a, const polynomial& b);

constexpr int order_base(const factor& a, const factor& b) {
  if (a.kind != b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.id != b.id) return a.id < b.id ? -1 : 1;
  if (a.arguments.is(b.arguments)) return 0;
  if (a.arguments.size() != b.arguments.size()) return a.arguments.size() < b.arguments.size() ? -1 : 1;
  for (std::size_t i = 0; i < a.arguments.size(); ++i)
    if (int c = order(a.arguments[i], b.arguments[i])) return c;
  return 0;
}

constexpr int order_monomial(const term& a, const term& b) {
  if (int c = b.degree() - a.degree()) return c;  // higher degree first
  for (std::size_t i = 0; i < a.factors.size() && i < b.factors.size(); ++i) {
    if (int c = order_base(a.factors[i], b.factors[i])) return c;
    if (int c = b.factors[i].power - a.factors[i].power) return c;
  }
  return a.factors.size() == b.factors.size() ? 0 : a.factors.size() < b.factors.size() ? -1 : 1;
}

constexpr int order(const polynomial& a, const polynomial& b) {
  const auto &s = a.terms(), &t = b.terms();
  for (std::size_t i = 0; i < s.size() && i < t.size(); ++i) {
    if (int c = order_monomial(s[i], t[i])) return c;
    if (!(s[i].coefficient == t[i].coefficient)) return s[i].coefficient < t[i].coefficient ? -1 : 1;
  }
  return s.size() == t.size() ? 0 : s.size() < t.size() ? -1 : 1;
}

constexpr list<factor> product(const list<factor>& a, const list<factor>& b) {
  if (a.empty()) return b;
  list<factor> out = a;
  for (const factor& f : b) {
    std::size_t place = 0;
    while (place < out.size() && order_base(out[place], f) < 0) ++place;
    if (place == out.size() || order_base(out[place], f) != 0) {
      out.insert(place, f);
    } else if (int power = 0; !__builtin_add_overflow(out[place].power, f.power, &power)) {
      out[place].power = power;
    } else {
      throw integer_overflow{};
    }
  }
  return out;
}

}  // namespace canonical

constexpr void polynomial::add(term t) {
  if (t.coefficient == rational{}) return;
  std::size_t place = terms_.size();
  int c = -1;
  if (place > 0 && canonical::order_monomial(terms_[place - 1], t) >= 0)  // most terms come in order
    for (place = 0; (c = canonical::order_monomial(terms_[place], t)) < 0;) ++place;
  if (place == terms_.size() || c != 0) {
    terms_.insert(place, std::move(t));
    return;
  }
  terms_[place].coefficient = terms_[place].coefficient + t.coefficient;
  if (terms_[place].coefficient == rational{}) terms_.erase(place);
}

constexpr polynomial operator*(const polynomial& a, const polynomial& b) {
  polynomial out;
  for (const term& s : a.terms_)
    for (const term& t : b.terms_)
      out.add(term{s.coefficient * t.coefficient, canonical::product(s.factors, t.factors)});
  return out;
}

constexpr bool operator==(const polynomial& a, const polynomial& b) { return canonical::order(a, b) == 0; }

constexpr bool polynomial::never_negative() const {
  for (const term& t : terms_) {
    if (t.coefficient < rational{}) return false;
    for (const factor& f : t.factors) {
      bool all = true, any = false;
      for (const polynomial& p : f.arguments) p.never_negative() ? any = true : all = false;
      if (f.kind == atom_kind::max ? !any : !all) return false;
    }
  }
  return true;
}

}  // namespace conform
