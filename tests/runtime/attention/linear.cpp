// The linear and recurrent variants against their definitions, which score every pair: recurrences and chunks change
// the order of the sums, not the sums. In double, so that what differs is rounding.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <conform/attention/checking.hpp>
#include <conform/attention/cosformer.hpp>
#include <conform/attention/delta.hpp>
#include <conform/attention/dense.hpp>
#include <conform/attention/gla.hpp>
#include <conform/attention/linear_elu.hpp>
#include <conform/attention/retnet.hpp>
#include <conform/attention/ssd.hpp>

using namespace conform;

namespace {

using table = std::vector<std::vector<double>>;

variant_sizes<long long> sized(long long n_q, long long n_k, long long d_k, long long d_v, long long chunk = 1) {
  variant_sizes<long long> s;
  s.n_q = n_q, s.n_k = n_k, s.d_k = d_k, s.d_v = d_v, s.C = chunk;
  return s;
}
std::size_t at(long long i) { return static_cast<std::size_t>(i); }
/// The cells of an input, to change them: they are the trial's own.
double& cell(const matrix<const double>& m, long long i, long long j) { return const_cast<double&>(m.cell(i, j)); }
void multiply(const matrix<const double>& m, double by) {
  for (long long i = 0; i < m.rows; ++i)
    for (long long j = 0; j < m.columns; ++j) cell(m, i, j) *= by;
}

/// out[i] = sum_j weight(i, j) v[j] over the pairs allowed, divided by the sum of weights where that is asked.
table weighted(const head_problem<double>& p, bool causal, bool divided,
               const std::function<double(long long, long long)>& weight) {
  table out(at(p.size.n_q), std::vector<double>(at(p.size.d_v), 0.0));
  for (long long i = 0; i < p.size.n_q; ++i) {
    double total = 0;
    for (long long j = 0; j < (causal ? i + 1 : p.size.n_k); ++j) {
      total += weight(i, j);
      for (long long w = 0; w < p.size.d_v; ++w) out[at(i)][at(w)] += weight(i, j) * p.v.cell(j, w);
    }
    for (double& x : out[at(i)]) x = !divided ? x : total == 0 ? 0 : x / total;
  }
  return out;
}
double elu_plus_one(double x) { return x > 0 ? x + 1 : std::exp(x); }

table elu(const head_problem<double>& p, bool causal) {
  return weighted(p, causal, true, [&](long long i, long long j) {
    double sum = 0;
    for (long long f = 0; f < p.size.d_k; ++f) sum += elu_plus_one(p.q.cell(i, f)) * elu_plus_one(p.k.cell(j, f));
    return sum;
  });
}
table cosine(const head_problem<double>& p) {
  const double longest = static_cast<double>(std::max(p.size.n_q, p.size.n_k));
  return weighted(p, false, true, [&](long long i, long long j) {
    double sum = 0;
    for (long long f = 0; f < p.size.d_k; ++f) sum += std::max(p.q.cell(i, f), 0.0) * std::max(p.k.cell(j, f), 0.0);
    return sum * std::cos(std::acos(-1) / 2 * static_cast<double>(i - j) / longest);
  });
}
/// gate(t, f): what position t leaves of channel f of all positions before it.
using gates = std::function<double(long long, long long)>;
table gated(const head_problem<double>& p, const gates& gate) {
  return weighted(p, true, false, [&](long long i, long long j) {
    double sum = 0;
    for (long long f = 0; f < p.size.d_k; ++f) {
      double left = 1;
      for (long long t = j + 1; t <= i; ++t) left *= gate(t, f);
      sum += p.q.cell(i, f) * left * p.k.cell(j, f);
    }
    return sum;
  });
}
/// The product form of the delta rule: out_i = sum_j v_j beta_j k_j·(I - beta_{j+1} k_{j+1} k_{j+1}^T) ... q_i.
table corrected(const head_problem<double>& p) {
  table out(at(p.size.n_q), std::vector<double>(at(p.size.d_v), 0.0));
  for (long long i = 0; i < p.size.n_q; ++i) {
    std::vector<double> x;
    for (long long f = 0; f < p.size.d_k; ++f) x.push_back(p.q.cell(i, f));
    for (long long j = i; j >= 0; --j) {
      double along = 0;
      for (long long f = 0; f < p.size.d_k; ++f) along += p.k.cell(j, f) * x[at(f)];
      along *= p.given[0].cell(j, 0);
      for (long long w = 0; w < p.size.d_v; ++w) out[at(i)][at(w)] += along * p.v.cell(j, w);
      for (long long f = 0; f < p.size.d_k; ++f) x[at(f)] -= along * p.k.cell(j, f);
    }
  }
  return out;
}

/// No number of the result is further from the reference than rounding: tolerance × (1 + the largest of the reference).
void agrees(const head_problem<double>& p, const table& reference, double tolerance = 1e-12) {
  double largest = 1, worst = 0;
  for (const auto& row : reference)
    for (double x : row) largest = std::max(largest, std::abs(x));
  for (long long i = 0; i < p.size.n_q; ++i)
    for (long long w = 0; w < p.size.d_v; ++w) {
      const double error = std::abs(p.out.cell(i, w) - reference[at(i)][at(w)]);
      worst = error <= worst ? worst : std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
    }
  BOOST_TEST(worst <= tolerance * largest, "off by " << worst << " of " << largest);
}

/// The tables that a variant is given, from the numbers that they are tables of. Of a gated variant, returns these.
template <class V>
gates prepare(const head_problem<double>& p) {
  const double gamma = 0.9;
  const auto a = [](long long t) { return 0.3 + 0.6 * std::abs(std::sin(static_cast<double>(3 * t + 1))); };
  const long long n = p.size.n_q, chunk = p.size.C;
  if constexpr (std::is_same_v<V, cosformer>) {
    for (long long i = 0; i < p.given[0].rows; ++i) {
      const double angle = std::acos(-1) * static_cast<double>(i) / static_cast<double>(2 * p.given[0].rows);
      cell(p.given[0], i, 0) = std::cos(angle), cell(p.given[1], i, 0) = std::sin(angle);
    }
  } else if constexpr (std::is_same_v<V, retnet_parallel>) {
    for (long long i = 0; i < n; ++i)
      for (long long j = 0; j < n; ++j)
        cell(p.given[0], i, j) = j > i ? 1e9 : std::pow(gamma, static_cast<double>(i - j));  // j > i: not to be read
    return [=](long long, long long) { return gamma; };
  } else if constexpr (std::is_same_v<V, retnet_recurrent>) {
    cell(p.given[0], 0, 0) = gamma;
    return [=](long long, long long) { return gamma; };
  } else if constexpr (std::is_same_v<V, retnet_chunked>) {
    for (long long i = 0; i <= chunk; ++i) cell(p.given[0], 0, i) = std::pow(gamma, static_cast<double>(i));
    return [=](long long, long long) { return gamma; };
  } else if constexpr (std::is_same_v<V, ssd_recurrent>) {
    for (long long t = 0; t < n; ++t) cell(p.given[0], t, 0) = a(t);
    return [=](long long t, long long) { return a(t); };
  } else if constexpr (std::is_same_v<V, ssd_chunked>) {
    for (long long i = 0; i < n; ++i) {
      const long long first = i / chunk * chunk;
      double left = 1;
      for (long long j = 0; j < chunk; ++j) cell(p.given[0], i, j) = 1e9;  // later positions: not to be read
      for (long long j = i; j >= first; left *= a(j--)) cell(p.given[0], i, j - first) = left;
      cell(p.given[1], i, 0) = left;
    }
    return [=](long long t, long long) { return a(t); };
  } else if constexpr (std::is_same_v<V, gla_recurrent> || std::is_same_v<V, gla_chunked>) {
    return [&](long long t, long long f) { return p.given[0].cell(t, f); };
  }
  return {};
}
/// The delta rule forgets along k only where beta |k|² < 2.
void unit_rows(const matrix<const double>& m) {
  for (long long i = 0; i < m.rows; ++i) {
    double square = 0;
    for (long long j = 0; j < m.columns; ++j) square += m.cell(i, j) * m.cell(i, j);
    for (long long j = 0; j < m.columns; ++j) cell(m, i, j) /= std::sqrt(square);
  }
}
template <class V>
table defined(const head_problem<double>& p, const gates& gate) {
  if constexpr (std::is_same_v<V, linear_elu>) return elu(p, false);
  if constexpr (std::is_same_v<V, linear_elu_causal> || std::is_same_v<V, linear_elu_chunked>) return elu(p, true);
  if constexpr (std::is_same_v<V, cosformer>) return cosine(p);
  if constexpr (std::is_same_v<V, delta>) return corrected(p);
  return gated(p, gate);
}

template <class V>
constexpr bool any_lengths = std::is_same_v<V, linear_elu> || std::is_same_v<V, cosformer>;
template <class V>
constexpr bool by_chunks = std::is_base_of_v<recurring::chunked_defaults, V>;

/// Sizes: one position, chunks that do not divide, chunks longer than all, widths that differ.
template <class V>
std::vector<variant_sizes<long long>> sizes_of() {
  std::vector<variant_sizes<long long>> out;
  for (long long n : {1, 2, 7, 16, 17})
    for (long long width : {1, 3, 4}) {
      if (by_chunks<V>)
        for (long long chunk : {1, 2, 5, 16, 40}) out.push_back(sized(n, n, width, 6 - width, chunk));
      else
        out.push_back(sized(n, n, width, 6 - width));
      if (any_lengths<V>)
        for (long long keys : {1, 5, 23}) out.push_back(sized(n, keys, width, 6 - width));
    }
  return out;
}

template <class... V>
struct kinds {
  template <class Visit>
  static void each(Visit visit) {
    (visit(static_cast<V*>(nullptr)), ...);
  }
};
using recurrent = kinds<linear_elu_causal, retnet_recurrent, gla_recurrent, ssd_recurrent, delta>;
using causal_ones = kinds<linear_elu_causal, linear_elu_chunked, retnet_parallel, retnet_recurrent, retnet_chunked,
                          gla_recurrent, gla_chunked, ssd_recurrent, ssd_chunked, delta>;
using all = kinds<linear_elu, linear_elu_causal, linear_elu_chunked, cosformer, retnet_parallel, retnet_recurrent,
                  retnet_chunked, gla_recurrent, gla_chunked, ssd_recurrent, ssd_chunked, delta>;

}  // namespace

BOOST_AUTO_TEST_SUITE(linear_variants)

BOOST_AUTO_TEST_CASE(compute_what_they_are_defined_to) {
  all::each([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    for (const auto& s : sizes_of<V>())
      for (double large : {1.0, 30.0})
        BOOST_TEST_CONTEXT(V::name << " n_q " << s.n_q << " n_k " << s.n_k << " d_k " << s.d_k << " C " << s.C) {
          BOOST_TEST(V::impossible(s) == nullptr);
          trial<V, double> head(machine<double>{}, s, 5);
          const gates gate = prepare<V>(head.problem);
          if (std::is_same_v<V, delta>) unit_rows(head.problem.k);
          multiply(head.problem.q, large);
          if (!std::is_same_v<V, delta>) multiply(head.problem.k, large);
          head.run();
          agrees(head.problem, defined<V>(head.problem, gate));
        }
  });
}

BOOST_AUTO_TEST_CASE(the_delta_rule_takes_keys_of_any_length) {
  trial<delta, double> head(machine<double>{}, sized(7, 7, 3, 2), 9);
  head.run();
  agrees(head.problem, corrected(head.problem), 1e-10);
}

BOOST_AUTO_TEST_CASE(the_delta_rule_replaces_what_a_key_holds) {
  trial<delta, double> head(machine<double>{}, sized(2, 2, 3, 4), 3);
  unit_rows(head.problem.k);
  for (long long t = 0; t < 2; ++t) {
    cell(head.problem.given[0], t, 0) = 1;
    for (long long f = 0; f < 3; ++f) {
      cell(head.problem.k, t, f) = head.problem.k.cell(0, f);
      cell(head.problem.q, t, f) = head.problem.k.cell(0, f);
    }
  }
  head.run();
  for (long long t = 0; t < 2; ++t)
    for (long long w = 0; w < 4; ++w)
      BOOST_TEST(std::abs(head.problem.out.cell(t, w) - head.problem.v.cell(t, w)) < 1e-14);
}

BOOST_AUTO_TEST_CASE(averages_of_ones_are_one) {
  kinds<linear_elu, linear_elu_causal, linear_elu_chunked, cosformer>::each([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    trial<V, double> head(machine<double>{}, sized(9, 9, 4, 2, 4), 2);
    prepare<V>(head.problem);
    for (long long j = 0; j < 9; ++j) {
      cell(head.problem.q, j, 0) = std::abs(head.problem.q.cell(j, 0));  // no query without weights
      cell(head.problem.k, j, 0) = std::abs(head.problem.k.cell(j, 0));
      for (long long w = 0; w < 2; ++w) cell(head.problem.v, j, w) = 1;
    }
    head.run();
    for (long long i = 0; i < 9; ++i)
      for (long long w = 0; w < 2; ++w)
        BOOST_TEST(std::abs(head.problem.out.cell(i, w) - 1) < 1e-14, V::name << " row " << i);
  });
}

BOOST_AUTO_TEST_CASE(rows_without_keys_or_weight_are_zero) {
  kinds<linear_elu, cosformer>::each([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    trial<V, double> none(machine<double>{}, sized(3, 0, 2, 2), 1);
    for (long long i = 0; i < 3; ++i) none.problem.out.cell(i, 0) = none.problem.out.cell(i, 1) = 7;
    none.run();
    for (long long i = 0; i < 3; ++i)
      for (long long w = 0; w < 2; ++w) BOOST_TEST(none.problem.out.cell(i, w) == 0);

    trial<V, double> weightless(machine<double>{}, sized(3, 4, 2, 2), 1);
    for (long long j = 0; j < 4; ++j)
      for (long long f = 0; f < 2; ++f) cell(weightless.problem.k, j, f) = -1e4;  // relu is 0, and so is exp
    weightless.run();
    for (long long i = 0; i < 3; ++i)
      for (long long w = 0; w < 2; ++w) BOOST_TEST(weightless.problem.out.cell(i, w) == 0);
  });
}

BOOST_AUTO_TEST_CASE(what_a_query_holds_stays_in_its_row) {
  all::each([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    const auto s = sized(8, 8, 3, 2, 3);
    for (double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
      trial<V, double> well(machine<double>{}, s, 4), broken(machine<double>{}, s, 4);
      prepare<V>(well.problem), prepare<V>(broken.problem);
      cell(broken.problem.q, 4, 1) = bad;
      well.run(), broken.run();
      for (long long i = 0; i < 8; ++i)
        for (long long w = 0; w < 2; ++w)
          if (i == 4)
            BOOST_TEST(!std::isfinite(broken.problem.out.cell(i, w)), V::name);
          else
            BOOST_TEST(broken.problem.out.cell(i, w) == well.problem.out.cell(i, w), V::name << " row " << i);
    }
  });
}

BOOST_AUTO_TEST_CASE(what_a_position_holds_never_leaks_into_earlier_rows) {
  causal_ones::each([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    const auto s = sized(8, 8, 3, 2, 3);  // position 4 is in the middle of a chunk
    for (bool key : {true, false}) {
      trial<V, double> well(machine<double>{}, s, 4), broken(machine<double>{}, s, 4);
      prepare<V>(well.problem), prepare<V>(broken.problem);
      cell(key ? broken.problem.k : broken.problem.v, 4, 1) = std::numeric_limits<double>::quiet_NaN();
      well.run(), broken.run();
      for (long long i = 0; i < 8; ++i)
        for (long long w = 0; w < 2; ++w) {
          const double x = broken.problem.out.cell(i, w);
          if (i >= 4 && (key || w == 1))
            BOOST_TEST(std::isnan(x), V::name << " row " << i);
          else
            BOOST_TEST(x == well.problem.out.cell(i, w), V::name << " row " << i);
        }
    }
  });
}

BOOST_AUTO_TEST_CASE(memory_does_not_grow_with_the_positions) {
  recurrent::each([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    const auto few = check_at<V>(sized(2, 2, 4, 3)), many = check_at<V>(sized(60, 60, 4, 3));
    BOOST_TEST((few.counted_scratch == many.counted_scratch), V::name);
    BOOST_TEST((many.counted_scratch <= 4 * 3 + 4), V::name);
  });
  kinds<linear_elu_chunked, retnet_chunked, gla_chunked, ssd_chunked>::each([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    const auto few = check_at<V>(sized(6, 6, 4, 3, 5)), many = check_at<V>(sized(60, 60, 4, 3, 5));
    BOOST_TEST((few.counted_scratch == many.counted_scratch), V::name);
  });
}

BOOST_AUTO_TEST_CASE(are_refused_where_they_mean_nothing) {
  causal_ones::each([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    BOOST_TEST(V::impossible(sized(3, 4, 2, 2)) != nullptr, V::name);
    if (by_chunks<V>) BOOST_TEST(V::impossible(sized(3, 3, 2, 2, 0)) != nullptr, V::name);
  });
}

/// The fewest positions for which linear attention takes fewer operations than dense, both by their claims.
template <class Linear, class Dense>
long long cheaper_from(long long width) {
  for (long long n = 1;; ++n) {
    const auto s = checking::sizes_as<integer>(sized(n, n, width, width));
    if (Linear::claim(s).unit_total() < Dense::claim(s).unit_total()) return n;
  }
}

BOOST_AUTO_TEST_CASE(linear_attention_is_cheaper_than_dense_from_some_length_on) {
  BOOST_TEST((cheaper_from<linear_elu, dense>(64)) == 66);
  BOOST_TEST((cheaper_from<linear_elu, dense>(128)) == 130);
  BOOST_TEST((cheaper_from<linear_elu_causal, dense_causal>(64)) == 130);
  BOOST_TEST((cheaper_from<linear_elu_causal, dense_causal>(128)) == 258);
}

BOOST_AUTO_TEST_SUITE_END()
