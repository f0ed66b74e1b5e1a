#pragma once
// compare_sizes: the sizes of a variant beside n: from d, from --sizes, from the fast memory, or a default.

#include "comparison/compare.hpp"

namespace conform::analyzer {

/// Sets `at` and `chosen`. Throws failure IMPOSSIBLE, USAGE.
void choose_sizes(compared_variant& into, const compare_options& asked);

/// What is asked must concern a variant. Throws failure SIZE-NOT-USED, USAGE.
void refuse_unused(const compare_options& asked);

/// Does --fast-memory set its tiles?
bool tiles_fill_memory(const variant_entry& variant);
/// Are they those of FlashAttention with rows and columns exchanged?
bool exchanged_tiles(const variant_entry& variant);

}  // namespace conform::analyzer
