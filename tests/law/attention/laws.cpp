// Laws of attention over random shapes and numbers.
#include <rapidcheck.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <numeric>

#include <conform/attention/attention.hpp>
#include <conform/size/alphabet.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

using queries = tensor<double, head<sizes::heads>, group<sizes::group>, query<sizes::n_q>, head_dim<sizes::d_k>>;
using keys_of = tensor<double, head<sizes::heads>, key<sizes::n_k>, head_dim<sizes::d_k>>;
using values_of = tensor<double, head<sizes::heads>, key<sizes::n_k>, value_dim<sizes::d_v>>;

double any_number() { return *rc::gen::inRange(-4000, 4001) / 1000.0; }

struct any_case {
  long long heads = *rc::gen::inRange(1, 4), group = *rc::gen::inRange(1, 3), n_q = *rc::gen::inRange(1, 9),
            n_k = *rc::gen::inRange(1, 9), d_k = *rc::gen::inRange(1, 6), d_v = *rc::gen::inRange(1, 5);
  pattern keys = *rc::gen::element(full, causal, causal_window(1), causal_window(2), causal_window(5), causal_chunks(1),
                                   causal_chunks(3));
  queries q{sizes::heads = heads, sizes::group = group, sizes::n_q = n_q, sizes::d_k = d_k};
  keys_of k{sizes::heads = heads, sizes::n_k = n_k, sizes::d_k = d_k};
  values_of v{sizes::heads = heads, sizes::n_k = n_k, sizes::d_v = d_v};

  any_case() {
    for (double& x : q) x = any_number();
    for (double& x : k) x = any_number();
    for (double& x : v) x = any_number();
  }
  auto out() const { return attention(q, k, v, keys); }
  /// The first and last key of row i, counted from the definition.
  long long first(long long i) const {
    if (!keys.ordered) return 0;
    const long long chunk = keys.chunk ? std::max(0ll, last(i)) / keys.chunk * keys.chunk : 0;
    return std::max(chunk, keys.window ? last(i) - keys.window + 1 : 0);
  }
  long long last(long long i) const { return !keys.ordered ? n_k - 1 : i + n_k - n_q; }

  /// body(place of the row in out, head, query)
  template <class Body>
  void for_each_row(Body body) const {
    for (long long h = 0, at = 0; h < heads; ++h)
      for (long long g = 0; g < group; ++g)
        for (long long i = 0; i < n_q; ++i, at += d_v) body(at, h, i);
  }
};

bool near(double a, double b) { return std::abs(a - b) <= 1e-12; }

void law(const char* name, auto body) { BOOST_TEST(rc::check(name, body)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(laws_of_attention)

BOOST_AUTO_TEST_CASE(weights) {
  law("weights sum to 1, and to 0 where there are no keys", [] {
    any_case c;
    for (double& x : c.v) x = 1;
    const auto out = c.out();
    c.for_each_row([&](long long at, long long, long long i) {
      const double sum = c.last(i) < 0 ? 0 : 1;
      for (long long w = 0; w < c.d_v; ++w) RC_ASSERT(near(out.data()[at + w], sum));
    });
  });
}

BOOST_AUTO_TEST_CASE(hull) {
  law("a row lies between the least and the largest of the values that it scores", [] {
    const any_case c;
    const auto out = c.out();
    c.for_each_row([&](long long at, long long h, long long i) {
      for (long long w = 0; w < c.d_v && c.last(i) >= 0; ++w) {
        double low = 1e9, high = -1e9;
        for (long long j = c.first(i); j <= c.last(i); ++j) {
          const double x = c.v.data()[(h * c.n_k + j) * c.d_v + w];
          low = std::min(low, x), high = std::max(high, x);
        }
        RC_ASSERT(low - 1e-12 <= out.data()[at + w] && out.data()[at + w] <= high + 1e-12);
      }
    });
  });
}

BOOST_AUTO_TEST_CASE(permutation) {
  law("the order of keys and their values does not matter, but for a mask", [] {
    any_case c;
    c.keys = full;
    any_case d = c;
    std::vector<long long> order(static_cast<std::size_t>(c.n_k));
    std::iota(order.begin(), order.end(), 0ll);
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(i)))]);
    for (long long h = 0; h < c.heads; ++h)
      for (long long j = 0; j < c.n_k; ++j) {
        const long long from = h * c.n_k + order[static_cast<std::size_t>(j)], to = h * c.n_k + j;
        std::copy_n(c.k.data() + from * c.d_k, c.d_k, d.k.data() + to * c.d_k);
        std::copy_n(c.v.data() + from * c.d_v, c.d_v, d.v.data() + to * c.d_v);
      }
    const auto a = c.out(), b = d.out();
    RC_ASSERT(std::equal(a.begin(), a.end(), b.begin(), near));
  });
}

BOOST_AUTO_TEST_CASE(order_of_weights) {
  law("a larger score is a larger weight", [] {
    any_case c;
    // V is the unit matrix of one head's keys: the result is the weights.
    values_of unit{sizes::heads = c.heads, sizes::n_k = c.n_k, sizes::d_v = c.n_k};
    for (long long h = 0; h < c.heads; ++h)
      for (long long j = 0; j < c.n_k; ++j) unit.data()[(h * c.n_k + j) * c.n_k + j] = 1;
    const auto weights = attention(c.q, c.k, unit, c.keys);
    long long row = 0;
    c.for_each_row([&](long long, long long h, long long i) {
      const double* query = c.q.data() + row * c.d_k;
      const double* weight = weights.data() + row++ * c.n_k;
      const auto score = [&](long long j) {
        return std::inner_product(query, query + c.d_k, c.k.data() + (h * c.n_k + j) * c.d_k, 0.0);
      };
      for (long long j = 0; j < c.n_k; ++j) {
        RC_ASSERT((j < c.first(i) || j > c.last(i)) == (weight[j] == 0));
        for (long long l = c.first(i); l <= c.last(i); ++l)
          if (j >= c.first(i) && j <= c.last(i) && score(j) > score(l) + 1e-9) RC_ASSERT(weight[j] > weight[l]);
      }
    });
  });
}

BOOST_AUTO_TEST_CASE(shifted_scores) {
  law("a number added to every score of a row changes nothing", [] {
    any_case c;
    any_case d = c;
    std::vector<double> shift(static_cast<std::size_t>(c.heads * c.d_k));
    for (double& x : shift) x = any_number();
    for (long long h = 0; h < c.heads; ++h)  // the same vector added to all keys of a head shifts all scores of a query
      for (long long j = 0; j < c.n_k; ++j)
        for (long long f = 0; f < c.d_k; ++f)
          d.k.data()[(h * c.n_k + j) * c.d_k + f] += shift[static_cast<std::size_t>(h * c.d_k + f)];
    const auto a = c.out(), b = d.out();
    RC_ASSERT(std::equal(a.begin(), a.end(), b.begin(), near));
  });
}

BOOST_AUTO_TEST_CASE(last_rows) {
  law("the last queries alone get what they get among all (a cache needs no more)", [] {
    any_case c;
    const long long rows = *rc::gen::inRange(1, static_cast<int>(c.n_q) + 1);
    queries tail{sizes::heads = c.heads, sizes::group = c.group, sizes::n_q = rows, sizes::d_k = c.d_k};
    for (long long at = 0; at < c.heads * c.group; ++at)
      std::copy_n(c.q.data() + ((at + 1) * c.n_q - rows) * c.d_k, rows * c.d_k, tail.data() + at * rows * c.d_k);
    const auto all = c.out(), some = attention(tail, c.k, c.v, c.keys);
    for (long long at = 0; at < c.heads * c.group; ++at)
      RC_ASSERT(std::equal(some.data() + at * rows * c.d_v, some.data() + (at + 1) * rows * c.d_v,
                           all.data() + ((at + 1) * c.n_q - rows) * c.d_v));
  });
}

BOOST_AUTO_TEST_SUITE_END()
