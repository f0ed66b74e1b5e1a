#include "growth_decision.hpp"

namespace conform::analyzer {
namespace {

/// What the decision procedure says. Where a number leaves 128 bits, nobody knows.
growth_answer decided(const growth_question& asked, const polynomial& f, const polynomial& g) {
  for (const precision wanted : {precision::small_constant, precision::any_constant}) {
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
