#pragma once
// Softmax attention over the pairs that a predicate scores, in plain loops: the independent reference of the variants.

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <conform/attention/trial.hpp>

namespace by_predicate {

using namespace conform;

/// Does query i score key j?
using predicate = std::function<bool(long long, long long)>;

/// A cell of an input, to be changed.
inline double& cell(const matrix<const double>& m, long long i, long long j) {
  return const_cast<double&>(m.cell(i, j));
}

/// Softmax attention over the pairs that a predicate scores, written straight from its definition.
inline std::vector<double> attended(const head_problem<double>& p, const predicate& scored) {
  std::vector<double> out;
  for (long long i = 0; i < p.q.rows; ++i) {
    std::vector<double> weight(static_cast<std::size_t>(p.k.rows), 0);
    double top = -std::numeric_limits<double>::infinity(), sum = 0;
    for (long long j = 0; j < p.k.rows; ++j) {
      if (!scored(i, j)) continue;
      double dot = 0;
      for (long long f = 0; f < p.q.columns; ++f) dot += p.q.cell(i, f) * p.k.cell(j, f);
      weight[static_cast<std::size_t>(j)] = dot / std::sqrt(static_cast<double>(p.q.columns));
      top = std::max(top, weight[static_cast<std::size_t>(j)]);
    }
    for (long long j = 0; j < p.k.rows; ++j) {
      double& w = weight[static_cast<std::size_t>(j)];
      sum += w = scored(i, j) ? std::exp(w - top) : 0;
    }
    for (long long u = 0; u < p.v.columns; ++u) {
      double mix = 0;
      for (long long j = 0; j < p.k.rows; ++j)
        if (scored(i, j)) mix += weight[static_cast<std::size_t>(j)] / sum * p.v.cell(j, u);
      out.push_back(mix);
    }
  }
  return out;
}
inline std::vector<double> result(const head_problem<double>& p) {
  return {p.out.data, p.out.data + p.out.rows * p.out.columns};
}
/// To 1e-12 of the largest value.
inline void agree(const std::vector<double>& is, const std::vector<double>& expected) {
  double worst = 0, largest = 1;
  for (std::size_t i = 0; i < is.size(); ++i) {
    const double error = std::abs(is[i] - expected[i]);
    worst = error <= worst ? worst : std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
    largest = std::max(largest, std::abs(expected[i]));
  }
  BOOST_TEST(worst <= 1e-12 * largest);
}

}  // namespace by_predicate
