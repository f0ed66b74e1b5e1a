#pragma once
// Attention in plain loops, in double, over axes that are letters: the independent reference of this room.
// b batch, h head, g group, q query, k key, f head_dim, w and u axes of V's own.

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <string>

#include <conform/attention/attention.hpp>

namespace reference {

using point = std::map<char, int>;

/// The number in a cell of Q, K or V: the same for a name and a point, whatever the order of the axes.
inline double cell(char who, std::string axes, const point& at) {
  std::sort(axes.begin(), axes.end());
  double x = who;
  for (char a : axes) x = 3.7 * x + 1.3 * at.at(a) + a;
  return 2 * std::sin(x);
}

/// Calls body(point) for every point of the axes, the last letter fastest.
inline void for_each_point(const std::string& axes, const point& extents, const std::function<void(const point&)>& body,
                           point at = {}) {
  if (at.size() == axes.size()) return body(at);
  const char axis = axes[at.size()];
  for (int i = 0; i < extents.at(axis); ++i) {
    at[axis] = i;
    for_each_point(axes, extents, body, at);
    at.erase(axis);
  }
}

/// Fills cells laid out as the axes say.
template <class T>
void fill(T* cells, char who, const std::string& axes, const point& extents) {
  for_each_point(axes, extents, [&](const point& at) { *cells++ = static_cast<T>(cell(who, axes, at)); });
}

struct problem {
  std::string q, k, v;  ///< axes
  point extents;
  conform::pattern keys = conform::full;

  /// Q's axes without head_dim, then V's own.
  std::string out() const {
    std::string axes;
    for (char a : q)
      if (a != 'f') axes += a;
    for (char a : v)
      if (a != 'k' && (a == 'f' || q.find(a) == std::string::npos)) axes += a;
    return axes;
  }
  bool masked(int i, int j) const {
    const int place = i + extents.at('k') - extents.at('q');
    const auto other_chunk = [&] { return keys.chunk > 0 && j / keys.chunk != place / keys.chunk; };
    return keys.ordered && (j > place || (keys.window > 0 && place - j >= keys.window) || other_chunk());
  }
  /// One number of the result. `round` is what storing a number does to it.
  double at(point p, const std::function<double(double)>& round) const {
    const int own_f = p.contains('f') ? p['f'] : 0, d = extents.at('f'), n = extents.at('k');
    std::vector<double> score(static_cast<std::size_t>(n), -std::numeric_limits<double>::infinity());
    double largest = score.empty() ? 0 : score[0];
    for (int j = 0; j < n; ++j) {
      if (masked(p['q'], j)) continue;
      p['k'] = j;
      double& s = score[static_cast<std::size_t>(j)] = 0;
      for (int f = 0; f < d; ++f) p['f'] = f, s += round(cell('Q', q, p)) * round(cell('K', k, p));
      largest = std::max(largest, s /= std::sqrt(d));
    }
    double sum = 0, out = 0;
    p['f'] = own_f;
    for (int j = 0; j < n; ++j) {
      if (masked(p['q'], j)) continue;
      p['k'] = j;
      const double weight = std::exp(score[static_cast<std::size_t>(j)] - largest);
      sum += weight, out += weight * round(cell('V', v, p));
    }
    return sum == 0 ? 0 : out / sum;
  }

  /// The largest difference between the reference and cells laid out as out() says. A NaN is infinitely different.
  template <class T>
  double largest_error(const T* cells) const {
    const auto round = [](double x) { return static_cast<double>(static_cast<T>(x)); };
    double worst = 0;
    for_each_point(out(), extents, [&](const point& p) {
      const double error = std::abs(static_cast<double>(*cells++) - at(p, round));
      worst = error <= worst ? worst : std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
    });
    return worst;
  }
};

}  // namespace reference
