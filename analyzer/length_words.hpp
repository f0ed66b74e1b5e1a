#pragma once
// length_words: "1k..1M:x2" as the lengths of a comparison.

#include <string>
#include <vector>

namespace conform::analyzer {

/// Lengths that are shown, ascending; `from` and `to` are the ends of the range that is searched.
struct lengths {
  std::vector<long long> shown;
  long long from, to;
};

/// FROM..TO:xFACTOR, FROM..TO:+STEP, a list with commas, or one number; TO is shown where a step meets it. Throws
/// failure USAGE.
lengths read_lengths(const std::string& words);

}  // namespace conform::analyzer
