// Linear attention by chunks against plain loops in double: odd sizes, head dims, steps; numbers that are none.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/linear.hpp>

#include "spread.hpp"
#include "tried.hpp"
#include "worse.hpp"

using namespace conform::kernel;

namespace {

struct shape {
  int n_q, n_k, d_k, d_v;
  bool ordered = false;
  int step = 1;
  bool turned = false;

  spread::steps cells() const { return {step, turned}; }
};

double feature(float x) { return x > 0 ? static_cast<double>(x) + 1 : std::exp(static_cast<double>(x)); }

struct trial {
  shape s;
  spread::matrix<float> q, k, v, out;

  explicit trial(const shape& of)
      : s(of),
        q(s.n_q, s.d_k, s.cells(), 2),
        k(s.n_k, s.d_k, s.cells(), 2),
        v(s.n_k, s.d_v, s.cells(), 2),
        out(s.n_q, s.d_v, s.cells()) {}

  template <class V>
  void run() {
    std::vector<float> workspace(static_cast<std::size_t>(linear::workspace_cells<V>(s.d_k, s.d_v)), std::nanf(""));
    head<float> h{};
    h.q = q.cells.data(), h.k = k.cells.data(), h.v = v.cells.data(), h.out = out.cells.data();
    h.n_q = s.n_q, h.n_k = s.n_k, h.d_k = s.d_k, h.d_v = s.d_v;
    h.query_q = q.row, h.match_q = q.column, h.key_k = k.row, h.match_k = k.column;
    h.key_v = v.row, h.own_v = v.column, h.query_out = out.row, h.own_out = out.column, h.ordered = s.ordered;
    linear_attention<V>(h, workspace.data());
  }
  int keys_of(int i) const { return !s.ordered ? s.n_k : std::max(0, i + 1 + s.n_k - s.n_q); }
  double error() {
    double worst = 0;
    std::vector<double> features;
    for (int j = 0; j < s.n_k; ++j)
      for (int f = 0; f < s.d_k; ++f) features.push_back(feature(k.at(j, f)));
    for (int i = 0; i < s.n_q; ++i) {
      std::vector<double> own, sums(static_cast<std::size_t>(s.d_v));
      double total = 0;
      for (int f = 0; f < s.d_k; ++f) own.push_back(feature(q.at(i, f)));
      auto of_key = features.cbegin();
      for (int j = 0; j < keys_of(i); ++j) {
        double weight = 0;
        for (const double of_query : own) weight += of_query * *of_key++;
        total += weight;
        for (int w = 0; w < s.d_v; ++w) sums[static_cast<std::size_t>(w)] += weight * static_cast<double>(v.at(j, w));
      }
      for (int w = 0; w < s.d_v; ++w) {
        const double wanted = total == 0 ? 0 : sums[static_cast<std::size_t>(w)] / total;
        worst = worse(worst, std::abs(static_cast<double>(out.at(i, w)) - wanted));
      }
    }
    return worst;
  }
};

template <class V>
void equals_reference() {
  int turn = 0;
  for (int n_q : {0, 1, 2, 15, 31, 32, 33, 65, 100})
    for (int n_k : {0, 1, 7, 32, 63, 64, 65, 130})
      for (bool ordered : {false, true}) {
        static constexpr int dims[][2] = {{1, 1}, {3, 5}, {16, 16}, {64, 64}, {80, 7}, {17, 96}, {33, 112}};
        const int* d = dims[++turn % 7];
        if (!tried(turn)) continue;
        trial t({n_q, n_k, d[0], d[1], ordered, 1 + turn % 8 / 6, turn % 11 == 0});
        t.run<V>();
        BOOST_TEST_CONTEXT("n_q " << n_q << " n_k " << n_k << " d_k " << d[0] << " d_v " << d[1] << " ordered "
                                  << ordered << " step " << t.s.step << " turned " << t.s.turned)
        BOOST_TEST(t.error() < 3e-6);
      }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_linear)

BOOST_AUTO_TEST_CASE(native_lanes) { equals_reference<lanes<float>>(); }
BOOST_AUTO_TEST_CASE(four_lanes) { equals_reference<lanes<float, 4>>(); }

BOOST_AUTO_TEST_CASE(features_are_elu_plus_one) {
  using V = lanes<float, 4>;
  for (float x = -87; x < 90; x += 0.37f) {
    float y[4];
    linear::feature(V::all(x)).store(y);
    BOOST_TEST(std::abs(static_cast<double>(y[0]) - feature(x)) <= 6e-6 * feature(x));
  }
}

/// What a query does not see does not reach it, and a query does not reach another.
BOOST_AUTO_TEST_CASE(nan_stays_where_it_is_seen) {
  for (int bad : {0, 9, 31, 32, 50, 99}) {
    trial clean({100, 100, 20, 24, true}), spoiled = clean;
    for (int f = 0; f < 20; ++f) spoiled.k.at(bad, f) = std::nanf("");
    for (int w = 0; w < 24; ++w) spoiled.v.at(bad, w) = std::nanf("");
    clean.run<lanes<float>>(), spoiled.run<lanes<float>>();
    for (int i = 0; i < 100; ++i) {
      if (i < bad)
        BOOST_TEST(spoiled.out.at(i, 3) == clean.out.at(i, 3));
      else
        BOOST_TEST(std::isnan(spoiled.out.at(i, 3)));
    }
    trial query = clean;
    query.q.at(bad, 0) = std::nanf("");
    query.run<lanes<float>>();
    for (int i = 0; i < 100; ++i)
      if (i != bad) BOOST_TEST(query.out.at(i, 5) == clean.out.at(i, 5));
    BOOST_TEST(std::isnan(query.out.at(bad, 5)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
