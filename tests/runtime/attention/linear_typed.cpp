// linear_attention() by name of axes: its kernel and its loops against the definition, counted and metered as claimed.
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/attention/linear.hpp>

#include "worse.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

template <class T>
void fill(T& x, unsigned seed) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    seed = seed * 1664525u + 1013904223u;
    x.data()[i] = static_cast<typename T::number>(static_cast<double>(seed >> 8) / (1 << 22) - 2);
  }
}
double phi(double x) { return x > 0 ? x + 1 : std::exp(x); }

struct point {
  long long n_q, n_k, d_k, d_v;
};

template <class T>
using q_of = tensor<T, batch<2>, group<3>, query<sizes::n_q>, head_dim<sizes::d_k>>;
template <class T>
using k_of = tensor<T, batch<2>, head_dim<sizes::d_k>, key<sizes::n_k>>;  // turned, and without the group
template <class T>
using v_of = tensor<T, key<sizes::n_k>, value_dim<sizes::d_v>, batch<2>>;

template <class T>
double error(const point& p, const pattern& keys) {
  q_of<T> q(sizes::n_q = p.n_q, sizes::d_k = p.d_k);
  k_of<T> k(sizes::n_k = p.n_k, sizes::d_k = p.d_k);
  v_of<T> v(sizes::n_k = p.n_k, sizes::d_v = p.d_v);
  fill(q, 1), fill(k, 2), fill(v, 3);
  const auto out = linear_attention(q, k, v, keys);
  const auto at = [](const auto& x, long long i) { return static_cast<double>(x.data()[i]); };
  double worst = 0;
  for (long long b = 0; b < 2; ++b)
    for (long long g = 0; g < 3; ++g)
      for (long long i = 0; i < p.n_q; ++i)
        for (long long w = 0; w < p.d_v; ++w) {
          double sum = 0, total = 0;
          for (long long j = 0; j < keys.keys_of(i, p.n_q, p.n_k).end; ++j) {
            double weight = 0;
            for (long long f = 0; f < p.d_k; ++f)
              weight += phi(at(q, ((b * 3 + g) * p.n_q + i) * p.d_k + f)) * phi(at(k, (b * p.d_k + f) * p.n_k + j));
            sum += weight * at(v, (j * p.d_v + w) * 2 + b), total += weight;
          }
          const double wanted = total == 0 ? 0 : sum / total;
          worst = worse(worst, std::abs(at(out, ((b * 3 + g) * p.n_q + i) * p.d_v + w) - wanted));
        }
  return worst;
}

constexpr point points[]{{1, 1, 1, 1}, {7, 9, 5, 3}, {9, 7, 3, 5}, {40, 70, 16, 20}, {70, 40, 20, 16}, {3, 0, 2, 2}};

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_linear_typed)

BOOST_AUTO_TEST_CASE(as_defined) {
  for (const point& p : points)
    for (const pattern& keys : {full, causal}) {
      BOOST_TEST(error<float>(p, keys) < 3e-6);    // the fast kernel
      BOOST_TEST(error<double>(p, keys) < 1e-12);  // loops
    }
}

BOOST_AUTO_TEST_CASE(own_axes_of_values) {
  tensor<float, query<5>, head_dim<4>> q;
  tensor<float, key<6>, head_dim<4>> k;
  tensor<float, key<6>, head<2>, value_dim<3>> v;  // two axes: loops
  fill(q, 1), fill(k, 2), fill(v, 3);
  const auto out = linear_attention(q, k, v, causal);
  static_assert(std::is_same_v<decltype(out), const tensor<float, query<5>, head<2>, value_dim<3>>>);
  tensor<float, key<6>, value_dim<6>> flat;
  for (std::size_t i = 0; i < v.size(); ++i) flat.data()[i] = v.data()[i];
  const auto one = linear_attention(q, k, flat, causal);
  for (std::size_t i = 0; i < out.size(); ++i) BOOST_TEST(std::abs(out.data()[i] - one.data()[i]) < 1e-6f);
}

BOOST_AUTO_TEST_CASE(threads_change_nothing) {
  tensor<float, head<5>, query<50>, head_dim<24>> q;
  tensor<float, head<5>, key<50>, head_dim<24>> k;
  tensor<float, head<5>, key<50>, value_dim<24>> v;
  fill(q, 1), fill(k, 2), fill(v, 3);
  const auto one = linear_attention(q, k, v, causal);
  for (int threads : {2, 3, 8}) {
    const with_threads allow(threads);
    const auto many = linear_attention(q, k, v, causal);
    for (std::size_t i = 0; i < one.size(); ++i) BOOST_TEST(one.data()[i] == many.data()[i]);
  }
}

BOOST_AUTO_TEST_CASE(at_compile_time) {
  constexpr bool sums = [] {
    tensor<double, query<2>, head_dim<1>> q;
    tensor<double, key<2>, head_dim<1>> k;
    tensor<double, key<2>, value_dim<1>> v;
    q.data()[0] = 1, q.data()[1] = -1, k.data()[1] = 1, v.data()[0] = 3, v.data()[1] = 6;
    const auto out = linear_attention(q, k, v, causal);  // phi(k) = 1, 2
    return out.data()[0] == 3 && out.data()[1] > 4.999 && out.data()[1] < 5.001;
  }();
  static_assert(sums);
}

BOOST_AUTO_TEST_CASE(a_window_is_none_of_its_patterns) {
  tensor<float, query<2>, head_dim<2>> q;
  tensor<float, key<2>, head_dim<2>> k;
  tensor<float, key<2>, value_dim<2>> v;
  BOOST_CHECK_THROW(linear_attention(q, k, v, causal_window(1)), window_unexpected);
  BOOST_CHECK_THROW(linear_attention(q, k, v, causal_chunks(1)), window_unexpected);
}

BOOST_AUTO_TEST_CASE(counted_as_claimed) {
  for (const point& p : points)
    for (const pattern& keys : {full, causal}) {
      ledger book;
      const q_of<counted<double>> q(book, sizes::n_q = p.n_q, sizes::d_k = p.d_k);
      const k_of<counted<double>> k(book, sizes::n_k = p.n_k, sizes::d_k = p.d_k);
      const v_of<counted<double>> v(book, sizes::n_k = p.n_k, sizes::d_v = p.d_v);
      const long long inputs = book.live;
      const auto out = linear_attention(q, k, v, keys);
      variant_sizes<long long> one;
      one.n_q = p.n_q, one.n_k = p.n_k, one.d_k = p.d_k, one.d_v = p.d_v;
      const auto claim = linear_elu::claim(one);
      BOOST_TEST(book.done.mul == 6 * claim.mul);
      BOOST_TEST(book.done.add == 6 * claim.add);
      BOOST_TEST(book.done.exp == 6 * claim.exp);
      BOOST_TEST(book.done.cmp == 6 * claim.cmp);
      BOOST_TEST(book.done.div == 6 * claim.div);
      BOOST_TEST(book.done.mac == 6 * claim.mac);
      BOOST_TEST(book.peak - inputs == linear_elu::scratch(one) + 6 * p.n_q * p.d_v);
    }
}

BOOST_AUTO_TEST_CASE(on_a_meter_as_claimed) {
  meter at;
  const q_of<metered> q(at);
  const k_of<metered> k(at);
  const v_of<metered> v(at);
  const polynomial inputs = at.live;
  {
    scope here(machine<metered>(at), "core");
    const auto out = linear_attention(q, k, v, causal);
  }
  const auto symbol = [&](const char* name) {
    for (std::size_t i = 0; i < at.sizes.size(); ++i)
      if (freezing::compare({at.sizes[i].name, 0}, {name, 0}) == 0) return polynomial::symbol(static_cast<int>(i));
    return polynomial{};
  };
  variant_sizes<polynomial> one;
  one.n_q = symbol("n_q"), one.n_k = symbol("n_k"), one.d_k = symbol("d_k"), one.d_v = symbol("d_v");
  const polynomial six{integer{6}};
  BOOST_TEST_REQUIRE(at.places.rows.size() == 1u);
  BOOST_TEST((at.places.rows[0].done == six * linear_elu::claim(one)));
  BOOST_TEST((at.peaks[0].live == inputs + six * one.n_q * one.d_v + linear_elu::scratch(one)));
}

BOOST_AUTO_TEST_SUITE_END()
