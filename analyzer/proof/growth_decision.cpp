#include "proof/growth_decision.hpp"

#include <algorithm>

namespace conform::analyzer {
namespace {

constexpr long long longest_product = 2000;

/// The largest power of a size.
long long degree_in(const polynomial& p, int id) {
  long long out = 0;
  for (const term& t : p.terms()) {
    long long degree = 0;
    for (const factor& f : t.factors) {
      if (f.kind == atom_kind::symbol && f.id == id) degree += f.power;
      long long within = 0;
      for (const polynomial& argument : f.arguments) within = std::max(within, degree_in(argument, id));
      degree += within * f.power;
    }
    out = std::max(out, degree);
  }
  return out;
}

/// Has this many terms or more when multiplied out? Powers that count roots may be large.
bool is_long(const growth_question& asked, const polynomial& f, const polynomial& g) {
  long long terms = 1;
  for (int id = 0; id < asked.sizes && terms <= longest_product; ++id)
    terms *= 1 + std::max(degree_in(f, id), degree_in(g, id));
  return asked.root > 1 && terms > longest_product;
}

/// What the decision procedure says. Where a number leaves 128 bits, nobody knows.
growth_answer decided(const growth_question& asked, const polynomial& f, const polynomial& g) {
  for (const precision wanted : {precision::small_constant, precision::any_constant, precision::polytope_only}) {
    if (wanted != precision::polytope_only && is_long(asked, f, g)) continue;
    try {
      return {growing::decide_in_roots(f, g, asked.sizes, asked.where, asked.root, wanted), f, g};
    } catch (const integer_overflow&) {
    }
  }
  growth_answer out{{}, f, g};
  out.is.why = "a number of the proof leaves 128 bits";
  return out;
}

/// Of two formulas the first proves, the second refutes.
growth_answer enclosed(growth_answer proves, const growth_answer& refutes) {
  if (proves.is.holds() || refutes.is.fails()) return proves.is.holds() ? proves : refutes;
  if (proves.is.fails()) {
    proves.is = verdict{};
    proves.is.why = "holds for one of the claims that enclose it, not for the other";
  }
  return proves;
}

}  // namespace

growth_answer at_most(const growth_question& asked) {
  const growth_answer out = decided(asked, asked.high, asked.bound);
  return asked.low == asked.high ? out : enclosed(out, decided(asked, asked.low, asked.bound));
}

growth_answer at_least(const growth_question& asked) {
  const growth_answer out = decided(asked, asked.bound, asked.low);
  return asked.low == asked.high ? out : enclosed(out, decided(asked, asked.bound, asked.high));
}

std::string_view word_of(const verdict& v) {
  return v.holds() ? "proved" : v.fails() ? "refuted" : "undecided";
}

}  // namespace conform::analyzer
