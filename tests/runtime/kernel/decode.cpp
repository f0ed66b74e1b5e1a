// Attention of few queries against plain loops in double: groups, odd sizes, head dims, steps, patterns, threads.
#include <cmath>
#include <cstring>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/decode.hpp>

#include "spread.hpp"
#include "tried.hpp"

using namespace conform::kernel;
using conform::bf16;

namespace {

struct shape {
  int n_group, n_q, n_k, d_k, d_v;
  bool ordered = false;
  int window = 0;
  int step = 1;         ///< elements between neighbours of a row
  bool turned = false;  ///< of K and V: cells {head_dim, key} in place of {key, head_dim}
};

template <class C>
struct trial {
  shape s;
  spread::matrix<float> q, out;
  spread::matrix<C> k, v;

  explicit trial(const shape& of)
      : s(of),
        q(s.n_group * s.n_q, s.d_k, {s.step, false}),
        out(s.n_group * s.n_q, s.d_v, {s.step, false}),
        k(s.n_k, s.d_k, {s.step, s.turned}),
        v(s.n_k, s.d_v, {s.step, s.turned}) {}

  bool seen(int i, int j) const {
    const int place = i % s.n_q + s.n_k - s.n_q;
    return !s.ordered || (j <= place && (s.window == 0 || j > place - s.window));
  }
  template <class V>
  void run() {
    decode_attention<V, C>(1, [&](std::ptrdiff_t) {
      return shared_head<float, C>{
          q.cells.data(),  k.cells.data(), v.cells.data(), out.cells.data(), s.n_group, s.n_q,    s.n_k, s.d_k,
          s.d_v,           s.n_q * q.row,  q.row,          q.column,         k.row,     k.column, v.row, v.column,
          s.n_q * out.row, out.row,        out.column,     s.ordered,        s.window};
    });
  }
  double error() {
    double worst = 0;
    for (int i = 0; i < s.n_group * s.n_q; ++i) {
      std::vector<double> weight(static_cast<std::size_t>(s.n_k));
      double largest = -HUGE_VAL, sum = 0;
      for (int j = 0; j < s.n_k; ++j) {
        double& score = weight[static_cast<std::size_t>(j)] = 0;
        for (int f = 0; f < s.d_k; ++f)
          score += static_cast<double>(q.at(i, f)) * static_cast<double>(static_cast<float>(k.at(j, f)));
        if (s.d_k > 0) score /= std::sqrt(s.d_k);
        if (seen(i, j)) largest = std::max(largest, score);
      }
      for (int j = 0; j < s.n_k; ++j) {
        double& w = weight[static_cast<std::size_t>(j)];
        sum += w = seen(i, j) ? std::exp(w - largest) : 0;
      }
      for (int w = 0; w < s.d_v; ++w) {
        double wanted = 0;
        for (int j = 0; j < s.n_k; ++j)
          if (seen(i, j))
            wanted += weight[static_cast<std::size_t>(j)] * static_cast<double>(static_cast<float>(v.at(j, w)));
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
  for (int n_group : {1, 2, 3, 8})
    for (int n_q : {1, 2, 3, 8})
      for (int n_k : {0, 1, 7, 64, 65, 100, 197, 2500})
        for (int pattern : {0, 1, 2, 3, 4}) {
          if (n_k > 2000 && (n_group * n_q > 9 || pattern == 2)) continue;
          static constexpr int dims[][2] = {{1, 1},   {3, 5},    {16, 16}, {64, 64}, {80, 7},
                                            {17, 96}, {31, 129}, {0, 6},   {40, 64}};
          const int* d = dims[++turn % 9];
          if (!tried(turn)) continue;
          out.push_back({n_group, n_q, n_k, d[0], d[1], pattern > 0,
                         pattern < 2    ? 0
                         : pattern == 2 ? 1
                         : pattern == 3 ? 20
                                        : 80,
                         1 + turn % 11 / 9, turn % 4 == 0});
        }
  return out;
}

template <class V, class C>
void equals_reference() {
  for (const shape& s : shapes()) {
    trial<C> t(s);
    t.template run<V>();
    BOOST_TEST_CONTEXT("group " << s.n_group << " n_q " << s.n_q << " n_k " << s.n_k << " d_k " << s.d_k << " d_v "
                                << s.d_v << " ordered " << s.ordered << " window " << s.window << " step " << s.step
                                << " turned " << s.turned)
    BOOST_TEST(t.error() < 1e-5);  // scores reach 20, and their rounding with them
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_decode)

BOOST_AUTO_TEST_CASE(native_lanes) { equals_reference<lanes<float>, float>(); }
BOOST_AUTO_TEST_CASE(four_lanes) { equals_reference<lanes<float, 4>, float>(); }
BOOST_AUTO_TEST_CASE(stored_in_two_bytes) { equals_reference<lanes<float>, bf16>(); }
BOOST_AUTO_TEST_CASE(stored_in_two_bytes_four_lanes) { equals_reference<lanes<float, 4>, bf16>(); }

BOOST_AUTO_TEST_CASE(threads_change_no_bit) {
  for (const bool turned : {false, true}) {
    trial<float> one({2, 2, 9001, 40, 24, true, 0, 1, turned}), three = one;
    one.run<lanes<float>>();
    const conform::with_threads here(3);
    three.run<lanes<float>>();
    BOOST_TEST(std::memcmp(one.out.cells.data(), three.out.cells.data(), one.out.cells.size() * 4) == 0);
  }
}

BOOST_AUTO_TEST_CASE(what_is_masked_reaches_no_row) {
  for (const bool turned : {false, true})
    for (const int d : {5, 40, 64}) {
      trial<float> t({2, 3, 150, d, d, true, 0, 1, turned}), clean = t;
      clean.run<lanes<float>>();
      for (int w = 0; w < d; ++w) t.k.at(149, w) = t.v.at(149, w) = std::nanf("");  // only the last query sees it
      t.run<lanes<float>>();
      for (int i = 0; i < 6; ++i)
        for (int w = 0; w < d; ++w)
          BOOST_TEST((i % 3 == 2 ? std::isnan(t.out.at(i, w)) : t.out.at(i, w) == clean.out.at(i, w)));
    }
}

BOOST_AUTO_TEST_CASE(a_query_that_is_no_number_stays_alone) {
  trial<float> t({4, 1, 70, 17, 33}), clean = t;
  clean.run<lanes<float>>();
  t.q.at(2, 16) = std::nanf("");
  t.run<lanes<float>>();
  for (int i = 0; i < 4; ++i)
    for (int w = 0; w < 33; ++w)
      BOOST_TEST((i == 2 ? std::isnan(t.out.at(i, w)) : t.out.at(i, w) == clean.out.at(i, w)));
}

BOOST_AUTO_TEST_CASE(a_key_of_minus_infinity_weighs_nothing) {
  trial<float> t({1, 1, 70, 17, 33}), without({1, 1, 69, 17, 33});
  without.q = t.q, without.k = t.k, without.v = t.v;
  for (int f = 0; f < 17; ++f) t.q.at(0, f) = without.q.at(0, f) = 1;
  t.k.at(69, 3) = -HUGE_VALF;  // among the cells that the overlapping last vector reads twice
  t.run<lanes<float>>(), without.run<lanes<float>>();
  for (int w = 0; w < 33; ++w) BOOST_TEST(t.out.at(0, w) == without.out.at(0, w));
}

BOOST_AUTO_TEST_SUITE_END()
