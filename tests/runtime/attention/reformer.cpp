// LSH attention against its definition, and in the limits where it is softmax attention.
#include <boost/test/unit_test.hpp>

#include <numeric>
#include <random>
#include <string>

#include <conform/attention/checking.hpp>
#include <conform/attention/reformer_rounds.hpp>

#include "predicate.hpp"

using namespace conform;
using namespace by_predicate;

namespace {

using at_sizes = variant_sizes<long long>;

at_sizes lsh(long long n, long long c, long long d_k, long long d_v, long long buckets) {
  at_sizes s;
  s.n_q = s.n_k = n, s.c = c, s.d_k = d_k, s.d_v = d_v, s.buckets = buckets;
  return s;
}

/// argmax of [xR; -xR], the two halves as they stand in the paper.
std::vector<long long> buckets_of(const head_problem<double>& p, long long round = 0) {
  std::vector<long long> out;
  const matrix<const double> turned = p.given[0].some_rows(round * p.size.buckets / 2, p.size.buckets / 2);
  for (long long i = 0; i < p.q.rows; ++i) {
    std::vector<double> all;
    for (double sign : {1.0, -1.0})
      for (long long b = 0; b < turned.rows; ++b) {
        double sum = 0;
        for (long long f = 0; f < p.q.columns; ++f) sum += p.q.cell(i, f) * turned.cell(b, f);
        all.push_back(sign * sum);
      }
    out.push_back(std::max_element(all.begin(), all.end()) - all.begin());
  }
  return out;
}

/// The same head with K = q/|q|, as shared QK has it; `keys` holds the numbers.
head_problem<double> shared(const head_problem<double>& p, std::vector<double>& keys) {
  keys.clear();
  for (long long i = 0; i < p.q.rows; ++i) {
    double square = 0;
    for (long long f = 0; f < p.q.columns; ++f) square += p.q.cell(i, f) * p.q.cell(i, f);
    for (long long f = 0; f < p.q.columns; ++f) keys.push_back(p.q.cell(i, f) / std::sqrt(square));
  }
  head_problem<double> out = p;
  out.k = matrix<const double>(keys.data(), p.q.rows, p.q.columns);
  return out;
}

/// Pairs of one bucket in chunks that see each other; causal: of those, earlier tokens, or itself where there is none.
predicate near_in_round(const head_problem<double>& p, long long round, bool chunks) {
  const std::vector<long long> bucket = buckets_of(p, round);
  std::vector<long long> order(bucket.size()), place(bucket.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](long long i, long long j) {  // tokens of one bucket keep their order
    return std::pair(bucket[static_cast<std::size_t>(i)], i) < std::pair(bucket[static_cast<std::size_t>(j)], j);
  });
  for (std::size_t m = 0; m < order.size(); ++m)
    place[static_cast<std::size_t>(order[m])] = static_cast<long long>(m);
  const long long n = p.q.rows, c = p.size.c;
  return [=](long long i, long long j) {
    const long long own = place[static_cast<std::size_t>(i)] / c, other = place[static_cast<std::size_t>(j)] / c;
    const bool seen = own == other || (own + n / c - 1) % (n / c) == other;
    return bucket[static_cast<std::size_t>(i)] == bucket[static_cast<std::size_t>(j)] && (seen || !chunks);
  };
}
/// Of any round.
predicate scored(const head_problem<double>& p, bool ordered, bool chunks) {
  std::vector<predicate> rounds;
  for (long long t = 0; t < std::max(p.size.r, 1LL); ++t) rounds.push_back(near_in_round(p, t, chunks));
  const predicate near = [=](long long i, long long j) {
    return std::any_of(rounds.begin(), rounds.end(), [&](const predicate& round) { return round(i, j); });
  };
  if (!ordered) return near;
  return [=](long long i, long long j) {
    bool others = false;
    for (long long m = 0; m < i; ++m) others = others || near(i, m);
    return i == j ? !others : j < i && near(i, j);
  };
}

template <class V>
void is_what_the_definition_says(const at_sizes& s, double logits, unsigned long long seed) {
  BOOST_TEST_CONTEXT(V::name << " n=" << s.n_q << " c=" << s.c << " buckets=" << s.buckets << " seed " << seed) {
    trial<V, double> head({}, s, seed);
    for (long long i = 0; i < s.n_q; ++i)
      for (long long f = 0; f < s.d_k; ++f) cell(head.problem.q, i, f) *= logits;
    head.run();
    std::vector<double> keys;
    const bool ordered = std::string(V::name).ends_with("_causal");
    agree(result(head.problem), attended(shared(head.problem, keys), scored(head.problem, ordered, true)));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(locality_sensitive_hashing)

BOOST_AUTO_TEST_CASE(is_attention_within_buckets_and_neighbouring_chunks) {
  const at_sizes all[] = {lsh(2, 1, 3, 2, 2), lsh(8, 2, 4, 3, 4), lsh(12, 3, 1, 1, 2), lsh(15, 5, 2, 5, 6),
                          lsh(20, 4, 5, 2, 8), lsh(24, 12, 3, 3, 4), lsh(21, 1, 3, 4, 2)};
  for (const at_sizes& s : all)
    for (unsigned long long seed = 1; seed < 12; ++seed)
      for (double logits : {1.0, 30.0}) {
        is_what_the_definition_says<reformer>(s, logits, seed);
        is_what_the_definition_says<reformer_causal>(s, logits, seed);
      }
}

// Each key once, however many rounds it is met in.
BOOST_AUTO_TEST_CASE(of_several_rounds_is_attention_over_the_keys_of_all) {
  const at_sizes all[] = {lsh(2, 1, 3, 2, 2), lsh(8, 2, 4, 3, 4), lsh(12, 3, 1, 1, 2), lsh(15, 5, 2, 5, 6), lsh(24, 12, 3, 3, 4)};
  for (at_sizes s : all)
    for (s.r = 1; s.r < 5; ++s.r)
      for (unsigned long long seed = 1; seed < 8; ++seed)
        for (double logits : {1.0, 30.0}) {
          is_what_the_definition_says<reformer_rounds>(s, logits, seed);
          is_what_the_definition_says<reformer_rounds_causal>(s, logits, seed);
        }
}

// More rounds part fewer pairs (Kitaev et al. 2020, 2, multi-round LSH attention): the result comes nearer to that of all
// pairs.
BOOST_AUTO_TEST_CASE(comes_nearer_to_all_pairs_by_rounds) {
  double before = std::numeric_limits<double>::infinity();
  for (long long rounds : {1, 4, 16}) {
    double error = 0;
    for (unsigned long long seed = 1; seed < 9; ++seed) {
      at_sizes s = lsh(32, 8, 4, 3, 4);
      s.r = rounds;
      trial<reformer_rounds, double> head({}, s, seed);
      head.run();
      std::vector<double> keys;
      const auto every = attended(shared(head.problem, keys), [](long long, long long) { return true; });
      const auto is = result(head.problem);
      for (std::size_t i = 0; i < is.size(); ++i) error += std::abs(is[i] - every[i]);
    }
    BOOST_TEST(error < before / 1.5);
    before = error;
  }
}

BOOST_AUTO_TEST_CASE(of_one_round_costs_what_one_costs_and_a_sum_of_one) {
  at_sizes s = lsh(12, 3, 4, 5, 6);
  s.r = 1;
  const operations<integer> one = check_at<reformer>(s).counted, rounds = check_at<reformer_rounds>(s).counted;
  BOOST_TEST((rounds.mac == one.mac && rounds.sqrt == one.sqrt));
  BOOST_TEST((rounds.exp == one.exp + 12 && rounds.log == 12 + 1 && rounds.mul == one.mul + 12 * 5));
}

// Without rotations all tokens fall into bucket 0; two chunks, each of which sees both, are all pairs (Kitaev et al.
// 2020, 2: more than 2c tokens are what chunks cut off).
BOOST_AUTO_TEST_CASE(is_softmax_attention_where_one_bucket_and_two_chunks_hold_all) {
  for (long long c : {1, 2, 5, 16}) {
    const at_sizes s = lsh(2 * c, c, 3, 4, 4);
    const auto check = [&](auto* v, const predicate& every) {
      using V = std::remove_pointer_t<decltype(v)>;
      trial<V, double> head({}, s);
      for (long long b = 0; b < 2; ++b)
        for (long long f = 0; f < 3; ++f) cell(head.problem.given[0], b, f) = 0;
      head.run();
      std::vector<double> keys;
      agree(result(head.problem), attended(shared(head.problem, keys), every));
    };
    check(static_cast<reformer*>(nullptr), [](long long, long long) { return true; });
    check(static_cast<reformer_causal*>(nullptr), [](long long i, long long j) { return i == 0 ? j == 0 : j < i; });
  }
}

// Larger chunks cut off fewer pairs of a bucket: the result comes to that of all pairs of a bucket, which it is where
// c = n/2.
BOOST_AUTO_TEST_CASE(comes_to_attention_within_buckets_as_chunks_grow) {
  double before = std::numeric_limits<double>::infinity();
  for (long long c : {1, 4, 16, 32}) {
    double error = 0;
    for (unsigned long long seed = 1; seed < 9; ++seed) {
      trial<reformer, double> head({}, lsh(64, c, 4, 3, 4), seed);
      head.run();
      std::vector<double> keys;
      const auto expected = attended(shared(head.problem, keys), scored(head.problem, false, false));
      const auto is = result(head.problem);
      for (std::size_t i = 0; i < is.size(); ++i) error += std::abs(is[i] - expected[i]);
    }
    BOOST_TEST(error < before);
    before = error;
  }
  BOOST_TEST(before < 1e-10);
}

// Sorted within a bucket by place, the tokens before a token stand before it: a chunk and the one before hold c of them
// or more.
BOOST_AUTO_TEST_CASE(loses_no_earlier_token_of_a_bucket_that_is_no_longer_than_a_chunk) {
  int held = 0;
  for (unsigned long long seed = 1; seed < 60; ++seed) {
    trial<reformer_causal, double> head({}, lsh(24, 6, 3, 2, 8), seed);
    std::vector<long long> length(8);
    for (long long b : buckets_of(head.problem)) ++length[static_cast<std::size_t>(b)];
    if (*std::max_element(length.begin(), length.end()) > 7) continue;
    ++held;
    head.run();
    std::vector<double> keys;
    agree(result(head.problem), attended(shared(head.problem, keys), scored(head.problem, true, false)));
  }
  BOOST_TEST(held > 10);
}

BOOST_AUTO_TEST_CASE(counts_the_same_whatever_the_buckets) {
  for (unsigned long long seed = 1; seed < 20; ++seed) {
    const checked_point plain = check_at<reformer>(lsh(18, 3, 4, 5, 6), seed);
    const checked_point causal = check_at<reformer_causal>(lsh(18, 3, 4, 5, 6), seed);
    BOOST_TEST(plain.equal());
    BOOST_TEST(causal.equal());
    BOOST_TEST((plain.counted == causal.counted));
  }
}

BOOST_AUTO_TEST_CASE(keeps_a_nan_among_masked_keys_without_effect) {
  const at_sizes s = lsh(12, 3, 3, 2, 4);
  for (unsigned long long seed = 1; seed < 8; ++seed) {
    trial<reformer, double> whole({}, s, seed);
    whole.run();
    const predicate near = scored(whole.problem, false, true);
    for (long long j = 0; j < 12; ++j) {
      trial<reformer, double> broken({}, s, seed);
      cell(broken.problem.v, j, 1) = std::numeric_limits<double>::quiet_NaN();
      broken.run();
      for (long long i = 0; i < 12; ++i) {
        BOOST_TEST(std::isnan(broken.problem.out.cell(i, 1)) == near(i, j));
        BOOST_TEST(broken.problem.out.cell(i, 0) == whole.problem.out.cell(i, 0));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_query_of_zeros_makes_no_nan) {
  const at_sizes s = lsh(6, 3, 2, 2, 2);
  trial<reformer, double> head({}, s);
  cell(head.problem.q, 2, 0) = cell(head.problem.q, 2, 1) = 0;
  head.run();
  for (double x : result(head.problem)) BOOST_TEST(!std::isnan(x));
}

BOOST_AUTO_TEST_CASE(refuses_what_makes_no_chunks_or_buckets) {
  BOOST_TEST(!reformer::impossible(lsh(6, 3, 2, 2, 2)));
  BOOST_TEST(reformer::impossible(lsh(3, 3, 2, 2, 2)));
  BOOST_TEST(reformer::impossible(lsh(7, 3, 2, 2, 2)));
  BOOST_TEST(reformer::impossible(lsh(6, 0, 2, 2, 2)));
  BOOST_TEST(reformer::impossible(lsh(6, 3, 2, 2, 3)));
  BOOST_TEST(reformer::impossible(lsh(6, 3, 2, 2, 0)));
  at_sizes cross = lsh(6, 3, 2, 2, 2);
  cross.n_k = 9;
  BOOST_TEST(reformer::impossible(cross));
}

BOOST_AUTO_TEST_SUITE_END()
