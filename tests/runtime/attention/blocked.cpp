// Attention over listed blocks of keys on the fast kernel: against the definition in double, at sizes that no block,
// vector or tile divides.
#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/attention/block_layouts.hpp>
#include <conform/attention/block_sparse.hpp>
#include <conform/attention/blocked.hpp>
#include <conform/attention/trial.hpp>
#include <conform/operation/cast.hpp>
#include <conform/operation/copy.hpp>
#include <conform/operation/permute.hpp>
#include <conform/operation/reshape.hpp>
#include <conform/tensor.hpp>

#include "runtime/attention/grouped.hpp"
#include "says.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

/// Lists drawn with `share` of 8 blocks, and whether they hold a pair.
struct drawn {
  long long n_q, n_k, queries, keys;
  int share;
  bool ordered;

  bool holds(long long a, long long b) const { return (a * 2654435761u + b * 40503u * 77u) / 64 % 8 < share; }
  bool scores(long long i, long long j) const {
    return holds(i / queries, j / keys) && (!ordered || j <= i + n_k - n_q);
  }
  key_blocks lists() const {
    return key_blocks::where(n_q, n_k, queries, keys, [&](long long a, long long b) { return holds(a, b); },
                             ordered ? causal : full);
  }
};

/// Softmax attention by its definition, over the pairs that `scores` holds for.
template <class Q, class K, class V, class Scores>
std::vector<double> defined(const Q& q, const K& k, const V& v, long long n_q, long long n_k, const Scores& scores) {
  std::vector<double> out;
  for (long long h = 0; h < 4; ++h)
    for (long long i = 0; i < n_q; ++i) {
      std::vector<double> weight(static_cast<std::size_t>(n_k));
      double sum = 0;
      for (long long j = 0; j < n_k; ++j) {
        double score = 0;
        for (long long f = 0; f < 20; ++f)
          score += q.data()[(h * n_q + i) * 20 + f] * k.data()[(h / 2 * n_k + j) * 20 + f];
        sum += weight[static_cast<std::size_t>(j)] = scores(i, j) ? std::exp(score / std::sqrt(20.0)) : 0;
      }
      for (long long w = 0; w < 19; ++w) {
        double one = 0;
        for (long long j = 0; j < n_k; ++j)
          one += weight[static_cast<std::size_t>(j)] * v.data()[(h / 2 * n_k + j) * 19 + w];
        out.push_back(sum == 0 ? 0 : one / sum);
      }
    }
  return out;
}

void agrees(const drawn& d) {
  BOOST_TEST_CONTEXT("n_q " << d.n_q << " n_k " << d.n_k << " blocks of " << d.queries << " and " << d.keys << ", "
                            << d.share << " of 8, ordered " << d.ordered) {
    q_of<double> q{sizes::n_q = d.n_q};
    k_of<double> k{sizes::n_k = d.n_k};
    v_of<double> v{sizes::n_k = d.n_k};
    fill(q, 1), fill(k, 2), fill(v, 3);
    const key_blocks blocks = d.lists();
    const auto exact = defined(q, k, v, d.n_q, d.n_k, [&](long long i, long long j) { return d.scores(i, j); });
    BOOST_TEST(apart(attention(q, k, v, blocks), exact) < 1e-12);  // loops
    const auto fq = cast<float>(q);
    const auto fk = cast<float>(k);
    const auto fv = cast<float>(v);
    const auto fast = attention(fq, fk, fv, blocks);
    BOOST_TEST(apart(fast, exact) < 4e-6);
    // keys that lie side by side, values that do not
    const auto turned_k = copy(permute<head_dim, head, key>(fk));
    const auto turned_v = copy(permute<value_dim, key, head>(fv));
    const auto turned = attention(permute<query, head, head_dim, group>(fq), turned_k, turned_v, blocks);
    BOOST_TEST(apart(turned, copy(permute<query, head, group, value_dim>(fast))) < 4e-6);
    for (int count : {2, 5}) {
      const with_threads threads(count);
      const auto shared = attention(fq, fk, fv, blocks);
      BOOST_TEST(std::equal(fast.begin(), fast.end(), shared.begin()));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_over_blocks)

BOOST_AUTO_TEST_CASE(kernels_as_defined) {
  int turn = 0;
  for (const long long n_q : {1, 7, 48, 100, 197})
    for (const long long n_k : {1, 64, 130, 197})
      for (const long long queries : {1, 5, 16, 24, 64, 70, 1000})
        for (const long long keys : {1, 7, 16, 64, 65, 1000})
          if (++turn % 4 == 0)
            agrees({n_q, n_k, queries, keys, turn % 5 == 0 ? 8 : 1 + turn % 4, turn % 2 == 0});
  agrees({9, 3, 2, 2, 4, true}), agrees({4, 0, 3, 2, 4, false}), agrees({0, 4, 3, 2, 4, false});
  agrees({100, 120, 64, 32, 0, false}), agrees({100, 120, 64, 32, 0, true});
  const long long most = ~0ull >> 1;
  agrees({50, 70, most, most, 8, false}), agrees({50, 70, most, most, 8, true});
}

/// Keys beyond what a near cache holds: panels pass them in groups.
BOOST_AUTO_TEST_CASE(lists_beyond_a_near_cache) {
  tensor<double, query<150>, head_dim<64>> q;
  tensor<double, key<6000>, head_dim<64>> k;
  tensor<double, key<6000>, value_dim<64>> v;
  fill(q, 1), fill(k, 2), fill(v, 3);
  for (const pattern& within : {full, causal}) {
    const auto blocks = key_blocks::where(
        150, 6000, 100, 48, [](long long a, long long b) { return (a + b) % 7 != 0; }, within);
    BOOST_TEST(apart(attention(cast<float>(q), cast<float>(k), cast<float>(v), blocks),
                     attention(q, k, v, blocks)) < 2e-5);
  }
}

/// A number that no query of a list may see stays out, where it is not a number.
BOOST_AUTO_TEST_CASE(other_blocks_stay_out) {
  tensor<float, query<200>, head_dim<16>> q;
  tensor<float, key<200>, head_dim<16>> k;
  tensor<float, key<200>, value_dim<16>> v;
  fill(q, 1), fill(k, 2), fill(v, 3);
  v.data()[75 * 16 + 3] = std::nanf("7"), k.data()[130 * 16] = std::nanf("");
  key_blocks blocks(60, 20, causal);
  blocks.add({0, 1, 2}), blocks.add({0, 3, 4}), blocks.add({1, 2, 4, 5}), blocks.add({3, 6, 7});
  const auto out = attention(q, k, v, blocks);
  for (int i = 0; i < 200; ++i) {
    const bool sees_value = (i >= 75 && i < 120) || i >= 180, sees_key = i >= 180;
    BOOST_TEST(std::isnan(out.data()[i * 16 + 3]) == (sees_value || sees_key));
    BOOST_TEST(std::isnan(out.data()[i * 16 + 2]) == sees_key);
  }
}

/// Every block listed is the pattern itself; chunks of 32 are a list of one block each.
BOOST_AUTO_TEST_CASE(lists_of_patterns) {
  q_of<float> q{sizes::n_q = 160};
  k_of<float> k{sizes::n_k = 160};
  v_of<float> v{sizes::n_k = 160};
  fill(q, 1), fill(k, 2), fill(v, 3);
  const auto all = [](long long, long long) { return true; };
  for (const pattern& within : {full, causal})
    BOOST_TEST(apart(attention(q, k, v, key_blocks::where(160, 160, 48, 32, all, within)), attention(q, k, v, within)) <
               2e-6);
  const auto own = key_blocks::where(160, 160, 32, 32, [](long long a, long long b) { return a == b; }, causal);
  BOOST_TEST(apart(attention(q, k, v, own), attention(q, k, v, causal_chunks(32))) < 2e-6);
}

/// What bf16 keys and values round to, as everywhere; the kernels that are taken.
BOOST_AUTO_TEST_CASE(numbers_and_kernels) {
  q_of<float> q{sizes::n_q = 60};
  k_of<bf16> k{sizes::n_k = 60};
  v_of<bf16> v{sizes::n_k = 60};
  fill(q, 1), fill(k, 2), fill(v, 3);
  const drawn d{60, 60, 16, 16, 5, true};
  const auto blocks = d.lists();
  const auto exact = attention(cast<double>(q), cast<double>(k), cast<double>(v), blocks);
  BOOST_TEST(apart(attention(q, k, v, blocks), exact) < 4e-6);
  BOOST_TEST((kernel_of(q, k, v, blocks) == attention_kernel::tiled));
  BOOST_TEST((kernel_of(cast<double>(q), cast<double>(k), cast<double>(v), blocks) == attention_kernel::loops));
  // V with two axes of its own
  tensor<float, query<60>, head_dim<8>> few;
  tensor<float, key<60>, head_dim<8>> few_k;
  tensor<float, key<60>, value_dim<3>, model<2>> two;
  fill(few, 1), fill(few_k, 2), fill(two, 3);
  BOOST_TEST((kernel_of(few, few_k, two, blocks) == attention_kernel::loops));
  const auto merged = attention(few, few_k, merge<hidden, value_dim, model>(two), blocks);
  BOOST_TEST(apart(attention(few, few_k, two, blocks), merged) < 2e-6);
}

/// As many blocks on either side as a number holds are all blocks.
BOOST_AUTO_TEST_CASE(bigbird_of_every_side) {
  const key_blocks blocks = bigbird_blocks(64, {.block = 16, .global = 0, .sides = ~0ull >> 1, .random = 0});
  for (long long row = 0; row < 4; ++row) BOOST_TEST(blocks.count(row) == 4);
  BOOST_CHECK_THROW(bigbird_blocks(64, {.block = 16, .global = 0, .sides = ~0ull >> 1, .random = 1}), blocks_invalid);
}

/// The lists of BigBird are its variant's blocks: the same pairs, and the same output.
BOOST_AUTO_TEST_CASE(bigbird_as_its_variant) {
  for (const bigbird_layout& of :
       {bigbird_layout{16, 1, 1, 2}, {8, 0, 2, 0}, {32, 5, 0, 0}, {160, 1, 0, 0}, {16, 2, 0, 5}}) {
    variant_sizes<long long> s;
    s.n_q = s.n_k = 160, s.d_k = 12, s.d_v = 20, s.B_r = of.block, s.g = of.global, s.w = of.sides, s.r = of.random;
    const key_blocks blocks = bigbird_blocks(160, of);
    BOOST_TEST((scored_pairs(blocks, 160, 160) == bigbird::pairs(sizes_as<integer>(s))));
    trial<bigbird, double> head(machine<double>{}, s, 3);
    head.run();
    tensor<float, query<160>, head_dim<12>> q;
    tensor<float, key<160>, head_dim<12>> k;
    tensor<float, key<160>, value_dim<20>> v;
    for (int i = 0; i < 160; ++i) {
      for (int f = 0; f < 12; ++f) q.data()[i * 12 + f] = static_cast<float>(head.problem.q.load(i, f));
      for (int f = 0; f < 12; ++f) k.data()[i * 12 + f] = static_cast<float>(head.problem.k.load(i, f));
      for (int w = 0; w < 20; ++w) v.data()[i * 20 + w] = static_cast<float>(head.problem.v.load(i, w));
    }
    const auto out = attention(q, k, v, blocks);
    double worst = 0;
    for (int i = 0; i < 160; ++i)
      for (int w = 0; w < 20; ++w)
        worst = std::max(worst, std::abs(static_cast<double>(out.data()[i * 20 + w]) - head.problem.out.load(i, w)));
    BOOST_TEST(worst < 2e-6);
  }
}

BOOST_AUTO_TEST_CASE(lists_that_do_not_fit) {
  q_of<float> q{sizes::n_q = 100};
  k_of<float> k{sizes::n_k = 130};
  v_of<float> v{sizes::n_k = 130};
  fill(q, 1), fill(k, 2), fill(v, 3);
  key_blocks blocks(64, 32);
  blocks.add({0, 4});
  BOOST_SAYS("lists of key_blocks: expected 2, found 1", attention(q, k, v, blocks));
  blocks.add({});
  BOOST_CHECK_NO_THROW(attention(q, k, v, blocks));
  k_of<float> fewer_k{sizes::n_k = 128};
  v_of<float> fewer_v{sizes::n_k = 128};
  BOOST_SAYS("axis key, in blocks: index 4 is outside its extent 4", attention(q, fewer_k, fewer_v, blocks));
  for (const auto& wrong : {std::vector<long long>{3, 3}, {2, 1}, {-1, 2}})
    BOOST_SAYS("places of blocks of keys ascend, from 0 on", blocks.add(wrong));
  BOOST_CHECK_NO_THROW(attention(q, k, v, blocks));  // nothing was added
  BOOST_SAYS("axis key, in blocks: index 4 is outside its extent 4", scored_pairs(blocks, 100, 128));
  blocks.add({1});
  BOOST_SAYS("lists of key_blocks: expected 2, found 3", attention(q, k, v, blocks));
  BOOST_SAYS("lists of key_blocks: expected 2, found 3", scored_pairs(blocks, 100, 130));
  BOOST_SAYS("axis query: expected at least 0, found -4", scored_pairs(blocks, -4, 130));
  const auto all = [](long long, long long) { return true; };
  BOOST_SAYS("axis query: expected at least 0, found -4", key_blocks::where(-4, 4, 2, 2, all));
  BOOST_SAYS("axis key: expected at least 0, found -1", key_blocks::where(4, -1, 2, 2, all));
  BOOST_CHECK_THROW(key_blocks(0, 1), blocks_invalid);
  BOOST_CHECK_THROW(key_blocks(1, 0), blocks_invalid);
  BOOST_SAYS("within its blocks a query scores all keys (full), or those up to its place (causal)",
             key_blocks(1, 1, causal_window(3)));
  BOOST_CHECK_THROW(key_blocks(1, 1, causal_chunks(3)), blocks_invalid);
  BOOST_SAYS("tokens make whole blocks", bigbird_blocks(100));
  BOOST_CHECK_THROW(bigbird_blocks(128, {64, 1, 1, 3}), blocks_invalid);
}

BOOST_AUTO_TEST_SUITE_END()
