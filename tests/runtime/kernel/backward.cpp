// Gradients of tiled attention against the definition in double, and against differences of the loss.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/backward.hpp>

#include "spread.hpp"
#include "worse.hpp"

using namespace conform::kernel;

namespace {

struct shape {
  int n_q, n_k, d_k, d_v;
  bool ordered = false;
  int window = 0;
  int step = 1;
  bool turned = false;

  spread::steps cells() const { return {step, turned}; }
};

using doubles = std::vector<std::vector<double>>;
doubles table(int rows, int columns) {
  return doubles(static_cast<std::size_t>(rows), std::vector<double>(static_cast<std::size_t>(columns)));
}
double& cell(doubles& d, int i, int j) { return d[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]; }

struct trial {
  shape s;
  spread::matrix<float> q, k, v, out, d_out, d_q, d_k, d_v;
  std::vector<float> totals;

  explicit trial(const shape& of)
      : s(of),
        q(s.n_q, s.d_k, s.cells()),
        k(s.n_k, s.d_k, s.cells()),
        v(s.n_k, s.d_v, s.cells()),
        out(s.n_q, s.d_v, s.cells()),
        d_out(s.n_q, s.d_v, s.cells()),
        d_q(s.n_q, s.d_k, s.cells(), 0),
        d_k(s.n_k, s.d_k, s.cells(), 0),
        d_v(s.n_k, s.d_v, s.cells(), 0),
        totals(2 * static_cast<std::size_t>(s.n_q)) {}

  bool seen(int i, int j) const {
    const int place = i + s.n_k - s.n_q;
    return !s.ordered || (j <= place && (s.window == 0 || j > place - s.window));
  }
  template <class V>
  void run() {
    head<float> h{};
    h.q = q.cells.data(), h.k = k.cells.data(), h.v = v.cells.data(), h.out = out.cells.data(), 
    h.totals = totals.data();
    h.n_q = s.n_q, h.n_k = s.n_k, h.d_k = s.d_k, h.d_v = s.d_v, h.ordered = s.ordered, h.window = s.window;
    h.query_q = q.row, h.match_q = q.column, h.key_k = k.row, h.match_k = k.column;
    h.key_v = v.row, h.own_v = v.column, h.query_out = out.row, h.own_out = out.column;
    std::vector<float> first(static_cast<std::size_t>(tiled::workspace_cells<V>(s.d_k, s.d_v)), std::nanf(""));
    tiled_attention<V>(h, first.data());
    std::vector<float> second(static_cast<std::size_t>(backward::workspace_cells<V>(s.n_q, s.n_k, s.d_k, s.d_v)),
                              std::nanf(""));
    const head_gradients<float> g{
        h,       d_out.cells.data(), d_q.cells.data(), d_k.cells.data(), d_v.cells.data(), d_out.row, d_out.column,
        d_q.row, d_q.column,         d_k.row,          d_k.column,       d_v.row,          d_v.column};
    attention_backward<V>(g, second.data());
  }
  /// Weights of every pair; lse is log(sum of exp(scores)) of each query.
  doubles weights(std::vector<double>& sums) {
    doubles p = table(s.n_q, s.n_k);
    sums.assign(static_cast<std::size_t>(s.n_q), -HUGE_VAL);
    for (int i = 0; i < s.n_q; ++i) {
      double largest = -HUGE_VAL, sum = 0;
      for (int j = 0; j < s.n_k; ++j) {
        for (int f = 0; f < s.d_k; ++f) cell(p, i, j) += q(i, f) * k(j, f) / std::sqrt(s.d_k);
        if (seen(i, j)) largest = std::max(largest, cell(p, i, j));
      }
      for (int j = 0; j < s.n_k; ++j) sum += cell(p, i, j) = seen(i, j) ? std::exp(cell(p, i, j) - largest) : 0;
      for (int j = 0; j < s.n_k && sum > 0; ++j) cell(p, i, j) /= sum;
      if (sum > 0) sums[static_cast<std::size_t>(i)] = largest + std::log(sum);
    }
    return p;
  }
  double loss() {
    std::vector<double> sums;
    doubles p = weights(sums);
    double total = 0;
    for (int i = 0; i < s.n_q; ++i)
      for (int j = 0; j < s.n_k; ++j)
        for (int w = 0; w < s.d_v; ++w) total += cell(p, i, j) * v(j, w) * d_out(i, w);
    return total;
  }
  /// The largest difference to the definition (Dao et al. 2022, B.2).
  double error() {
    std::vector<double> sums;
    doubles p = weights(sums), of_q = table(s.n_q, s.d_k), of_k = table(s.n_k, s.d_k), of_v = table(s.n_k, s.d_v);
    for (int i = 0; i < s.n_q; ++i) {
      std::vector<double> d_p(static_cast<std::size_t>(s.n_k));
      double overlap = 0;
      for (int j = 0; j < s.n_k; ++j)
        for (int w = 0; w < s.d_v; ++w) {
          d_p[static_cast<std::size_t>(j)] += d_out(i, w) * v(j, w);
          overlap += cell(p, i, j) * v(j, w) * d_out(i, w);
          cell(of_v, j, w) += cell(p, i, j) * d_out(i, w);
        }
      for (int j = 0; j < s.n_k; ++j)
        for (int f = 0; f < s.d_k; ++f) {
          const double d_s = cell(p, i, j) * (d_p[static_cast<std::size_t>(j)] - overlap) / std::sqrt(s.d_k);
          cell(of_q, i, f) += d_s * k(j, f), cell(of_k, j, f) += d_s * q(i, f);
        }
    }
    double worst = 0;
    const auto compare = [&](spread::matrix<float>& got, doubles& wanted, int rows, int columns) {
      for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j) {
          const double difference = std::abs(got(i, j) - cell(wanted, i, j)) / (1 + std::abs(cell(wanted, i, j)));
          worst = difference <= worst ? worst : std::isnan(difference) ? HUGE_VAL : difference;
        }
    };
    compare(d_q, of_q, s.n_q, s.d_k), compare(d_k, of_k, s.n_k, s.d_k), compare(d_v, of_v, s.n_k, s.d_v);
    for (std::size_t i = 0; i < sums.size(); ++i)
      if (const double lse = spread::log_sum_exp(totals, i); lse != sums[i])
        worst = worse(worst, std::abs(lse - sums[i]) / 4);
    return worst;
  }
};

template <class V>
void equals_definition() {
  int turn = 0;
  for (int n_q : {0, 1, 2, 15, 16, 33, 48, 49, 100})
    for (int n_k : {0, 1, 7, 63, 65, 130})
      for (int window : {-1, 0, 1, 20, 80}) {
        static constexpr int dims[][2] = {{1, 1}, {3, 5}, {16, 16}, {64, 64}, {80, 7}, {17, 96}};
        const int* d = dims[++turn % 6];
        trial t({n_q, n_k, d[0], d[1], window >= 0, window > 0 ? window : 0, 1 + turn % 7 / 5, turn % 11 == 0});
        t.run<V>();
        BOOST_TEST_CONTEXT("n_q " << n_q << " n_k " << n_k << " d_k " << d[0] << " d_v " << d[1] << " window " << window
                                  << " step " << t.s.step << " turned " << t.s.turned)
        BOOST_TEST(t.error() < 1e-5);
      }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_backward)

BOOST_AUTO_TEST_CASE(native_lanes) { equals_definition<lanes<float>>(); }
BOOST_AUTO_TEST_CASE(four_lanes) { equals_definition<lanes<float, 4>>(); }

/// More than one block of keys: 65536 / (2·256) + 64 of them make one.
BOOST_AUTO_TEST_CASE(blocks_of_keys) {
  for (int window : {-1, 0, 150}) {
    trial t({210, 450, 256, 250, window >= 0, window > 0 ? window : 0});
    t.run<lanes<float>>();
    BOOST_TEST(t.error() < 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(differences_of_the_loss) {
  for (bool ordered : {false, true}) {
    trial t({20, 31, 6, 5, ordered});
    t.run<lanes<float>>();
    const auto slope = [&](float& x) {
      const float before = x, step = 1.f / 1024;
      x = before + step;
      const double above = t.loss(), up = static_cast<double>(x);
      x = before - step;
      const double below = t.loss(), down = static_cast<double>(x);
      x = before;
      return (above - below) / (up - down);
    };
    for (int i : {0, 7, 19})
      for (int f : {0, 4}) {
        BOOST_TEST(std::abs(t.d_q(i, f) - slope(t.q.at(i, f))) < 2e-5);
        BOOST_TEST(std::abs(t.d_k(i + 11, f) - slope(t.k.at(i + 11, f))) < 2e-5);
        BOOST_TEST(std::abs(t.d_v(i, f) - slope(t.v.at(i, f))) < 2e-5);
      }
  }
}

/// They are added to, so that heads that share keys and values sum.
BOOST_AUTO_TEST_CASE(gradients_are_added) {
  trial once({30, 40, 16, 16, true}), twice = once;
  once.run<lanes<float>>(), twice.run<lanes<float>>(), twice.run<lanes<float>>();
  for (int i = 0; i < 30; ++i) {
    BOOST_TEST(twice.d_q.at(i, 3) == 2 * once.d_q.at(i, 3));
    BOOST_TEST(twice.d_k.at(i, 3) == 2 * once.d_k.at(i, 3));
    BOOST_TEST(twice.d_v.at(i, 3) == 2 * once.d_v.at(i, 3));
  }
}

/// Queries that do not see a key are not touched by it, nor keys by queries that do not see them.
BOOST_AUTO_TEST_CASE(nan_stays_where_it_is_seen) {
  for (int bad : {0, 15, 16, 47, 70, 99}) {
    trial clean({100, 100, 20, 24, true}), spoiled = clean, query = clean;
    for (int f = 0; f < 20; ++f) spoiled.k.at(bad, f) = std::nanf(""), query.q.at(bad, f) = std::nanf("");
    for (int w = 0; w < 24; ++w) spoiled.v.at(bad, w) = std::nanf(""), query.d_out.at(bad, w) = std::nanf("");
    clean.run<lanes<float>>(), spoiled.run<lanes<float>>(), query.run<lanes<float>>();
    for (int i = 0; i < 100; ++i) {
      if (i < bad) {
        BOOST_TEST(spoiled.d_q.at(i, 3) == clean.d_q.at(i, 3));
      } else {
        BOOST_TEST(std::isnan(spoiled.d_q.at(i, 3)));
      }
      if (i > bad) {
        BOOST_TEST(query.d_k.at(i, 3) == clean.d_k.at(i, 3));
        BOOST_TEST(query.d_v.at(i, 3) == clean.d_v.at(i, 3));
      }
      if (i != bad) BOOST_TEST(query.d_q.at(i, 3) == clean.d_q.at(i, 3));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
