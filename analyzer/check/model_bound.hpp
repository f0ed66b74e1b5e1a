#pragma once
// model_bound: a bound as a conform.toml writes it, over the sizes of a model.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "metered_model.hpp"
#include "proof/bound_parser.hpp"
#include "proof/growth_decision.hpp"

namespace conform::analyzer {

/// Powers count root-th roots, so that n^1.5 is a whole power. growth_of says what its letters are.
class model_bound {
 public:
  /// Throws failure BOUND for a letter that is no size of the model, and for a power that is not read.
  model_bound(const metered_model& m, const workload& work, bool of_core, const bound_node& bound);

  const polynomial& value() const { return value_; }
  int root() const { return root_; }

  /// heads·head_dim = model, where the config has it so: then the two widths are one.
  regime where() const;

  /// A formula of the model in the same roots.
  polynomial told(const polynomial& formula) const;

 private:
  bool names(const std::vector<std::string>& letters) const;
  polynomial in_roots(int id) const;
  polynomial symbol(std::string_view name) const;
  integer number(std::string_view name) const;
  polynomial of_letter(const bound_node& node) const;
  polynomial power_of(const bound_node& node) const;
  polynomial root_of_product(const bound_node& node, const polynomial& base) const;
  polynomial value_of(const bound_node& node) const;

  const metered_model& m_;
  int root_;
  std::vector<std::string> named_;
  std::map<std::string, polynomial, std::less<>> letters_;
  polynomial value_;
};

}  // namespace conform::analyzer
