#pragma once
// scale_experiment: what a scale d^-a does to the scores of attention, by sampling with a fixed seed.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace conform::analyzer {

/// q·k over independent pairs of components with mean 0 and variance 1, or correlated ones.
struct dot_sample {
  std::string_view components;  ///< "normal", "uniform", "+1 or -1", "correlated"
  int d;
  double mean, variance;
  double kurtosis;  ///< of q·k, as the components give it
};

/// Softmax over the scores of one query and n keys, at width d with scores times d^-a: over many queries.
struct softmax_sample {
  int scale;  ///< place in `scales`
  int d;
  double spread;         ///< mean standard deviation of a query's scores
  double entropy;        ///< mean (nats)
  double entropy_error;  ///< standard error of that mean
  double largest;        ///< mean largest weight
  double gradient;       ///< median Frobenius norm of the Jacobian of softmax
  double into_query;     ///< median of spread times that norm: what reaches the query
};

struct named_scale {
  std::string_view name;  ///< "1/sqrt(d)"
  double exponent;        ///< a
};
inline constexpr std::array<named_scale, 4> scales{
    {{"1", 0}, {"1/cbrt(d)", 1.0 / 3}, {"1/sqrt(d)", 0.5}, {"1/d", 1}}};

/// One statement, and whether the numbers bear it out.
struct scale_check {
  std::string says;
  bool holds;
};

struct scale_experiment {
  static constexpr int keys = 256, queries = 2000, pairs = 50'000;
  static constexpr double correlation = 0.5;

  std::uint64_t seed;
  std::vector<dot_sample> dots;
  std::vector<dot_sample> control;  ///< components of q and k correlated
  std::vector<softmax_sample> softmax;
  std::vector<scale_check> checks;

  bool holds() const;
  const softmax_sample& at(int scale, int d) const;
};

/// The widths at which softmax is sampled, in order.
inline constexpr std::array<int, 6> scale_widths{16, 64, 256, 1024, 4096, 16384};

scale_experiment run_scale_experiment(std::uint64_t seed);

}  // namespace conform::analyzer
