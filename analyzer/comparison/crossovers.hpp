#pragma once
// crossovers: the lengths at which the order of two costs changes: all of them, over all whole numbers of a range.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <conform/size/polynomial.hpp>

#include "proof/sign_runs.hpp"

namespace conform::analyzer {

/// A cost at every length of a range.
struct cost_of_length {
  std::optional<polynomial> formula;        ///< of n, whose id is 0
  std::function<integer(long long)> value;  ///< the same in whole numbers
};

/// The lengths of a range at which a variant can be.
class possible_lengths {
 public:
  possible_lengths() = default;
  possible_lengths(long long from, long long to, const std::function<bool(long long)>& possible);

  bool all() const { return possible_.empty(); }
  bool at(long long n) const { return possible_.empty() || possible_[static_cast<std::size_t>(n - from_)]; }
  /// Of a range that is not all possible.
  long long first_impossible() const;

 private:
  long long from_ = 0;
  std::vector<bool> possible_;  ///< empty: all
};

/// The order from this length on: -1 where the first of two costs less, 0 where they cost the same.
struct order_at {
  long long n;
  int order;
  friend bool operator==(const order_at&, const order_at&) = default;
};

constexpr std::size_t most_listed = 1'000;

struct pair_order {
  std::size_t first, second;      ///< variants, by their places
  std::optional<order_at> start;  ///< at the least possible length; nothing where there is none
  std::vector<order_at> changes;  ///< all; of many, the first `most_listed`
  long long count = 0;            ///< of all changes
  std::optional<order_at> last;   ///< the last change
  std::string undecided;          ///< why nothing is known
};

/// Exact: where both have formulas by what encloses those, and number by number between; by pieces of the formulas where
/// that is too long, and number by number where there are none. `undecided` says where even that would take too long.
/// Throws integer_overflow.
pair_order order_of(const cost_of_length& first, const possible_lengths& first_possible, const cost_of_length& second,
                    const possible_lengths& second_possible, long long from, long long to);

}  // namespace conform::analyzer
