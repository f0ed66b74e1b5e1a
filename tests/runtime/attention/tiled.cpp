// Tiled, online and split attention give what dense attention gives; gradients are those of finite differences.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include <conform/attention/dense_backward.hpp>
#include <conform/attention/dense_standard_backward.hpp>
#include <conform/attention/dense_standard.hpp>
#include <conform/attention/flash1.hpp>
#include <conform/attention/flash1_backward.hpp>
#include <conform/attention/flash2.hpp>
#include <conform/attention/flash2_backward.hpp>
#include <conform/attention/ring_backward.hpp>
#include <conform/attention/online.hpp>
#include <conform/attention/split_k.hpp>
#include <conform/attention/trial.hpp>

#include "worse.hpp"

using namespace conform;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Softmax attention from its definition: weights, output and log-sum-exp of each row.
struct defined {
  std::vector<std::vector<double>> weights, out;
  std::vector<double> lse, largest, total;

  defined(const head_problem<double>& p, bool ordered) {
    const double scale = 1 / std::sqrt(static_cast<double>(p.size.d_k));
    for (long long i = 0; i < p.size.n_q; ++i) {
      std::vector<double> scores;
      const long long seen = ordered ? i + p.size.n_k - p.size.n_q + 1 : p.size.n_k;
      double top = -infinity;
      for (long long j = 0; j < p.size.n_k; ++j) {
        double score = 0;
        for (long long f = 0; f < p.size.d_k; ++f) score += p.q.cell(i, f) * p.k.cell(j, f);
        scores.push_back(j < seen ? score * scale : -infinity);
        top = std::max(top, scores.back());
      }
      double sum = 0;
      for (double& s : scores) sum += s = top == -infinity ? 0 : std::exp(s - top);
      std::vector<double> row(static_cast<std::size_t>(p.size.d_v));
      for (std::size_t j = 0; j < scores.size(); ++j) {
        if (sum > 0) scores[j] /= sum;
        for (std::size_t w = 0; w < row.size(); ++w)
          if (scores[j] > 0) row[w] += scores[j] * p.v.cell(static_cast<long long>(j), static_cast<long long>(w));
      }
      weights.push_back(scores), out.push_back(row);
      lse.push_back(top + std::log(sum)), largest.push_back(top), total.push_back(sum);
    }
  }
};

double& at(const matrix<const double>& m, long long i, long long j) { return const_cast<double&>(m.cell(i, j)); }

template <class V>
void equals_the_definition(bool ordered, double stretch = 1) {
  for (const long long n_q : {1, 2, 5, 8, 13})
    for (const long long n_k : {1, 3, 8, 13})
      for (const long long B_r : {1, 3, 4, 16})
        for (const long long B_c : {1, 2, 5, 16}) {
          variant_sizes<long long> s;
          s.n_q = n_q, s.n_k = n_k, s.d_k = 3, s.d_v = 2, s.B_r = B_r, s.B_c = B_c, s.s = B_r;
          trial<V, double> head({}, s, 7);
          for (long long i = 0; i < n_q; ++i)
            for (long long f = 0; f < 3; ++f) at(head.problem.q, i, f) *= stretch;
          const defined wanted(head.problem, ordered);
          head.run();
          double worst = 0;
          for (long long i = 0; i < n_q; ++i)
            for (long long w = 0; w < 2; ++w) {
              const double error = std::abs(head.problem.out.cell(i, w) - wanted.out[static_cast<std::size_t>(i)][static_cast<std::size_t>(w)]);
              worst = worse(worst, error);
            }
          BOOST_TEST(worst < 1e-12, V::name << " at n_q=" << n_q << " n_k=" << n_k << " B_r=" << B_r << " B_c=" << B_c
                                            << ": " << worst);
          if constexpr (std::string_view(V::name).starts_with("flash2_lse"))
            for (long long i = 0; i < n_q; ++i) {
              const double found = head.problem.made[0].cell(i, 0), expected = wanted.lse[static_cast<std::size_t>(i)];
              BOOST_TEST((found == expected || std::abs(found - expected) < 1e-12));  // -inf where there are no keys
            }
        }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tiled_attention)

BOOST_AUTO_TEST_CASE(is_dense_attention) {
  equals_the_definition<dense_standard>(false);
  equals_the_definition<online>(false), equals_the_definition<online_causal>(true);
  equals_the_definition<flash1>(false), equals_the_definition<flash1_causal>(true);
  equals_the_definition<flash2>(false), equals_the_definition<flash2_causal>(true);
  equals_the_definition<flash2_lse>(false), equals_the_definition<flash2_lse_causal>(true);
  equals_the_definition<split_k>(false);
}

BOOST_AUTO_TEST_CASE(survives_large_logits) {
  equals_the_definition<online>(false, 400), equals_the_definition<flash1_causal>(true, 400);
  equals_the_definition<flash2_causal>(true, 400), equals_the_definition<split_k>(false, 400);
}

/// What is masked brings nothing, what is not stays in its own row.
template <class V>
void keeps_to_its_row() {
  variant_sizes<long long> s;
  s.n_q = s.n_k = 6, s.d_k = 3, s.d_v = 2, s.B_r = 4, s.B_c = 2;
  for (const double bad : {std::nan(""), infinity, -infinity}) {
    trial<V, double> head({}, s, 3), clean({}, s, 3);
    at(head.problem.k, 5, 1) = bad, at(head.problem.v, 5, 0) = bad;  // only query 5 may see key 5
    head.run(), clean.run();
    for (long long i = 0; i < 5; ++i)
      for (long long w = 0; w < 2; ++w) BOOST_TEST(head.problem.out.cell(i, w) == clean.problem.out.cell(i, w), V::name);
    BOOST_TEST(!(head.problem.out.cell(5, 0) == clean.problem.out.cell(5, 0)), V::name);
  }
}
BOOST_AUTO_TEST_CASE(keeps_numbers_that_are_none_in_their_row) {
  keeps_to_its_row<online_causal>(), keeps_to_its_row<flash1_causal>(), keeps_to_its_row<flash2_causal>();
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(gradients_of_attention)

/// The gradient of sum of dO∘O by central differences.
double slope(const variant_sizes<long long>& s, const matrix<const double>& of, long long i, long long j,
             const head_problem<double>& p, const matrix<const double>& d_out) {
  const auto value = [&](double step) {
    const double kept = of.cell(i, j);
    at(of, i, j) = kept + step;
    const defined forward(p, false);
    at(of, i, j) = kept;
    double sum = 0;
    for (long long a = 0; a < s.n_q; ++a)
      for (long long w = 0; w < s.d_v; ++w)
        sum += d_out.cell(a, w) * forward.out[static_cast<std::size_t>(a)][static_cast<std::size_t>(w)];
    return sum;
  };
  constexpr double step = 1e-5;
  return (value(step) - value(-step)) / (2 * step);
}

template <class V>
void equals_differences() {
  for (const long long n_q : {1, 4})
    for (const long long n_k : {1, 4, 5}) {
      if (V::square && n_q != n_k) continue;
      variant_sizes<long long> s;
      s.n_q = n_q, s.n_k = n_k, s.d_k = 3, s.d_v = 2, s.B_r = 3, s.B_c = 2, s.p = n_q == 4 ? 2 : 1;
      trial<V, double> head({}, s, 11);
      const head_problem<double>& p = head.problem;
      const defined forward(p, false);
      for (long long i = 0; i < n_q; ++i) {
        const auto row = static_cast<std::size_t>(i);
        constexpr int weights = std::is_same_v<V, dense_standard_backward> ? 1 : std::is_same_v<V, dense_backward> ? 2 : 0;
        if (weights != 1)
          for (long long w = 0; w < s.d_v; ++w) at(p.given[1], i, w) = forward.out[row][static_cast<std::size_t>(w)];
        if (weights != 0)
          for (long long j = 0; j < n_k; ++j)
            at(p.given[weights], i, j) = forward.weights[row][static_cast<std::size_t>(j)];
        if constexpr (std::is_same_v<V, flash2_backward> || std::is_same_v<V, ring_backward>)
          at(p.given[2], i, 0) = forward.lse[row];
        if constexpr (std::is_same_v<V, flash1_backward>)
          at(p.given[2], i, 0) = forward.largest[row], at(p.given[3], i, 0) = forward.total[row];
      }
      head.run();
      const matrix<const double> inputs[]{p.q, p.k, p.v};
      for (int which = 0; which < 3; ++which)
        for (long long i = 0; i < inputs[which].rows; ++i)
          for (long long j = 0; j < inputs[which].columns; ++j) {
            const double expected = slope(s, inputs[which], i, j, p, p.given[0]);
            BOOST_TEST(std::abs(p.made[which].cell(i, j) - expected) < 1e-8, V::name << ' ' << which << ' ' << i << ' ' << j);
          }
    }
}

BOOST_AUTO_TEST_CASE(are_those_of_finite_differences) {
  equals_differences<dense_backward>();
  equals_differences<dense_standard_backward>();
  equals_differences<flash2_backward>();
  equals_differences<flash1_backward>();
  equals_differences<ring_backward>();
}

BOOST_AUTO_TEST_SUITE_END()
