#pragma once
// prove: `conform prove VARIANT BOUND`: is the unit total of a variant in O, Theta or Omega of a bound?

#include <optional>
#include <string>
#include <vector>

#include "proof/bound_parser.hpp"
#include "proof/growth_decision.hpp"
#include "proof/growth_letters.hpp"

namespace conform::analyzer {

enum class growth_relation : std::uint8_t { big_o, theta, omega };

struct prove_options {
  const variant_entry* variant;
  std::string bound;
  growth_relation relation{growth_relation::big_o};
  std::string regime;  ///< empty: all sizes
};

struct proof {
  prove_options asked;
  variant_formulas formulas;
  growth_letters letters;
  std::vector<std::string> told;     ///< the letters of the bound, in order, then those of the regime
  std::vector<std::vector<rational>> powers;  ///< of each of them, of the symbols
  growth_question question;
  std::optional<growth_answer> upper, lower;

  outcome is() const;
};

/// Throws failure BOUND or REGIME for a text that is not read and for a letter that is none of the variant's; OVERFLOW.
proof prove(const prove_options& asked);

std::string write_proof(const proof& what);

}  // namespace conform::analyzer
