#pragma once
// order_words: the order of two variants in words.

#include "comparison/compare.hpp"

namespace conform::analyzer {

/// The variant that costs less; empty where they cost the same.
std::string_view lesser_of(const comparison& what, const pair_order& pair, int order);

/// "dense costs less", "equal"
std::string order_words(const comparison& what, const pair_order& pair, int order);

/// "from n = 1 dense costs less; from n = 66 linear_elu costs less": the first dozen changes, and how many more.
std::string changes_words(const comparison& what, const pair_order& pair);

/// "conform compare, unit_total in operations (...), n = n_q = n_k, d = 64"
std::string heading_of(const comparison& what);
/// "d = d_k = d_v = 64"
std::string widths_words(const comparison& what);
/// "32,768 words"
std::string memory_words(const comparison& what);

/// "B_r = 64 (default), B_c = 64 (default)"
std::string sizes_words(const compared_variant& what);

/// "all n from 1 to 1,000"
std::string range_words(const comparison& what);

}  // namespace conform::analyzer
