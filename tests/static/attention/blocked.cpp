// Attention over listed blocks of keys in constant evaluation: what it computes and counts, and the pairs of lists.
#include <conform/attention/block_layouts.hpp>
#include <conform/attention/blocked.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

constexpr bool any(long long, long long) { return true; }
constexpr bool some(long long a, long long b) { return (a + 2 * b) % 3 != 1; }
constexpr bool none(long long, long long) { return false; }

/// Pairs of n_q queries and n_k keys, one by one.
template <class Sees>
constexpr bool pairs_agree(long long queries, long long keys, Sees sees) {
  for (const pattern& within : {full, causal})
    for (long long n_q = 0; n_q <= 5; ++n_q)
      for (long long n_k = 0; n_k <= 5; ++n_k) {
        const key_blocks blocks = key_blocks::where(n_q, n_k, queries, keys, sees, within);
        integer pairs = 0;
        for (long long i = 0; i < n_q; ++i) {
          const attending::blocked_keys of = attending::keys_of(blocks, i, n_q, n_k);
          long long m = 0;
          for (long long j = 0; j < n_k; ++j) {
            if (!sees(i / queries, j / keys) || (within.ordered && j > i + n_k - n_q)) continue;
            if (m >= of.count() || of(m) != j) return false;
            ++m, pairs += 1;
          }
          if (m != of.count()) return false;
        }
        if (scored_pairs(blocks, n_q, n_k) != pairs) return false;
      }
  return true;
}
static_assert(pairs_agree(1, 1, some) && pairs_agree(2, 2, some));
static_assert(pairs_agree(2, 3, some) && pairs_agree(3, 2, some));
static_assert(pairs_agree(2, 2, any) && pairs_agree(7, 9, any));
static_assert(pairs_agree(2, 2, none));

/// softmax_over those pairs for each of 6 heads, kind by kind; beside the result live the scores of one query.
constexpr bool counts_agree(long long queries, long long keys, const pattern& within) {
  using number = counted<double>;
  ledger book;
  const tensor<number, head<2>, group<3>, query<5>, head_dim<2>> q(book);
  const tensor<number, head<2>, key<4>, head_dim<2>> k(book);
  const tensor<number, head<2>, key<4>, value_dim<1>> v(book);
  const long long inputs = book.live;
  const key_blocks blocks = key_blocks::where(5, 4, queries, keys, some, within);
  long long longest = 0;
  for (long long i = 0; i < 5; ++i) longest = attending::most(longest, attending::keys_of(blocks, i, 5, 4).count());
  const auto out = attention(q, k, v, blocks);
  const auto pairs = static_cast<long long>(scored_pairs(blocks, 5, 4));
  return book.done == 6 * attending::softmax_over(pairs, 2ll, 1ll) &&
         book.peak == inputs + longest + static_cast<long long>(out.size());
}
static_assert(counts_agree(1, 1, full) && counts_agree(2, 3, full));
static_assert(counts_agree(2, 2, causal) && counts_agree(3, 1, causal));

/// A query that scores one key has its value, one without keys has 0.
constexpr bool values_of_one_key() {
  tensor<double, query<4>, head_dim<1>> q;
  tensor<double, key<4>, head_dim<1>> k;
  tensor<double, key<4>, value_dim<1>> v;
  for (int i = 0; i < 4; ++i) q.data()[i] = k.data()[i] = v.data()[i] = i + 1;
  key_blocks blocks(1, 1);
  blocks.add({2}), blocks.add({}), blocks.add({0}), blocks.add({3});
  const auto out = attention(q, k, v, blocks);
  return out.data()[0] == 3 && out.data()[1] == 0 && out.data()[2] == 1 && out.data()[3] == 4;
}
static_assert(values_of_one_key());

constexpr bool layouts_have_their_pairs(const bigbird_layout& of) {
  variant_sizes<integer> s;
  s.n_q = s.n_k = 24, s.B_r = of.block, s.g = of.global, s.w = of.sides, s.r = of.random;
  return scored_pairs(bigbird_blocks(24, of), 24, 24) == bigbird::pairs(s);
}
static_assert(layouts_have_their_pairs({2, 1, 1, 3}) && layouts_have_their_pairs({4, 0, 1, 0}));

using q_type = tensor<float, query<4>, head_dim<8>>;
using k_type = tensor<float, key<4>, head_dim<8>>;
using v_type = tensor<float, key<4>, value_dim<8>>;
template <class Q, class K, class V>
concept attends = requires(const Q& q, const K& k, const V& v, const key_blocks& blocks) {
  { attention(q, k, v, blocks) } -> tensor_like;
};
static_assert(attends<q_type, k_type, v_type>);
static_assert(!attends<q_type, v_type, v_type>);

}  // namespace
