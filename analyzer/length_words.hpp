#pragma once
// length_words: "1k..1M:x2" as the lengths of a comparison or a sweep.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_reader.hpp"

namespace conform::analyzer {

/// Lengths that are shown, ascending; `from` and `to` are the ends of the range that is searched.
struct lengths {
  std::vector<long long> shown;
  long long from, to;
};

/// What an option of lengths accepts.
struct length_limits {
  std::string_view option;
  range accepted;
  std::size_t most_shown;
};
inline constexpr length_limits compared_lengths{"--n", {1, 16'777'216}, 1'000};  // at most 2^24

/// FROM..TO:xFACTOR, FROM..TO:+STEP, a list with commas, or one number; TO is shown where a step meets it. Throws
/// failure USAGE.
lengths read_lengths(const std::string& words, const length_limits& limits = compared_lengths);

}  // namespace conform::analyzer
