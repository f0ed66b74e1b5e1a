#include "io_bounds.hpp"

#include <algorithm>
#include <cmath>

namespace conform::analyzer {

std::vector<io_ratio> io_ratios(const comparison& what, const compared_variant& one) {
  std::vector<io_ratio> out;
  if (what.asked.metric != cost_metric::io || !what.asked.fast_memory) return out;
  const auto memory = static_cast<double>(*what.asked.fast_memory), d = static_cast<double>(what.asked.d);
  for (std::size_t i = 0; i < one.values.size(); ++i) {
    const long long length = what.asked.n.shown[i];
    const auto n = static_cast<double>(length), words = static_cast<double>(one.values[i]);
    const double theorem = n * n * d * d / memory, product = n * n * d / std::sqrt(memory);
    const point_sizes at = at_length(*one.variant, one.at, length);
    const auto compulsory = static_cast<double>(one.variant->resident(at));
    const auto multiply_adds = static_cast<double>(one.variant->claim(at).mac);
    const bool covered = d <= memory && memory <= n * d;
    out.push_back({length, covered ? std::optional{words / theorem} : std::nullopt, words / std::min(theorem, product),
                   words / (multiply_adds / std::sqrt(memory)), words / compulsory});
  }
  return out;
}

}  // namespace conform::analyzer
