// Tiled attention against plain loops in double: odd sizes, head dims, steps, patterns and cells of two bytes.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/tiled.hpp>

#include "spread.hpp"
#include "tried.hpp"

using namespace conform::kernel;
using conform::bf16;

namespace {

struct shape {
  int n_q, n_k, d_k, d_v;
  bool ordered = false;
  int window = 0;
  int step = 1;
  bool turned = false;

  spread::steps cells() const { return {step, turned}; }
};

template <class Q = float, class K = Q, class V = K>
struct trial {
  shape s;
  spread::matrix<Q> q;
  spread::matrix<K> k;
  spread::matrix<V> v;
  spread::matrix<float> out;
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
  template <class Lanes>
  void run() {
    in_parts<Lanes>(s.n_q);
  }
  /// So many queries in a call, a multiple of a panel, or all.
  template <class Lanes>
  void in_parts(std::ptrdiff_t queries) {
    using of = head<float, Q, K, V>;
    const std::ptrdiff_t cells = tiled::workspace_cells<Lanes, of>(s.d_k, s.d_v);
    std::vector<float> workspace(static_cast<std::size_t>(cells), std::nanf(""));
    of h{q.cells.data(), k.cells.data(), v.cells.data(), out.cells.data(), s.n_q,    s.n_k,   s.d_k,
         s.d_v,          q.row,          q.column,       k.row,            k.column, v.row,   v.column,
         out.row,        out.column,     s.ordered,      s.window};
    h.totals = totals.data();
    for (std::ptrdiff_t i = 0; i < s.n_q; i += queries)
      tiled_attention<Lanes>(h, workspace.data(), i, i + queries < s.n_q ? i + queries : s.n_q);
  }
  /// The largest difference from double, of the result and of log(sum of exp(scores)).
  double error() {
    double worst = 0;
    for (int i = 0; i < s.n_q; ++i) {
      std::vector<double> weight(static_cast<std::size_t>(s.n_k));
      double largest = -HUGE_VAL, sum = 0;
      for (int j = 0; j < s.n_k; ++j) {
        double& score = weight[static_cast<std::size_t>(j)] = 0;
        for (int f = 0; f < s.d_k; ++f) score += q(i, f) * k(j, f);
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
        for (int j = 0; j < s.n_k; ++j) wanted += weight[static_cast<std::size_t>(j)] * v(j, w);
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
  out.push_back({60, 70, 900, 700, true});  // rows of which fewer are widened at once
  out.push_back({9, 9, 4, 0, false}), out.push_back({130, 130, 16, 0, true});  // values of no width
  return out;
}

std::vector<shape> keys_beyond_a_near_cache() {
  std::vector<shape> out{{5000, 4500, 32, 64, true}};
  for (int window : {0, 500, 3000}) out.push_back({500, 4500, 64, 64, window > 0, window});
  return out;
}

template <class V, class... Cells>
void equals_reference(const std::vector<shape>& all = shapes()) {
  for (const shape& s : all) {
    trial<Cells...> t(s);
    t.template run<V>();
    BOOST_TEST_CONTEXT("n_q " << s.n_q << " n_k " << s.n_k << " d_k " << s.d_k << " d_v " << s.d_v << " ordered "
                              << s.ordered << " window " << s.window << " step " << s.step << " turned " << s.turned)
    // of many keys or terms, numbers of a short period have large scores, up to 40 of 900 terms, and long sums
    BOOST_TEST(t.error() < (s.n_k > 1000 ? 1e-5 : s.d_k > 500 ? 2e-5 : 3e-6));
  }
}

template <class Cell>
void masked_stay_out() {
  trial<float, Cell> t({130, 130, 16, 16, true, 40});
  t.v.at(100, 3) = Cell(std::nanf("7")), t.k.at(20, 1) = Cell(std::nanf(""));
  t.template run<lanes<float>>();
  for (int i = 0; i < 130; ++i) {
    const bool sees_value = i >= 100 && i < 140, sees_key = i >= 20 && i < 60;
    BOOST_TEST(std::isnan(t.out.at(i, 3)) == (sees_value || sees_key));
    BOOST_TEST(std::isnan(t.out.at(i, 2)) == sees_key);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_tiled)

BOOST_AUTO_TEST_CASE(native_lanes) { equals_reference<lanes<float>>(); }
BOOST_AUTO_TEST_CASE(many_keys_native_lanes, *boost::unit_test::label("long")) {
  equals_reference<lanes<float>>(keys_beyond_a_near_cache());
  equals_reference<lanes<float>, bf16>(keys_beyond_a_near_cache());
}
// The nan of a value that no query may see stays out; those who see it have it.
BOOST_AUTO_TEST_CASE(masked_values_stay_out) {
  masked_stay_out<float>(), masked_stay_out<bf16>();
}

BOOST_AUTO_TEST_CASE(four_lanes) { equals_reference<lanes<float, 4>>(); }
BOOST_AUTO_TEST_CASE(many_keys_four_lanes, *boost::unit_test::label("long")) {
  equals_reference<lanes<float, 4>>(keys_beyond_a_near_cache());
}
BOOST_AUTO_TEST_CASE(stored_in_two_bytes) { equals_reference<lanes<float>, bf16>(); }
BOOST_AUTO_TEST_CASE(stored_in_two_bytes_four_lanes) { equals_reference<lanes<float, 4>, float, bf16>(); }
BOOST_AUTO_TEST_CASE(stored_in_two_bytes_by_pairs) {
  equals_reference<lanes<float, lanes<float>::width, instructions::avx512_bf16>, bf16>();
}
BOOST_AUTO_TEST_CASE(stored_in_two_bytes_by_pairs_four_lanes) {
  equals_reference<lanes<float, 4, instructions::avx512_bf16>, bf16, bf16, float>();
}
BOOST_AUTO_TEST_CASE(queries_alone_in_two_bytes) { equals_reference<lanes<float>, bf16, float, float>(); }
BOOST_AUTO_TEST_CASE(keys_alone_in_two_bytes) { equals_reference<lanes<float>, float, bf16, float>(); }
BOOST_AUTO_TEST_CASE(values_alone_in_two_bytes) { equals_reference<lanes<float>, float, float, bf16>(); }

BOOST_AUTO_TEST_CASE(a_range_of_queries_is_those_of_the_whole) {
  trial<float, bf16> whole({300, 700, 20, 24, true, 0}), parts = whole;
  whole.run<lanes<float>>();
  parts.in_parts<lanes<float>>(2 * tiled::panel<lanes<float>>::width);
  BOOST_TEST(whole.out.cells == parts.out.cells);
}

BOOST_AUTO_TEST_CASE(what_is_widened_takes_half_a_megabyte) {
  using narrow = head<float, float, bf16, bf16>;
  for (const int d : {1, 64, 128, 1000, 8000}) BOOST_TEST(tiled::widened_cells<narrow>(d, d) * 4 <= 1 << 19);
  BOOST_TEST(tiled::widened_cells<narrow>(64, 64) == tiled::chunk_keys * 128);
}

BOOST_AUTO_TEST_SUITE_END()
