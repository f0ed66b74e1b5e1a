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
    const auto compulsory = static_cast<double>(one.variant->resident(at_length(*one.variant, one.at, length)));
    out.push_back({length, words / theorem, words / std::min(theorem, product), words / (2 * product), words / compulsory});
  }
  return out;
}

}  // namespace conform::analyzer
