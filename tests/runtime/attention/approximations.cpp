// Performer, Linformer and Nyströmformer: what their definitions say, and softmax attention in the limit of their papers.
#include <boost/test/unit_test.hpp>

#include <random>

#include <conform/attention/checking.hpp>
#include <conform/attention/cost.hpp>
#include <conform/attention/linformer.hpp>
#include <conform/attention/nystrom.hpp>
#include <conform/attention/performer.hpp>

#include "definition.hpp"

using namespace conform;
using namespace definition;

namespace {

variant_sizes<long long> sizes_of(long long n_q, long long n_k, long long d_k, long long d_v) {
  variant_sizes<long long> s;
  s.n_q = n_q, s.n_k = n_k, s.d_k = d_k, s.d_v = d_v;
  return s;
}
table dense_by_definition(const head_problem<double>& p) {
  return softmax_attention(read(p.q), read(p.k), read(p.v), static_cast<double>(p.size.d_k));
}
void put(const matrix<const double>& m, const table& values) {
  for (long long i = 0; i < m.rows; ++i)
    for (long long j = 0; j < m.columns; ++j)
      cell(m, i, j) = values[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
}
table identity(std::size_t size) {
  table out = zeros(size, size);
  for (std::size_t i = 0; i < size; ++i) out[i][i] = 1;
  return out;
}

/// Every pair weighs the mean over features w of exp(w·(q + k)/d^(1/4) - (|q|² + |k|²)/(2 sqrt(d))).
table performer_by_definition(const head_problem<double>& p) {
  const table q = read(p.q), k = read(p.k), v = read(p.v), features = read(p.given[0]);
  const double root = std::sqrt(static_cast<double>(p.size.d_k));
  table out = zeros(q.size(), static_cast<std::size_t>(p.size.d_v));
  for (std::size_t i = 0; i < q.size(); ++i) {
    double total = 0;
    for (std::size_t j = 0; j < k.size(); ++j) {
      double weight = 0;
      for (const row& w : features) {
        double exponent = 0;
        for (std::size_t f = 0; f < w.size(); ++f)
          exponent += w[f] * (q[i][f] + k[j][f]) / std::sqrt(root) - (q[i][f] * q[i][f] + k[j][f] * k[j][f]) / (2 * root);
        weight += std::exp(exponent);
      }
      total += weight;
      for (std::size_t c = 0; c < out[i].size(); ++c) out[i][c] += weight * v[j][c];
    }
    for (double& x : out[i]) x /= total;
  }
  return out;
}

/// Rows of normal numbers; blocks of `orthogonal` rows are turned so that they are at right angles, of the same lengths.
table random_features(std::size_t count, std::size_t width, bool orthogonal, std::mt19937& random) {
  std::normal_distribution<double> normal;
  table out = zeros(count, width);
  for (row& r : out)
    for (double& x : r) x = normal(random);
  if (!orthogonal) return out;
  const table lengths = out;
  const auto dot = [](const row& a, const row& b) {
    double sum = 0;
    for (std::size_t f = 0; f < a.size(); ++f) sum += a[f] * b[f];
    return sum;
  };
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = i - i % width; j < i; ++j) {
      const double along = dot(out[i], out[j]) / dot(out[j], out[j]);
      for (std::size_t f = 0; f < width; ++f) out[i][f] -= along * out[j][f];
    }
  for (std::size_t i = 0; i < count; ++i) {
    const double stretch = std::sqrt(dot(lengths[i], lengths[i]) / dot(out[i], out[i]));
    for (double& x : out[i]) x *= stretch;
  }
  return out;
}

/// The mean over seeds of the distance from dense attention.
double performer_distance(long long features, bool orthogonal) {
  double sum = 0;
  constexpr int seeds = 8;
  std::mt19937 random(5);
  for (int seed = 0; seed < seeds; ++seed) {
    variant_sizes<long long> s = sizes_of(6, 9, 4, 3);
    s.features = features;
    trial<performer, double> head(machine<double>{}, s, static_cast<unsigned long long>(seed));
    scale(head.problem.q, 0.5), scale(head.problem.k, 0.5);  // the variance grows as exp |q + k|²
    put(head.problem.given[0], random_features(static_cast<std::size_t>(features), 4, orthogonal, random));
    head.run();
    sum += error(read(head.problem.out), dense_by_definition(head.problem)) / seeds;
  }
  return sum;
}

/// a⁻¹ by Gauss and Jordan, with pivots.
table inverse(table a) {
  const std::size_t size = a.size();
  table out = identity(size);
  for (std::size_t i = 0; i < size; ++i) {
    std::size_t pivot = i;
    for (std::size_t r = i; r < size; ++r)
      if (std::abs(a[r][i]) > std::abs(a[pivot][i])) pivot = r;
    std::swap(a[i], a[pivot]), std::swap(out[i], out[pivot]);
    const double by = a[i][i];
    for (double& x : a[i]) x /= by;
    for (double& x : out[i]) x /= by;
    for (std::size_t r = 0; r < size; ++r) {
      const double factor = a[r][i];
      if (r == i) continue;
      for (std::size_t c = 0; c < size; ++c) a[r][c] -= factor * a[i][c], out[r][c] -= factor * out[i][c];
    }
  }
  return out;
}
table means(const table& x, std::size_t count) {
  const std::size_t segment = x.size() / count;
  table out = zeros(count, x[0].size());
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t f = 0; f < x[i].size(); ++f) out[i / segment][f] += x[i][f] / static_cast<double>(segment);
  return out;
}
/// diagonal·I - a
table less(double diagonal, table a) {
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a.size(); ++j) a[i][j] = (i == j ? diagonal : 0) - a[i][j];
  return a;
}
/// The pseudo-inverse after some iterations; the inverse for iterations < 0.
table near_inverse(const table& a, long long iterations) {
  if (iterations < 0) return inverse(a);
  double rows = 0, columns = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    double along_row = 0, along_column = 0;
    for (std::size_t j = 0; j < a.size(); ++j) along_row += std::abs(a[i][j]), along_column += std::abs(a[j][i]);
    rows = std::max(rows, along_row), columns = std::max(columns, along_column);
  }
  table z = turned(a);
  for (row& r : z)
    for (double& x : r) x /= rows * columns;
  for (long long i = 0; i < iterations; ++i) {
    const table az = product(a, z);
    z = product(z, less(13, product(az, less(15, product(az, less(7, az))))));
    for (row& r : z)
      for (double& x : r) x /= 4;
  }
  return z;
}
table nystrom_by_definition(const head_problem<double>& p, long long iterations) {
  const auto landmarks = static_cast<std::size_t>(p.size.landmarks);
  const double width = static_cast<double>(p.size.d_k);
  const table q = read(p.q), k = read(p.k), v = read(p.v), mean_q = means(q, landmarks), mean_k = means(k, landmarks);
  const table z = near_inverse(weights(mean_q, mean_k, width), iterations);
  return product(product(weights(q, mean_k, width), z), product(weights(mean_q, k, width), v));
}
trial<nystrom, double> nystrom_trial(long long n_q, long long n_k, long long landmarks, long long iterations) {
  variant_sizes<long long> s = sizes_of(n_q, n_k, 4, 3);
  s.landmarks = landmarks, s.iterations = iterations;
  return trial<nystrom, double>(machine<double>{}, s, 6);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(performer_attention)

BOOST_AUTO_TEST_CASE(weighs_pairs_by_its_features) {
  for (const double larger : {1.0, 3.0})
    for (long long n_q : {1, 5})
      for (long long n_k : {1, 4, 7})
        for (long long d_k : {1, 2, 5})
          for (long long features : {1, 3, 8}) {
            variant_sizes<long long> s = sizes_of(n_q, n_k, d_k, 3);
            s.features = features;
            trial<performer, double> head(machine<double>{}, s, 9);
            scale(head.problem.q, larger);
            head.run();
            BOOST_TEST(error(read(head.problem.out), performer_by_definition(head.problem)) < 1e-11);
          }
}

/// The error of a mean over `features` samples falls as 1/sqrt(features).
BOOST_AUTO_TEST_CASE(nears_softmax_attention_with_more_features) {
  for (const bool orthogonal : {false, true}) {
    const double few = performer_distance(16, orthogonal), more = performer_distance(1024, orthogonal);
    const double many = performer_distance(65536, orthogonal);
    BOOST_TEST_CONTEXT(orthogonal << ": " << few << ' ' << more << ' ' << many) {
      BOOST_TEST(more < few / 3);
      BOOST_TEST(many < more / 3);
      BOOST_TEST(many < 0.02);
    }
  }
}

BOOST_AUTO_TEST_CASE(stays_finite_at_any_length_of_a_query) {
  variant_sizes<long long> s = sizes_of(5, 6, 3, 2);
  s.features = 4;
  for (const double larger : {30.0, 1e4}) {
    trial<performer, double> head(machine<double>{}, s, 9);
    scale(head.problem.q, larger), scale(head.problem.k, larger);
    head.run();
    BOOST_TEST(finite(read(head.problem.out)));
  }
}

BOOST_AUTO_TEST_CASE(keeps_a_nan_in_the_row_of_its_query) {
  variant_sizes<long long> s = sizes_of(3, 4, 2, 2);
  s.features = 3;
  trial<performer, double> head(machine<double>{}, s, 9);
  cell(head.problem.q, 1, 0) = std::nan("");
  head.run();
  const table out = read(head.problem.out);
  BOOST_TEST((finite({out[0], out[2]}) && std::isnan(out[1][0]) && std::isnan(out[1][1])));
}

BOOST_AUTO_TEST_CASE(without_keys_is_0) {
  variant_sizes<long long> s = sizes_of(3, 0, 2, 2);
  s.features = 3;
  trial<performer, double> head(machine<double>{}, s, 9);
  head.run();
  BOOST_TEST((read(head.problem.out) == zeros(3, 2)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(linformer_attention)

trial<linformer, double> linformer_trial(long long n_q, long long n_k, long long length, double larger) {
  variant_sizes<long long> s = sizes_of(n_q, n_k, 3, 2);
  s.k = length;
  trial<linformer, double> head(machine<double>{}, s, 4);
  scale(head.problem.q, larger);
  return head;
}

BOOST_AUTO_TEST_CASE(attends_to_projected_keys) {
  for (const double larger : {1.0, 30.0})
    for (long long n_q : {1, 5})
      for (long long n_k : {0, 1, 4, 7})
        for (long long length : {1, 3, 8}) {
          auto head = linformer_trial(n_q, n_k, length, larger);
          head.run();
          const auto& p = head.problem;
          const table k = n_k ? product(read(p.given[0]), read(p.k)) : zeros(static_cast<std::size_t>(length), 3);
          const table v = n_k ? product(read(p.given[1]), read(p.v)) : zeros(static_cast<std::size_t>(length), 2);
          BOOST_TEST(error(read(p.out), softmax_attention(read(p.q), k, v, 3)) < 1e-12);
        }
}

BOOST_AUTO_TEST_CASE(is_dense_attention_by_identities) {
  for (const double larger : {1.0, 30.0})
    for (long long n_q : {1, 5})
      for (long long n_k : {1, 4, 7}) {
        auto head = linformer_trial(n_q, n_k, n_k, larger);
        for (int i : {0, 1}) put(head.problem.given[i], identity(static_cast<std::size_t>(n_k)));
        head.run();
        BOOST_TEST(error(read(head.problem.out), dense_by_definition(head.problem)) < 1e-14);
      }
}

BOOST_AUTO_TEST_CASE(keeps_a_nan_in_the_row_of_its_query) {
  auto head = linformer_trial(3, 4, 2, 1);
  cell(head.problem.q, 1, 0) = std::nan("");
  head.run();
  const table out = read(head.problem.out);
  BOOST_TEST((finite({out[0], out[2]}) && std::isnan(out[1][0]) && std::isnan(out[1][1])));
}

/// n = 4096, d = 64, k = 256.
BOOST_AUTO_TEST_CASE(costs_what_was_tallied) {
  variant_sizes<long long> s = sizes_of(4096, 4096, 64, 64);
  s.k = 256;
  const operations<integer> done = linformer::claim(checking::sizes_as<integer>(s));
  BOOST_TEST((static_cast<long long>(done.mul) == 269484032 && static_cast<long long>(done.add) == 270532608));
  BOOST_TEST((static_cast<long long>(done.cmp) == 1048576 && static_cast<long long>(done.exp) == 1048576));
  BOOST_TEST((static_cast<long long>(done.div) == 1048577 && static_cast<long long>(done.sqrt) == 1));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(nystrom_attention)

BOOST_AUTO_TEST_CASE(goes_through_its_landmarks) {
  for (long long landmarks : {1, 2, 3})
    for (long long q : {1, 3})
      for (long long k : {1, 2, 4})
        for (long long iterations : {0, 1, 6}) {
          auto head = nystrom_trial(landmarks * q, landmarks * k, landmarks, iterations);
          head.run();
          BOOST_TEST(error(read(head.problem.out), nystrom_by_definition(head.problem, iterations)) < 1e-12);
        }
}

BOOST_AUTO_TEST_CASE(nears_the_inverse_of_its_landmarks) {
  auto head = nystrom_trial(6, 9, 3, 40);
  head.run();
  BOOST_TEST(error(read(head.problem.out), nystrom_by_definition(head.problem, -1)) < 1e-9);
}

BOOST_AUTO_TEST_CASE(nears_dense_attention_where_all_are_landmarks) {
  double before = 1e9;
  for (long long iterations : {0, 2, 4, 6, 8, 30}) {
    auto head = nystrom_trial(7, 7, 7, iterations);
    head.run();
    const double distance = error(read(head.problem.out), dense_by_definition(head.problem));
    BOOST_TEST(distance < before, iterations << ": " << distance << " after " << before);
    before = distance;
  }
  BOOST_TEST(before < 1e-9);
}

BOOST_AUTO_TEST_CASE(stays_finite_at_large_scores) {
  auto head = nystrom_trial(6, 9, 3, 6);
  scale(head.problem.q, 30), scale(head.problem.k, 30);
  head.run();
  BOOST_TEST(finite(read(head.problem.out)));
}

BOOST_AUTO_TEST_CASE(needs_landmarks_that_divide) {
  variant_sizes<long long> s = sizes_of(6, 9, 2, 2);
  for (long long landmarks : {0, 1, 2, 3, 6, 9, 18}) {
    s.landmarks = landmarks;
    BOOST_TEST((nystrom::impossible(s) == nullptr) == (landmarks == 1 || landmarks == 3), landmarks);
  }
  s.landmarks = 3, s.n_q = 0;
  BOOST_TEST(nystrom::impossible(s) != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
