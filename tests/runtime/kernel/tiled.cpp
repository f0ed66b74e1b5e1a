// Tiled attention against plain loops in double: odd sizes, head dims, steps and patterns.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/tiled.hpp>

#include "spread.hpp"
#include "tried.hpp"

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

struct trial {
  shape s;
  spread::matrix<float> q, k, v, out;
  std::vector<float> totals = std::vector<float>(2 * static_cast<std::size_t>(s.n_q));

  explicit trial(const shape& of)
      : s(of),
        q(s.n_q, s.d_k, s.cells()),
        k(s.n_k, s.d_k, s.cells()),
        v(s.n_k, s.d_v, s.cells()),
        out(s.n_q, s.d_v, s.cells()) {}

  bool seen(int i, int j) const {
    const int place = i + s.n_k - s.n_q;
    return !s.ordered || (j <= place && (s.window == 0 || j > place - s.window));
  }
  template <class V>
  void run() {
    std::vector<float> workspace(static_cast<std::size_t>(tiled::workspace_cells<V>(s.d_k, s.d_v)), std::nanf(""));
    const head<float> h{q.cells.data(), k.cells.data(), v.cells.data(), out.cells.data(), s.n_q,     s.n_k,
                        s.d_k,          s.d_v,          q.row,          q.column,         k.row,     k.column,
                        v.row,          v.column,       out.row,        out.column,       s.ordered, s.window,
                        totals.data()};
    tiled_attention<V>(h, workspace.data());
  }
  /// The largest difference from double, of the result and of log(sum of exp(scores)).
  double error() {
    double worst = 0;
    for (int i = 0; i < s.n_q; ++i) {
      std::vector<double> weight(static_cast<std::size_t>(s.n_k));
      double largest = -HUGE_VAL, sum = 0;
      for (int j = 0; j < s.n_k; ++j) {
        double& score = weight[static_cast<std::size_t>(j)] = 0;
        for (int f = 0; f < s.d_k; ++f) score += static_cast<double>(q.at(i, f)) * static_cast<double>(k.at(j, f));
        score /= std::sqrt(s.d_k);
        if (seen(i, j)) largest = std::max(largest, score);
      }
      for (int j = 0; j < s.n_k; ++j) {
        double& w = weight[static_cast<std::size_t>(j)];
        sum += w = seen(i, j) ? std::exp(w - largest) : 0;
      }
      const double told = spread::log_sum_exp(totals, static_cast<std::size_t>(i)), known = largest + std::log(sum);
      const double apart = sum == 0 ? (told == -HUGE_VAL ? 0 : HUGE_VAL) : std::abs(told - known) / 4;
      worst = apart <= worst ? worst : std::isnan(apart) ? HUGE_VAL : apart;
      for (int w = 0; w < s.d_v; ++w) {
        double wanted = 0;
        for (int j = 0; j < s.n_k; ++j) wanted += weight[static_cast<std::size_t>(j)] * static_cast<double>(v.at(j, w));
        const double difference = std::abs(static_cast<double>(out.at(i, w)) - (sum == 0 ? 0 : wanted / sum));
        worst = difference <= worst ? worst : std::isnan(difference) ? HUGE_VAL : difference;
      }
    }
    return worst;
  }
};

std::vector<shape> shapes() {
  std::vector<shape> out;
  int turn = 0;
  for (int n_q : {1, 2, 15, 16, 17, 33, 48, 49, 100})
    for (int n_k : {1, 7, 16, 63, 64, 65, 100, 197})
      for (int pattern : {0, 1, 2, 3, 4}) {
        static constexpr int dims[][2] = {{1, 1}, {3, 5}, {16, 16}, {64, 64}, {80, 7}, {17, 96}};
        const int* d = dims[++turn % 6];
        if (!tried(turn)) continue;
        out.push_back({n_q, n_k, d[0], d[1], pattern > 0,
                       pattern < 2    ? 0
                       : pattern == 2 ? 1
                       : pattern == 3 ? 20
                                      : 80,
                       1 + turn % 7 / 5, turn % 11 == 0});
      }
  out.push_back({9, 9, 4, 0, false}), out.push_back({130, 130, 16, 0, true});  // values of no width
  return out;
}

std::vector<shape> keys_beyond_a_near_cache() {
  std::vector<shape> out{{5000, 4500, 32, 64, true}};
  for (int window : {0, 500, 3000}) out.push_back({500, 4500, 64, 64, window > 0, window});
  return out;
}

template <class V>
void equals_reference(const std::vector<shape>& all) {
  for (const shape& s : all) {
    trial t(s);
    t.run<V>();
    BOOST_TEST_CONTEXT("n_q " << s.n_q << " n_k " << s.n_k << " d_k " << s.d_k << " d_v " << s.d_v << " ordered "
                              << s.ordered << " window " << s.window << " step " << s.step << " turned " << s.turned)
    BOOST_TEST(t.error() < (s.n_k > 1000 ? 1e-5 : 2e-6));  // among many keys of a short period scores are large
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_tiled)

BOOST_AUTO_TEST_CASE(native_lanes) { equals_reference<lanes<float>>(shapes()); }
BOOST_AUTO_TEST_CASE(many_keys_native_lanes, *boost::unit_test::label("long")) {
  equals_reference<lanes<float>>(keys_beyond_a_near_cache());
}
// The nan of a value that no query may see stays out; those who see it have it.
BOOST_AUTO_TEST_CASE(masked_values_stay_out) {
  trial t({130, 130, 16, 16, true, 40});
  t.v.at(100, 3) = std::nanf("7"), t.k.at(20, 1) = std::nanf("");
  t.run<lanes<float>>();
  for (int i = 0; i < 130; ++i) {
    const bool sees_value = i >= 100 && i < 140, sees_key = i >= 20 && i < 60;
    BOOST_TEST(std::isnan(t.out.at(i, 3)) == (sees_value || sees_key));
    BOOST_TEST(std::isnan(t.out.at(i, 2)) == sees_key);
  }
}

BOOST_AUTO_TEST_CASE(four_lanes) { equals_reference<lanes<float, 4>>(shapes()); }
BOOST_AUTO_TEST_CASE(many_keys_four_lanes) { equals_reference<lanes<float, 4>>(keys_beyond_a_near_cache()); }

BOOST_AUTO_TEST_SUITE_END()
