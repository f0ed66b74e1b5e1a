#pragma once
// growth_decision: does a unit total grow at most, or at least, as a bound? Decided for the claim itself, or for two
// claims that enclose it.

#include <string>

#include <conform/size/decide.hpp>

namespace conform::analyzer {

/// A unit total between low and high, beside a bound; powers count root-th roots.
struct growth_question {
  polynomial low, high, bound;
  int sizes = 0;
  regime where;
  int root = 1;
};

/// The verdict, and the two formulas that it is about: is f in O(g)?
struct growth_answer {
  verdict is;
  polynomial f, g;
};

/// Is the unit total in O(bound)?
growth_answer at_most(const growth_question& asked);
/// Is it in Omega(bound), that is: is the bound in O(unit total)?
growth_answer at_least(const growth_question& asked);

/// "proved", "refuted", "undecided"
std::string_view word_of(const verdict& v);

}  // namespace conform::analyzer
