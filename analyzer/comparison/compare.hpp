#pragma once
// compare: `conform compare VARIANT...`: what variants cost at many lengths, and the lengths at which their order
// changes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "comparison/crossovers.hpp"
#include "drawn_format.hpp"
#include "length_words.hpp"
#include "size_words.hpp"

namespace conform::analyzer {

enum class cost_metric : std::uint8_t { unit_total, matmul_flops, memory, io };

struct compare_options {
  std::vector<const variant_entry*> variants;
  lengths n;
  long long d{64};
  cost_metric metric{cost_metric::unit_total};
  std::vector<size_word> sizes;
  std::optional<long long> fast_memory;  ///< words
  drawn_format format{drawn_format::text};
  std::optional<std::string> output;
};

/// A size beside n and d, and who chose it.
struct chosen_size {
  std::string name;
  long long value;
  std::string_view by;  ///< "default", "--sizes", "--fast-memory", "--d"
};

struct compared_variant {
  const variant_entry* variant;
  point_sizes at;  ///< all but n_q and n_k
  std::vector<chosen_size> chosen;
  std::optional<polynomial> formula;  ///< of n, whose id is 0
  std::string formula_text;           ///< "262·n² + 2", or why there is none
  std::vector<integer> values;        ///< at the lengths that are shown
  possible_lengths possible;
  std::vector<std::string> notes;
};

struct comparison {
  compare_options asked;
  std::vector<compared_variant> variants;
  std::vector<pair_order> pairs;

  /// "a and b": the variants of a pair.
  const compared_variant& first_of(const pair_order& pair) const { return variants[pair.first]; }
  const compared_variant& second_of(const pair_order& pair) const { return variants[pair.second]; }
};

/// Throws failure IMPOSSIBLE, NO-IO, SIZE-NOT-USED, USAGE, OVERFLOW.
comparison compare(const compare_options& asked);

/// What it costs at a point. Of io: the variant states it. Throws integer_overflow.
integer value_at(const variant_entry& variant, cost_metric metric, const point_sizes& at);

/// The sizes of a variant at one length.
point_sizes at_length(const variant_entry& variant, point_sizes at, long long n);

/// "unit_total"
std::string_view name_of(cost_metric metric);
/// What one count is: "unit total: every scalar operation counts 1".
std::string_view meaning_of(cost_metric metric);
/// "operations"
std::string_view unit_of(cost_metric metric);

std::string write_comparison(const comparison& what);

std::string write_comparison_text(const comparison& what);
std::string write_comparison_json(const comparison& what);
std::string write_comparison_csv(const comparison& what);
std::string write_comparison_markdown(const comparison& what);
std::string write_comparison_svg(const comparison& what);

}  // namespace conform::analyzer
