// attention_gradients() by name of axes: its kernel and its loops against differences of the loss and each other,
// counted and metered as claimed.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include <conform/attention/gradients.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

template <class T>
void fill(T& x, unsigned seed) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    seed = seed * 1664525u + 1013904223u;
    x.data()[i] = static_cast<typename T::number>(static_cast<float>(seed >> 8) / (1 << 22) - 2);
  }
}

struct point {
  long long n_q, n_k, d_k, d_v;
};

/// Heads share keys in groups; the batches share values, which are turned, and dO stands in another order.
template <class T>
struct inputs {
  tensor<T, batch<2>, group<3>, query<sizes::n_q>, head_dim<sizes::d_k>> q;
  tensor<T, batch<2>, head_dim<sizes::d_k>, key<sizes::n_k>> k;
  tensor<T, value_dim<sizes::d_v>, key<sizes::n_k>> v;
  tensor<T, query<sizes::n_q>, value_dim<sizes::d_v>, group<3>, batch<2>> d_out;

  explicit inputs(const point& p)
      : q(sizes::n_q = p.n_q, sizes::d_k = p.d_k),
        k(sizes::n_k = p.n_k, sizes::d_k = p.d_k),
        v(sizes::n_k = p.n_k, sizes::d_v = p.d_v),
        d_out(sizes::n_q = p.n_q, sizes::d_v = p.d_v) {
    fill(q, 1), fill(k, 2), fill(v, 3), fill(d_out, 4);
  }
  auto gradients(const pattern& keys) const { return attention_gradients(q, k, v, d_out, keys); }
  double loss(const pattern& keys, const point& p) const {
    const auto out = attention(q, k, v, keys);  // {batch, group, query, value_dim}
    double sum = 0;
    for (long long bg = 0; bg < 6; ++bg)
      for (long long i = 0; i < p.n_q; ++i)
        for (long long w = 0; w < p.d_v; ++w)
          sum += static_cast<double>(out.data()[(bg * p.n_q + i) * p.d_v + w]) *
                 static_cast<double>(d_out.data()[((i * p.d_v + w) * 3 + bg % 3) * 2 + bg / 3]);
    return sum;
  }
};

constexpr point points[]{{1, 1, 1, 1}, {7, 9, 5, 3}, {9, 7, 3, 5}, {60, 90, 16, 20}, {70, 40, 20, 16}, {3, 0, 2, 2}};

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_gradients_typed)

BOOST_AUTO_TEST_CASE(as_differences_of_the_loss) {
  for (const point& p : {point{4, 5, 3, 2}, point{5, 4, 2, 3}})
    for (const pattern& keys : {full, causal, causal_window(2), causal_chunks(2)}) {
      inputs<double> x(p);
      const auto g = x.gradients(keys);
      const auto check = [&](auto& of, const auto& gradient) {
        BOOST_TEST(of.size() == gradient.size());
        for (std::size_t i = 0; i < of.size(); ++i) {
          const double before = of.data()[i];
          of.data()[i] = before + 1e-5;
          const double above = x.loss(keys, p);
          of.data()[i] = before - 1e-5;
          const double below = x.loss(keys, p);
          of.data()[i] = before;
          BOOST_TEST(std::abs((above - below) / 2e-5 - gradient.data()[i]) < 1e-8);
        }
      };
      check(x.q, g.d_q), check(x.k, g.d_k), check(x.v, g.d_v);
    }
}

BOOST_AUTO_TEST_CASE(kernel_as_loops) {
  for (const point& p : points)
    for (const pattern& keys : {full, causal, causal_window(3), causal_chunks(4), causal_chunks(50)}) {
      const auto fast = inputs<float>(p).gradients(keys);
      const auto exact = inputs<double>(p).gradients(keys);
      const auto check = [&](const auto& a, const auto& b) {
        for (std::size_t i = 0; i < a.size(); ++i)
          BOOST_TEST(std::abs(static_cast<double>(a.data()[i]) - b.data()[i]) < 2e-5 * (1 + std::abs(b.data()[i])));
      };
      check(fast.d_q, exact.d_q), check(fast.d_k, exact.d_k), check(fast.d_v, exact.d_v);
    }
}

BOOST_AUTO_TEST_CASE(threads_change_nothing) {
  tensor<float, head<5>, group<2>, query<50>, head_dim<24>> q;
  tensor<float, head<5>, key<50>, head_dim<24>> k;
  tensor<float, head<5>, key<50>, value_dim<24>> v;
  tensor<float, query<50>> d_out;  // the same for all heads and values
  fill(q, 1), fill(k, 2), fill(v, 3), fill(d_out, 4);
  const auto one = attention_gradients(q, k, v, d_out, causal);
  for (int threads : {2, 3, 8}) {
    const with_threads allow(threads);
    const auto many = attention_gradients(q, k, v, d_out, causal);
    const auto same = [](const auto& a, const auto& b) {
      for (std::size_t i = 0; i < a.size(); ++i) BOOST_TEST(a.data()[i] == b.data()[i]);
    };
    same(one.d_q, many.d_q), same(one.d_k, many.d_k), same(one.d_v, many.d_v);
  }
}

BOOST_AUTO_TEST_CASE(counted_as_claimed) {
  for (const point& p : points)
    for (const pattern& keys : {full, causal, causal_window(3), causal_chunks(4)}) {
      ledger book;
      using number = counted<double>;
      const tensor<number, batch<2>, group<3>, query<sizes::n_q>, head_dim<sizes::d_k>> q(book, sizes::n_q = p.n_q,
                                                                                          sizes::d_k = p.d_k);
      const tensor<number, batch<2>, key<sizes::n_k>, head_dim<sizes::d_k>> k(book, sizes::n_k = p.n_k,
                                                                              sizes::d_k = p.d_k);
      const tensor<number, batch<2>, key<sizes::n_k>, value_dim<sizes::d_v>> v(book, sizes::n_k = p.n_k,
                                                                               sizes::d_v = p.d_v);
      const tensor<number, query<sizes::n_q>, value_dim<sizes::d_v>> d_out(book, sizes::n_q = p.n_q,
                                                                           sizes::d_v = p.d_v);
      const long long before = book.live;
      const auto g = attention_gradients(q, k, v, d_out, keys);
      const attention_sizes<integer> s{p.n_q, p.n_k, p.d_k, p.d_v, 6};
      const operations<integer> claim = recomputed_gradients::claim(s, keys);
      BOOST_TEST((book.done.mul == claim.mul));
      BOOST_TEST((book.done.add == claim.add));
      BOOST_TEST((book.done.exp == claim.exp));
      BOOST_TEST((book.done.cmp == claim.cmp));
      BOOST_TEST((book.done.div == claim.div));
      BOOST_TEST((book.done.sqrt == claim.sqrt));
      BOOST_TEST((book.done.mac == claim.mac));
      const long long results = 6 * p.n_q * p.d_k + 2 * p.n_k * (p.d_k + p.d_v);
      BOOST_TEST(book.peak - before == results + p.n_k + p.d_v);
    }
}

BOOST_AUTO_TEST_CASE(on_a_meter_as_claimed) {
  meter at;
  const tensor<metered, group<3>, query<sizes::n_q>, head_dim<sizes::d_k>> q(at);
  const tensor<metered, key<sizes::n_k>, head_dim<sizes::d_k>> k(at);
  const tensor<metered, key<sizes::n_k>, value_dim<sizes::d_v>> v(at);
  const tensor<metered, group<3>, query<sizes::n_q>, value_dim<sizes::d_v>> d_out(at);
  {
    scope here(machine<metered>(at), "core");
    const auto g = attention_gradients(q, k, v, d_out, causal);
  }
  const auto symbol = [&](const char* name) {
    for (std::size_t i = 0; i < at.sizes.size(); ++i)
      if (freezing::compare({at.sizes[i].name, 0}, {name, 0}) == 0) return polynomial::symbol(static_cast<int>(i));
    return polynomial{};
  };
  const attention_sizes<polynomial> s{symbol("n_q"), symbol("n_k"), symbol("d_k"), symbol("d_v"),
                                      polynomial{integer{3}}};
  BOOST_TEST_REQUIRE(at.places.rows.size() == 1u);
  BOOST_TEST((at.places.rows[0].done == recomputed_gradients::claim(s, causal)));
}

/// One key: its weight is 1 however large the score, and dV is the gradient of the result.
BOOST_AUTO_TEST_CASE(large_scores_leave_weights_exact) {
  for (const float reach : {10.f, 1e3f, 1e5f}) {
    tensor<float, query<1>, head_dim<4>> q;
    tensor<float, key<1>, head_dim<4>> k;
    tensor<float, key<1>, value_dim<2>> v;
    tensor<float, query<1>, value_dim<2>> d_out;
    for (float& x : q) x = reach * 0.9f;
    for (float& x : k) x = reach * 0.7f;
    for (float& x : v) x = 1;
    for (float& x : d_out) x = 3;
    const auto found = attention_gradients(q, k, v, d_out);
    for (const float x : found.d_v) BOOST_TEST(x == 3.f);
  }
}

BOOST_AUTO_TEST_SUITE_END()
