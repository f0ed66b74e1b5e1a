#pragma once
// Big-O decided, not guessed. For f with coefficients >= 0 and g a sum of monomials, over all sizes >= 1:
//   f is in O(g)  <=>  every exponent of f lies in the Newton polytope of g, lowered in any direction.
// Inside: x^a <= x^(sum of l·b) <= sum of l·x^b (weighted means), so the sum of f's coefficients is a constant.
// Outside: a hyperplane separates, and its normal w >= 0 is a direction x_i = t^w_i along which f outgrows g.
// A regime (d <= n) restricts log x, and so w, to a cone: the same theorem over fewer directions.
// Negative terms are dropped from f; where they matter, and in g, the corner proof (corner.hpp) decides or nobody does.

#include <conform/size/along.hpp>
#include <conform/size/corner.hpp>
#include <conform/size/name.hpp>

namespace conform {

/// lesser <= greater (or equal): an assumption on the sizes. Both sides are products of sizes without a coefficient.
struct relation {
  polynomial lesser, greater;
  bool equal = false;
};

/// The part of the domain that a claim is about; ids are those of the formulas.
struct regime {
  list<relation> relations;
  list<int> fixed;  ///< sizes that are held constant: the constant of the bound may depend on them
};

/// What a sum of products, each times 1 or more, that is at most (or equal to) a product says of growth: none of them is
/// larger than it.
constexpr void add_fact(regime& where, const relation& fact) {
  for (const term& t : fact.lesser.terms()) {
    if (t.factors.empty()) continue;  // a number: every size is 1 or more
    polynomial one;
    one.add(term{rational{1}, t.factors});
    where.relations.push_back({one, fact.greater, fact.equal});
  }
}

/// Thrown where a bool is asked for and no proof was found either way. In constant evaluation the throw is the error.
struct undecided : std::exception {
  const char* what() const noexcept override { return "neither proved nor refuted: see explain()"; }
};
/// Thrown for an assumption that is not between products of sizes, as in given(2 * d <= n).
struct assumption_not_monomial : std::exception {
  const char* what() const noexcept override { return "an assumption relates two products of sizes"; }
};

enum class outcome { holds, fails, undecided };

/// A small constant takes a second proof, the corner proof, where the first one's is not the least. polytope_only does
/// without that proof altogether: it multiplies out, which takes too long where powers are large.
enum class precision { polytope_only, any_constant, small_constant };

/// The answer to: is f in O(g)?
struct verdict {
  outcome is = outcome::undecided;
  const char* why = "";  ///< for people: by which argument, or why there is none

  rational constant{};     ///< holds: f <= constant·g for all sizes >= 1 of the regime
  bool uniform = true;     ///< holds: false where the constant depends on the fixed sizes

  int sizes = 0;                  ///< fails: along size i = t^witness[i], f grows by t^grows and g by t^bound_grows
  integer witness[max_sizes]{};
  rational grows{}, bound_grows{};
  bool bound_is_zero = false;
  int offending = -1;             ///< fails: the place of the term of f that outgrows g

  constexpr bool holds() const { return is == outcome::holds; }
  constexpr bool fails() const { return is == outcome::fails; }
};

/// Theta is both directions: f in O(g) and g in O(f).
struct theta_verdict {
  verdict upper, lower;

  constexpr outcome is() const {
    if (upper.fails() || lower.fails()) return outcome::fails;
    return upper.holds() && lower.holds() ? outcome::holds : outcome::undecided;
  }
  constexpr bool holds() const { return is() == outcome::holds; }
  constexpr bool fails() const { return is() == outcome::fails; }
};

namespace growing {

constexpr exponents exponents_of(const polynomial& p, int sizes) {
  exponents out = no_exponents(sizes);
  if (p.terms().size() != 1 || !(p.terms()[0].coefficient == rational{1})) throw assumption_not_monomial{};
  for (const factor& f : p.terms()[0].factors) {
    if (f.kind != atom_kind::symbol) throw assumption_not_monomial{};
    out[static_cast<std::size_t>(f.id)] = f.power;
  }
  return out;
}

constexpr list<exponents> cone_of(const regime& where, int sizes) {
  list<exponents> out;
  for (const relation& r : where.relations) {
    const exponents low = exponents_of(r.lesser, sizes), high = exponents_of(r.greater, sizes);
    out.push_back(difference(high, low));
    if (r.equal) out.push_back(difference(low, high));
  }
  for (int id : where.fixed) {
    out.push_back(no_exponents(sizes));
    out.back()[static_cast<std::size_t>(id)] = -1;
  }
  return out;
}

/// One question on its way to a verdict.
class decision {
 public:
  constexpr decision(const polynomial& f, const polynomial& g, int sizes, const regime& where, precision wanted)
      : f_(f), g_(g), sizes_(sizes), where_(where), wanted_(wanted) {}

  constexpr verdict decide() {
    out_.sizes = sizes_;
    const envelope low = below(g_, sizes_);
    const bool exact = low.known;
    bool known = true;
    envelope target = low;
    if (!exact) target = above(g_, sizes_);
    list<part> parts;
    for (const term& t : f_.terms()) {
      const envelope up = bound(t, sizes_, true);
      known = known && up.known;
      if (t.coefficient > rational{}) parts.append(up.parts);
    }
    const bool inside = search(parts, target, 0, {}, cone_of(where_, sizes_));
    if (out_.fails()) return out_;
    const bool proved = inside && exact && known;
    rational constant = proved ? polytope_constant(parts, low) : rational{};
    if (proved && (wanted_ != precision::small_constant || attained())) return holds(constant, by_polytope);
    if (wanted_ == precision::polytope_only) {
      out_.why = "outside the polytope, and powers are too large for another proof";
      return out_;
    }
    const constants found = prove(asked(), 10);
    if (proved && found.exist() && where_.fixed.empty()) constant = min(constant, found.low);
    if (proved) return holds(constant, by_polytope);
    if (found.exist()) return holds(found.low, "no negative coefficient above the corner of the domain");
    out_.why = known && (exact || target.known) ? "negative terms: neither a growing direction nor a proof was found"
                                                : "a ceil, min or max may be negative, or divide by zero";
    return out_;
  }

 private:
  constexpr verdict holds(rational constant, const char* why) {
    out_.is = outcome::holds;
    out_.constant = constant;
    out_.uniform = where_.fixed.empty();
    out_.why = why;
    return out_;
  }

  static constexpr const char* by_polytope = "exponents inside the polytope";

  /// The corner proof's question.
  constexpr question asked() const {
    question out{f_, g_, {}, sizes_};
    for (const relation& r : where_.relations) {
      out.assumed.push_back(r.greater - r.lesser);
      if (r.equal) out.assumed.push_back(r.lesser - r.greater);
    }
    return out;
  }

  /// The polytope's constant is the least: f = constant·g where every size is 1.
  constexpr bool attained() const {
    bool out = g_.terms().size() == 1 && !has_atoms(f_) && !has_atoms(g_);
    for (const term& t : f_.terms()) out = out && t.coefficient > rational{};
    return out;
  }

  static constexpr rational polytope_constant(const list<part>& parts, const envelope& low) {
    rational sum, least;
    for (const part& p : parts) sum = sum + p.coefficient;
    for (const part& p : low.parts)
      if (least == rational{} || p.coefficient < least) least = p.coefficient;
    return sum == rational{} ? sum : sum / least;
  }

  /// True when no direction of the cone separates a part of f from g. From the place on, every minimum of g is still
  /// to be split into the cones where one of its monomials is the least.
  constexpr bool search(const list<part>& parts, const envelope& low, std::size_t place, const list<exponents>& chosen,
                        const list<exponents>& cone) {
    if (place < low.parts.size()) {
      bool inside = true;
      for (const exponents& least : low.parts[place].least) {
        list<exponents> picked = chosen, narrower = cone;
        picked.push_back(least);
        for (const exponents& other : low.parts[place].least)
          if (low.parts[place].least.size() > 1) narrower.push_back(difference(other, least));
        inside = search(parts, low, place + 1, picked, narrower) && inside;
        if (out_.fails()) return false;
      }
      return inside;
    }
    bool inside = true;
    for (const part& p : parts) {
      if (covered(p, chosen)) continue;
      list<exponents> apart;
      for (const exponents& x : p.least)
        for (const exponents& y : chosen) apart.push_back(difference(x, y));
      const exponents along = separating(static_cast<std::size_t>(sizes_), cone, apart);
      if (along.empty() && sizes_ > 0) continue;
      inside = false;
      if (certified(along)) return false;
    }
    return inside;
  }

  static constexpr bool covered(const part& p, const list<exponents>& chosen) {
    for (const exponents& x : p.least)
      for (const exponents& y : chosen) {
        bool lower = true;
        for (std::size_t i = 0; i < x.size(); ++i) lower = lower && x[i] <= y[i];
        if (lower) return true;
      }
    return false;
  }

  /// f really outgrows g along these weights: its leading terms do not cancel.
  constexpr bool certified(const exponents& along) {
    const leading top = leading_of(f_, along);
    const ceiling bound = ceiling_of(g_, sizes_, along);
    if (!top.positive() || !bound.known || (!bound.none && top.power <= bound.power)) return false;
    out_.is = outcome::fails;
    out_.why = "outgrows the bound along the witness";
    for (std::size_t i = 0; i < along.size(); ++i) out_.witness[i] = along[i];
    out_.grows = rational{top.power};
    out_.bound_grows = rational{bound.power};
    out_.bound_is_zero = bound.none;
    for (std::size_t i = 0; i < f_.terms().size() && out_.offending < 0; ++i)
      if (f_.terms()[i].coefficient > rational{} && leading_of(f_.terms()[i], along).power == top.power)
        out_.offending = static_cast<int>(i);
    return true;
  }

  const polynomial &f_, &g_;
  int sizes_;
  const regime& where_;
  precision wanted_;
  verdict out_;
};

/// x = u^by everywhere, so that u stands for the by-th root of x.
constexpr polynomial stretched(const polynomial& p, int by) {
  if (by == 1) return p;
  polynomial out;
  for (const term& t : p.terms()) {
    term wide{t.coefficient, {}};
    for (const factor& f : t.factors) {
      factor own = f;
      if (f.kind == atom_kind::symbol) own.power *= by;
      list<polynomial> arguments;
      for (const polynomial& q : f.arguments) arguments.push_back(stretched(q, by));
      own.arguments = std::move(arguments);
      wide.factors.push_back(std::move(own));
    }
    out.add(std::move(wide));
  }
  return out;
}

/// Both formulas and the regime in powers that count roots.
constexpr verdict decide_in_roots(const polynomial& f, const polynomial& g, int sizes, const regime& where, int root,
                                  precision wanted) {
  if (sizes > max_sizes) throw integer_overflow{};
  verdict out;
  if (!where.fixed.empty()) {  // a constant that does not depend on the fixed sizes is better
    const regime free{where.relations, {}};
    out = decision(f, g, sizes, free, wanted).decide();
  }
  if (!out.holds()) out = decision(f, g, sizes, where, wanted).decide();
  out.grows = out.grows / rational{root};
  out.bound_grows = out.bound_grows / rational{root};
  return out;
}

}  // namespace growing

/// p without the min and max that sizes >= 1 decide: max(1 - n, 0) is 0.
constexpr polynomial settled(const polynomial& p) {
  const polynomial one{integer{1}};
  const polynomial above = evaluate_in<polynomial>(p, [&](int id) { return polynomial::symbol(id) + one; });
  return evaluate_in<polynomial>(above, [&](int id) { return polynomial::symbol(id) - one; });
}

/// Is f <= C·g for some C, for all whole sizes >= 1 of the regime? Ids of named sizes run from 0 to sizes - 1.
constexpr verdict decide(const polynomial& f, const polynomial& g, int sizes, const regime& where = {}) {
  return growing::decide_in_roots(f, g, sizes, where, 1, precision::small_constant);
}
/// Is f in Theta(g)?
constexpr theta_verdict decide_theta(const polynomial& f, const polynomial& g, int sizes, const regime& where = {}) {
  return {decide(f, g, sizes, where), decide(g, f, sizes, where)};
}

}  // namespace conform
