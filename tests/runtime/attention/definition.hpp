#pragma once
// Attention from its definition, in double, on tables of numbers: what kernels of variants are compared with.

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <conform/attention/trial.hpp>

namespace definition {

using row = std::vector<double>;
using table = std::vector<row>;

inline table zeros(std::size_t rows, std::size_t columns) { return table(rows, row(columns, 0.0)); }

template <class M>
table read(const M& m) {
  table out = zeros(static_cast<std::size_t>(m.rows), static_cast<std::size_t>(m.columns));
  for (std::size_t i = 0; i < out.size(); ++i)
    for (std::size_t j = 0; j < out[i].size(); ++j)
      out[i][j] = m.cell(static_cast<long long>(i), static_cast<long long>(j));
  return out;
}
/// The cells of an input of a trial, to change.
inline double& cell(const conform::matrix<const double>& m, long long i, long long j) {
  return const_cast<double&>(m.cell(i, j));
}
inline void scale(const conform::matrix<const double>& m, double by) {
  for (long long i = 0; i < m.rows; ++i)
    for (long long j = 0; j < m.columns; ++j) cell(m, i, j) *= by;
}
inline table product(const table& a, const table& b) {
  table out = zeros(a.size(), b.empty() ? 0 : b[0].size());
  for (std::size_t i = 0; i < out.size(); ++i)
    for (std::size_t j = 0; j < out[i].size(); ++j)
      for (std::size_t f = 0; f < b.size(); ++f) out[i][j] += a[i][f] * b[f][j];
  return out;
}
inline table turned(const table& a) {
  table out = zeros(a.empty() ? 0 : a[0].size(), a.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < out.size(); ++j) out[j][i] = a[i][j];
  return out;
}
inline table columns(const table& a, std::size_t first, std::size_t count) {
  table out;
  for (const row& r : a) out.push_back(row(r.begin() + static_cast<long>(first), r.begin() + static_cast<long>(first + count)));
  return out;
}
inline table beside(const table& a, const table& b) {
  table out = a;
  for (std::size_t i = 0; i < a.size(); ++i) out[i].insert(out[i].end(), b[i].begin(), b[i].end());
  return out;
}
/// softmax(a·bᵀ / sqrt(width))
inline table weights(const table& a, const table& b, double width) {
  table out = zeros(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    double largest = -std::numeric_limits<double>::infinity(), sum = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      for (std::size_t f = 0; f < a[i].size(); ++f) out[i][j] += a[i][f] * b[j][f];
      largest = std::max(largest, out[i][j] /= std::sqrt(width));
    }
    for (double& x : out[i]) sum += x = std::exp(x - largest);
    for (double& x : out[i]) x /= sum;
  }
  return out;
}
inline table softmax_attention(const table& q, const table& k, const table& v, double width) {
  return product(weights(q, k, width), v);
}

/// The largest difference, beside the largest number of b (at least 1). A NaN or another shape is infinitely different.
inline double error(const table& a, const table& b) {
  double worst = 0, largest = 1;
  if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].size() != b[i].size()) return std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < a[i].size(); ++j) {
      const double apart = std::abs(a[i][j] - b[i][j]);
      worst = apart <= worst ? worst : std::isnan(apart) ? std::numeric_limits<double>::infinity() : apart;
      largest = std::max(largest, std::abs(b[i][j]));
    }
  }
  return worst / largest;
}
inline bool finite(const table& a) {
  for (const row& r : a)
    for (const double x : r)
      if (!std::isfinite(x)) return false;
  return true;
}

}  // namespace definition
