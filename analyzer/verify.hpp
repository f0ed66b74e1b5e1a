#pragma once
// verify: `conform verify`: kernels run on counted numbers, and their claims beside what they did.

#include <optional>
#include <string>
#include <vector>

#include "proof/growth_decision.hpp"
#include "size_words.hpp"
#include "variant/variant_grid.hpp"
#include "variant/variant_list.hpp"

namespace conform::analyzer {

/// Which variants, at which points: those of a grid, or one that was chosen.
struct verify_options {
  std::vector<const variant_entry*> variants;
  analyzer::grid grid{analyzer::grid::small};
  std::optional<std::vector<size_word>> sizes;
  data_format format{data_format::text};
  bool kernels{};  ///< the fast kernels instead; of variants and sizes there is nothing then
};

/// The growth that a variant states, from above and from below.
struct verified_growth {
  std::string text;  ///< "Θ(n²·d)"
  verdict upper, lower;

  bool holds() const { return upper.holds() && lower.holds(); }
};

struct verified_variant {
  const variant_entry* variant;
  std::vector<variant_point> points;
  std::optional<verified_growth> growth;  ///< nothing for a chosen point

  std::size_t unequal() const;
  /// It ran, agrees at every point, and grows as it states.
  bool passes() const;
};

struct verification {
  verify_options asked;
  std::vector<verified_variant> variants;

  bool passes() const;
};

/// Claimed less executed over all kinds of operations, without signs. 0 where they agree.
integer difference_of(const operations<integer>& claimed, const operations<integer>& counted);
integer difference_of(const checked_point& at);
integer scratch_difference_of(const checked_point& at);
/// Words that were used unstaged among them.
integer traffic_difference_of(const checked_point& at);

/// Tells on a terminal how far it is. Throws failure (see point_of) before anything runs.
verification verify(const verify_options& asked);

/// "agrees on 40 points", "differs at 2 of 40 points", "ran at no point"
std::string verdict_of(const verified_variant& what);

std::string write_verification_text(const verification& what);
std::string write_verification_json(const verification& what);

}  // namespace conform::analyzer
