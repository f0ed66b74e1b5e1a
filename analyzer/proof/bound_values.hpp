#pragma once
// bound_values: what a parsed bound means over the letters of a variant, where a regime may set one letter to a product
// of others with fractional powers.

#include <string>
#include <vector>

#include "proof/bound_parser.hpp"
#include "proof/bound_tokens.hpp"
#include "proof/growth_decision.hpp"
#include "proof/growth_letters.hpp"

namespace conform::analyzer {

/// Powers of the symbols, which may be fractions: l = n^0.5.
using powers = std::vector<rational>;

/// x <= y, or x = y, of two products.
struct power_relation {
  powers lesser, greater;
  bool equal;
};

/// What is so at all possible sizes: some products together are at most another.
struct power_fact {
  std::vector<powers> lesser;
  powers greater;
  bool spare;  ///< each of them is less: they are several, or have numbers before them
  const relation* stated;
};

class bound_values {
 public:
  bound_values(const variant_entry& variant, const growth_letters& letters);

  /// Takes every x = product in, in order: it replaces x, or restricts the sizes where x is no free letter. Keeps the
  /// other items. Throws failure REGIME, also where no possible sizes are left.
  void assume(const std::vector<regime_item>& items);

  /// The powers of a letter as written. Throws what `refuse` throws where the variant has no such letter.
  powers of_letter(const std::string& written, std::size_t column, refuse_at refuse) const;

  /// The question, all in powers that count roots. Throws failure BOUND.
  growth_question asked(const polynomial& low, const polynomial& high, const bound_node& bound) const;

 private:
  powers of_monomial(const polynomial& p) const;
  powers of_product(const bound_node& node) const;
  bool replace(const powers& left, const powers& right);
  const power_fact* contradicted() const;
  int root_of(const bound_node& node) const;
  polynomial value_of(const bound_node& node, int root) const;

  const variant_entry& variant_;
  const growth_letters& letters_;
  std::vector<powers> symbols_;  ///< the value of each symbol
  std::vector<power_relation> relations_;
  std::vector<power_fact> facts_;
  std::vector<powers> fixed_;
};

}  // namespace conform::analyzer
