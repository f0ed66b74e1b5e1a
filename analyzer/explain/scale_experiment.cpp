#include "explain/scale_experiment.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace conform::analyzer {
namespace {

/// SplitMix64 (Steele, Lea and Flood 2014); normals by Box and Muller 1958.
class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) : state_{seed} {}

  std::uint64_t bits() {
    std::uint64_t x = state_ += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
  }
  /// In (0, 1).
  double fraction() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53; }
  double normal() {
    if (has_spare_) {
      has_spare_ = false;
      return spare_;
    }
    const double radius = std::sqrt(-2 * std::log(fraction())), angle = 2 * std::numbers::pi * fraction();
    spare_ = radius * std::sin(angle);
    has_spare_ = true;
    return radius * std::cos(angle);
  }
  /// The sum of d squared normals, d >= 2: twice a gamma number of shape d/2, by Marsaglia and Tsang 2000.
  double chi_squared(int d) {
    const double shape = d / 2.0 - 1.0 / 3, spread = 1 / std::sqrt(9 * shape);
    for (;;) {
      const double x = normal(), root = 1 + spread * x, cube = root * root * root;
      if (cube > 0 && std::log(fraction()) < 0.5 * x * x + shape * (1 - cube + std::log(cube))) return 2 * shape * cube;
    }
  }

 private:
  std::uint64_t state_;
  double spare_{};
  bool has_spare_{};
};

struct components {
  std::string_view name;
  double kurtosis;
  double (*draw)(random_numbers&);
};
constexpr components kinds[]{
    {"normal", 3, [](random_numbers& r) { return r.normal(); }},
    {"uniform", 9.0 / 5, [](random_numbers& r) { return (2 * r.fraction() - 1) * std::numbers::sqrt3; }},
    {"+1 or -1", 1, [](random_numbers& r) { return r.bits() >> 63 ? 1.0 : -1.0; }}};
constexpr int dot_widths[]{16, 64, 256};

/// Every pair is drawn anew: the entries of one Q·Kᵀ would depend on each other. k is `correlation` of q, else new.
dot_sample sample_dots(random_numbers& random, const components& kind, int d, double correlation) {
  const double fresh = std::sqrt(1 - correlation * correlation);
  double sum = 0, squares = 0;
  for (int i = 0; i < scale_experiment::pairs; ++i) {
    double dot = 0;
    for (int f = 0; f < d; ++f) {
      const double q = kind.draw(random), k = correlation * q + fresh * kind.draw(random);
      dot += q * k;
    }
    sum += dot, squares += dot * dot;
  }
  const double mean = sum / scale_experiment::pairs;
  return {kind.name, d, mean, squares / scale_experiment::pairs - mean * mean,
          3 + (kind.kurtosis * kind.kurtosis - 3) / d};
}

struct weights_of_row {
  double spread, entropy, largest, gradient;
};

/// What softmax makes of scores. 1 - p of the largest weight is the sum of the others, which may be below what 1 - p
/// can tell.
weights_of_row weigh(const std::vector<double>& scores) {
  const auto count = static_cast<double>(scores.size());
  double sum = 0, squares = 0;
  for (const double s : scores) sum += s, squares += s * s;
  const auto top = static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
  std::vector<double> p(scores.size());
  double others = 0, others_squared = 0;
  for (std::size_t j = 0; j < p.size(); ++j) {
    p[j] = std::exp(scores[j] - scores[top]);
    if (j != top) others += p[j];
  }
  const double total = 1 + others;
  double entropy = 0;
  for (std::size_t j = 0; j < p.size(); ++j) {
    entropy += p[j] / total * (std::log(total) - (scores[j] - scores[top]));
    p[j] /= total;
    if (j != top) others_squared += p[j] * p[j];
  }
  const double top_squared = p[top] * p[top], rest = others / total;
  double norm = top_squared * (rest * rest + others_squared);
  for (std::size_t j = 0; j < p.size(); ++j)
    if (j != top) norm += p[j] * p[j] * ((1 - p[j]) * (1 - p[j]) + top_squared + others_squared - p[j] * p[j]);
  const double mean = sum / count;
  return {std::sqrt(std::max(0.0, squares / count - mean * mean)), entropy, p[top], std::sqrt(norm)};
}

double median(std::vector<double> all) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  return *middle;
}

/// Given q, the scores of independent normal keys are independent normal numbers of deviation |q|·d^-a, and |q|² is the
/// sum of d squared normals: so they are drawn, at any width.
std::vector<softmax_sample> sample_softmax(random_numbers& random, int d) {
  constexpr std::size_t count = scales.size();
  std::array<softmax_sample, count> out{};
  std::array<double, count> entropy_squares{};
  std::array<std::vector<double>, count> gradients, into_query;
  std::vector<double> keys(scale_experiment::keys), scores(scale_experiment::keys);
  for (int row = 0; row < scale_experiment::queries; ++row) {
    const double length = std::sqrt(random.chi_squared(d));
    for (double& z : keys) z = random.normal();
    for (std::size_t a = 0; a < count; ++a) {
      const double deviation = length * std::pow(d, -scales[a].exponent);
      std::transform(keys.begin(), keys.end(), scores.begin(), [&](double z) { return z * deviation; });
      const weights_of_row seen = weigh(scores);
      out[a].spread += seen.spread / scale_experiment::queries;
      out[a].entropy += seen.entropy / scale_experiment::queries;
      out[a].largest += seen.largest / scale_experiment::queries;
      entropy_squares[a] += seen.entropy * seen.entropy / scale_experiment::queries;
      gradients[a].push_back(seen.gradient);
      into_query[a].push_back(seen.spread * seen.gradient);
    }
  }
  for (std::size_t a = 0; a < count; ++a) {
    out[a].scale = static_cast<int>(a), out[a].d = d;
    const double variance = std::max(0.0, entropy_squares[a] - out[a].entropy * out[a].entropy);
    out[a].entropy_error = std::sqrt(variance / scale_experiment::queries);
    out[a].gradient = median(gradients[a]);
    out[a].into_query = median(into_query[a]);
  }
  return {out.begin(), out.end()};
}

/// Slope of ln y over ln x by least squares.
double slope(const std::vector<std::pair<double, double>>& points) {
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const auto& [a, b] : points) x += std::log(a), y += std::log(b);
  const auto count = static_cast<double>(points.size());
  for (const auto& [a, b] : points) {
    const double dx = std::log(a) - x / count;
    xx += dx * dx, xy += dx * (std::log(b) - y / count);
  }
  return xy / xx;
}

enum : int { plain, cube_root, square_root, whole };

void check_dots(scale_experiment& e) {
  bool variance = true, mean = true;
  for (const dot_sample& s : e.dots) {
    variance = variance && std::abs(s.variance / s.d - 1) <= 5 * std::sqrt((s.kurtosis - 1) / scale_experiment::pairs);
    mean = mean && std::abs(s.mean) <= 5 * std::sqrt(static_cast<double>(s.d) / scale_experiment::pairs);
  }
  e.checks.push_back({"the variance of q·k is d, for normal, uniform and two-valued components", variance});
  e.checks.push_back({"the mean of q·k is 0 at every d: it does not grow", mean});
  bool control = true;
  for (const dot_sample& s : e.control) control = control && std::abs(s.mean / s.d / scale_experiment::correlation - 1) < 0.05;
  e.checks.push_back({"control: where k is correlated with q the mean is in proportion to d, and 1/sqrt(d) does not undo it",
                      control});
}

void check_softmax(scale_experiment& e) {
  const double uniform = std::log(scale_experiment::keys);
  bool same = true, near = true, falls = true, between = true, flat = true, gradient = true, vanishes = true, alive = true,
       shrinks = true;
  const softmax_sample& narrow = e.at(square_root, scale_widths.front());
  std::vector<std::pair<double, double>> frozen;
  for (std::size_t i = 0; i < scale_widths.size(); ++i) {
    const int d = scale_widths[i];
    const auto &one = e.at(plain, d), &cube = e.at(cube_root, d), &root = e.at(square_root, d), &linear = e.at(whole, d);
    same = same && std::abs(root.entropy - narrow.entropy) <= 4 * std::hypot(root.entropy_error, narrow.entropy_error);
    near = near && std::abs(root.entropy - (uniform - 0.5)) <= 0.03;
    gradient = gradient && std::abs(root.gradient / narrow.gradient - 1) <= 0.05;
    flat = flat && std::abs((uniform - linear.entropy) / ((1 - 1.0 / scale_experiment::keys) / (2 * d)) - 1) <= 0.05;
    alive = alive && cube.gradient >= root.gradient;
    between = between && one.entropy < cube.entropy && cube.entropy < root.entropy;
    if (i > 0) {
      const int before = scale_widths[i - 1];
      falls = falls && cube.entropy < e.at(cube_root, before).entropy;
      vanishes = vanishes && one.gradient < e.at(plain, before).gradient;
      shrinks = shrinks && linear.into_query < e.at(whole, before).into_query;
    }
    if (d >= 1024) frozen.emplace_back(d, one.entropy);
  }
  const int widest = scale_widths.back();
  vanishes = vanishes && e.at(plain, widest).gradient < 1e-6 * e.at(square_root, widest).gradient;
  e.checks.push_back({"1/sqrt(d): the entropy of the weights is the same at every d (4 standard errors)", same});
  e.checks.push_back({"1/sqrt(d): it is ln n - 1/2, half a nat below uniform weights", near});
  e.checks.push_back({"1/sqrt(d): the median gradient of softmax is the same at every d (5 %)", gradient});
  e.checks.push_back({"1: the entropy falls as 1/sqrt(d) from d = 1024 on (slope -0.5 ± 0.15): one key takes all",
                      std::abs(slope(frozen) + 0.5) <= 0.15});
  e.checks.push_back({"1: the median gradient falls with every d, at the widest below a millionth of that of 1/sqrt(d)",
                      vanishes});
  e.checks.push_back({"1/cbrt(d): the entropy falls with every d, too, but slowly", falls});
  e.checks.push_back({"1/cbrt(d): it stays between those of 1 and of 1/sqrt(d)", between});
  e.checks.push_back({"1/cbrt(d): the median gradient does not vanish at these widths", alive});
  e.checks.push_back({"1/d: the weights tend to uniform ones, ln n - entropy is (1 - 1/n)/(2d) (5 %)", flat});
  e.checks.push_back({"1/d: what reaches the query shrinks with every d", shrinks});
}

}  // namespace

bool scale_experiment::holds() const {
  return std::all_of(checks.begin(), checks.end(), [](const scale_check& c) { return c.holds; });
}

const softmax_sample& scale_experiment::at(int scale, int d) const {
  return *std::find_if(softmax.begin(), softmax.end(),
                       [&](const softmax_sample& s) { return s.scale == scale && s.d == d; });
}

scale_experiment run_scale_experiment(std::uint64_t seed) {
  scale_experiment out{seed, {}, {}, {}, {}};
  random_numbers random{seed};
  for (const components& kind : kinds)
    for (const int d : dot_widths) out.dots.push_back(sample_dots(random, kind, d, 0));
  for (const int d : dot_widths) out.control.push_back(sample_dots(random, kinds[0], d, scale_experiment::correlation));
  for (const int d : scale_widths) {
    const auto of_width = sample_softmax(random, d);
    out.softmax.insert(out.softmax.end(), of_width.begin(), of_width.end());
  }
  check_dots(out);
  check_softmax(out);
  return out;
}

}  // namespace conform::analyzer
