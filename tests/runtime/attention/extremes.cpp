// What NaN, infinity, large numbers and absent keys do to attention: damage stays in the rows that score it.
#include <boost/test/unit_test.hpp>

#include "reference.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

constexpr int n_q = 4, n_k = 5, d = 3;
constexpr float no_number = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();

/// Random but positive numbers, so that an infinity in K is one in the scores.
struct operands {
  tensor<float, query<n_q>, head_dim<d>> q;
  tensor<float, key<n_k>, head_dim<d>> k;
  tensor<float, key<n_k>, value_dim<d>> v;

  operands() {
    const reference::point lengths{{'q', n_q}, {'k', n_k}, {'f', d}, {'w', d}};
    reference::fill(q.data(), 'Q', "qf", lengths), reference::fill(k.data(), 'K', "kf", lengths);
    reference::fill(v.data(), 'V', "kw", lengths);
    for (float& x : q) x = std::abs(x) + 0.1f;
    for (float& x : k) x = std::abs(x) + 0.1f;
  }
  auto out(const pattern& keys) const { return attention(q, k, v, keys); }
};
float& q_at(operands& o, int i, int f) { return o.q.data()[i * d + f]; }
float& k_at(operands& o, int j, int f) { return o.k.data()[j * d + f]; }
float& v_at(operands& o, int j, int w) { return o.v.data()[j * d + w]; }

/// Query i stands at key i + 1.
bool scores(const pattern& keys, int i, int j) {
  return !keys.ordered || (j <= i + 1 && (keys.window == 0 || i + 1 - j < keys.window));
}

/// Cells where hit(i, w) are NaN, all others are what they were, to the bit.
template <class Hit>
void damage_is(const operands& broken, const pattern& keys, Hit hit) {
  const auto was = operands{}.out(keys), is = broken.out(keys);
  for (int i = 0; i < n_q; ++i)
    for (int w = 0; w < d; ++w) BOOST_TEST_CONTEXT("row " << i << " column " << w) {
        const float x = is.data()[i * d + w];
        if (hit(i, w))
          BOOST_TEST(std::isnan(x));
        else
          BOOST_TEST(x == was.data()[i * d + w]);
      }
}
const pattern patterns[]{full, causal, causal_window(2)};

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_at_extremes)

BOOST_AUTO_TEST_CASE(a_nan_in_q_stays_in_its_row) {
  for (const pattern& keys : patterns) {
    operands o;
    q_at(o, 2, 1) = no_number;
    damage_is(o, keys, [](int i, int) { return i == 2; });
  }
}
BOOST_AUTO_TEST_CASE(a_nan_or_infinity_in_k_reaches_only_rows_that_score_it) {
  for (const pattern& keys : patterns)
    for (float bad : {no_number, inf})
      for (int j = 0; j < n_k; ++j) {
        operands o;
        k_at(o, j, 0) = bad;
        damage_is(o, keys, [&](int i, int) { return scores(keys, i, j); });
      }
}
BOOST_AUTO_TEST_CASE(a_nan_in_v_reaches_only_its_column_of_rows_that_score_it) {
  for (const pattern& keys : patterns)
    for (int j = 0; j < n_k; ++j) {
      operands o;
      v_at(o, j, 1) = no_number;
      damage_is(o, keys, [&](int i, int w) { return w == 1 && scores(keys, i, j); });
    }
}
BOOST_AUTO_TEST_CASE(an_infinity_in_v_stays_one_and_in_its_column) {
  operands o;
  v_at(o, 3, 2) = -inf;
  const auto was = operands{}.out(causal), is = o.out(causal);
  for (int i = 0; i < n_q; ++i)
    for (int w = 0; w < d; ++w)
      BOOST_TEST(is.data()[i * d + w] == (w == 2 && scores(causal, i, 3) ? -inf : was.data()[i * d + w]));
}

BOOST_AUTO_TEST_CASE(a_key_of_minus_infinity_weighs_nothing) {
  for (const pattern& keys : patterns) {
    operands o, without;
    k_at(o, 2, 0) = -inf;  // its scores are minus infinity, so even a huge value does not count
    for (int w = 0; w < d; ++w) v_at(o, 2, w) = 1e30f;
    const auto out = o.out(keys);
    for (int i = 0; i < n_q; ++i)
      for (int w = 0; w < d; ++w) {
        double sum = 0, mixed = 0;
        for (int j = 0; j < n_k; ++j) {
          if (!scores(keys, i, j) || j == 2) continue;
          double dot = 0;
          for (int f = 0; f < d; ++f) dot += q_at(without, i, f) * k_at(without, j, f);
          const double weight = std::exp(dot / std::sqrt(3.0));
          sum += weight, mixed += weight * v_at(without, j, w);
        }
        BOOST_TEST(out.data()[i * d + w] == mixed / sum, boost::test_tools::tolerance(1e-5));
      }
  }
}
BOOST_AUTO_TEST_CASE(a_row_of_minus_infinities_is_zero) {
  operands o;
  for (float& x : o.k) x = -inf;
  for (float x : o.out(full)) BOOST_TEST((x == 0 && !std::signbit(x)));
}

BOOST_AUTO_TEST_CASE(queries_before_the_first_key_give_exactly_zero) {
  tensor<float, query<5>, head_dim<2>> q;
  tensor<float, key<2>, head_dim<2>> k;
  tensor<float, key<2>, value_dim<3>> v;
  for (float& x : q) x = no_number;
  for (float& x : k) x = no_number;
  for (float& x : v) x = no_number;
  for (const pattern& keys : {causal, causal_window(1)}) {
    const auto out = attention(q, k, v, keys);
    for (int i = 0; i < 5; ++i)
      for (int w = 0; w < 3; ++w) {
        const float x = out.data()[i * 3 + w];
        BOOST_TEST((i < 3 ? x == 0 && !std::signbit(x) : std::isnan(x)));
      }
  }
  const auto none = attention(q, tensor<float, key<0>, head_dim<2>>{}, tensor<float, key<0>, value_dim<3>>{});
  for (float x : none) BOOST_TEST((x == 0 && !std::signbit(x)));
}

BOOST_AUTO_TEST_CASE(large_logits_choose_and_do_not_overflow) {
  for (const auto& [query_scale, key_scale] :
       {std::pair{100.f, 100.f}, {1e4f, 1e4f}, {1e15f, 1e15f}, {-1e19f, 1e19f}}) {
    operands o;
    for (int i = 0; i < n_q; ++i)
      for (int f = 0; f < d; ++f) q_at(o, i, f) = f == 0 ? query_scale : 0;
    for (int j = 0; j < n_k; ++j)
      for (int f = 0; f < d; ++f) k_at(o, j, f) = f == 0 ? key_scale * static_cast<float>(j + 1) / n_k : 0;
    const auto out = o.out(full);  // one key outweighs the others: the last, or the first where scores are negative
    for (int i = 0; i < n_q; ++i)
      for (int w = 0; w < d; ++w) BOOST_TEST(out.data()[i * d + w] == v_at(o, query_scale < 0 ? 0 : n_k - 1, w));
  }
  operands even;  // equal scores of 1e30: the mean
  for (float& x : even.q) x = 1e15f;
  for (float& x : even.k) x = 1e15f;
  const auto out = even.out(full);
  for (int w = 0; w < d; ++w) {
    double mean = 0;
    for (int j = 0; j < n_k; ++j) mean += v_at(even, j, w) / static_cast<double>(n_k);
    BOOST_TEST(std::abs(out.data()[w] - mean) < 1e-6);
  }
}

/// A window beyond all keys cuts nothing off, the widest of numbers among them.
BOOST_AUTO_TEST_CASE(the_widest_window_is_causal) {
  const operands o;
  const auto wanted = o.out(causal);
  for (const long long width : {5ll, 1000ll, std::numeric_limits<long long>::max()}) {
    const auto found = o.out(causal_window(width));
    for (int i = 0; i < n_q * d; ++i) BOOST_TEST(found.data()[i] == wanted.data()[i]);
  }
}

BOOST_AUTO_TEST_CASE(keys_of_no_width_weigh_alike) {
  const auto check = []<class T, int N>(T, std::integral_constant<int, N>) {
    const tensor<T, query<N>, head_dim<0>> q;
    const tensor<T, key<n_k>, head_dim<0>> k;
    tensor<T, key<n_k>, value_dim<d>> v;
    for (int i = 0; i < n_k * d; ++i) v.data()[i] = static_cast<T>(i * i);
    const auto out = attention(q, k, v);
    for (int i = 0; i < N; ++i)
      for (int w = 0; w < d; ++w) {
        T sum = 0;
        for (int j = 0; j < n_k; ++j) sum += v.data()[j * d + w];
        BOOST_TEST(std::abs(out.data()[i * d + w] - sum / n_k) < 1e-4);
      }
  };
  check(0.f, std::integral_constant<int, 2>{});   // the kernel of few queries
  check(0.f, std::integral_constant<int, 20>{});  // in tiles
  check(0., std::integral_constant<int, 2>{});    // loops
}

BOOST_AUTO_TEST_SUITE_END()
