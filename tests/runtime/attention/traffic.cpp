// Words between slow and fast memory: measured in a scratchpad, whose size bounds what a kernel holds, and in a cache.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include <conform/attention/checking.hpp>
#include <conform/attention/dense.hpp>
#include <conform/attention/flash1.hpp>
#include <conform/attention/flash2.hpp>

using namespace conform;

namespace {

variant_sizes<long long> head_of(long long n, long long d, long long B_r, long long B_c) {
  variant_sizes<long long> s;
  s.n_q = s.n_k = n, s.d_k = s.d_v = d, s.B_r = B_r, s.B_c = B_c;
  return s;
}

template <class V>
traffic<long long> cached(const variant_sizes<long long>& s, long long words) {
  ledger book;
  trial<V, counted<double>> head(book, s);
  lru_cache fast(words);
  book.watch = &fast;
  head.run();
  fast.flush();
  book.watch = nullptr;
  return {fast.loads, fast.stores};
}
template <class V>
scratchpad staged(const variant_sizes<long long>& s, long long words) {
  ledger book;
  trial<V, counted<double>> head(book, s);
  scratchpad fast(words);
  book.watch = &fast;
  head.run();
  book.watch = nullptr;
  return fast;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(traffic_of_attention)

/// FlashAttention-2 holds its tiles of Q, K and V, the tile of scores, and of each row its output, maximum and sum.
BOOST_AUTO_TEST_CASE(a_scratchpad_holds_the_tiles) {
  const auto s = head_of(24, 5, 4, 3);
  const long long tiles = 4 * 5 + 2 * 3 * 5 + 4 * 3 + 4 * 5 + 2 * 4;
  BOOST_TEST(staged<flash2>(s, tiles).peak == tiles);
  BOOST_TEST(!staged<flash2>(s, tiles).overflowed());
  BOOST_TEST(staged<flash2>(s, tiles - 1).overflowed());
  BOOST_TEST(staged<flash2>(s, tiles).outside == 0);
}

/// Dao et al. 2022, theorem 2: with tiles that fill M words, the words moved are Theta(n²·d²/M).
BOOST_AUTO_TEST_CASE(grows_as_the_theorem_says) {
  for (const long long n : {64, 128, 256})
    for (const long long d : {4, 8})
      for (const long long M : {16 * d, 32 * d, 64 * d}) {
        const auto s = head_of(n, d, std::max(1ll, std::min(M / (4 * d), d)), std::max(1ll, M / (4 * d)));
        const auto fast = staged<flash1>(s, 2 * M);
        const double bound = static_cast<double>(n * n * d * d) / static_cast<double>(M);
        const double constant = static_cast<double>(fast.loads + fast.stores) / bound;
        BOOST_TEST((constant > 8 && constant < 32), "n=" << n << " d=" << d << " M=" << M << ": " << constant);
        BOOST_TEST(fast.outside == 0);
      }
}

/// A cache that holds the tiles, and the next tile of K and V, moves what the scratchpad moves; one that holds everything,
/// each word once.
BOOST_AUTO_TEST_CASE(a_cache_finds_the_tiles) {
  const long long n = 48, d = 8, B = 6;
  const auto s = head_of(n, d, B, B);
  const integer loads = flash2::io(checking::sizes_as<integer>(s)).loads;
  const long long state = 2 * B * d + 2 * B * d + B * B + 2 * B;
  for (const long long words : {state + 2 * B * d, state + 4 * B * d, 2 * n * d})
    BOOST_TEST(cached<flash2>(s, words).loads == static_cast<long long>(loads), words);
  BOOST_TEST(cached<flash2>(s, 8 * n * d).loads == 3 * n * d);
  BOOST_TEST(cached<flash2>(s, 8 * n * d).stores == n * d);
}

/// Row by row, with room for two rows of scores but not for K: K and V are read again for every row.
BOOST_AUTO_TEST_CASE(dense_rows_read_the_keys_again) {
  const long long n = 32, d = 8;
  const auto found = cached<dense>(head_of(n, d, 1, 1), 2 * n + 2 * d + 8);
  BOOST_TEST(found.loads >= 2 * n * n * d);
  BOOST_TEST(found.loads <= 2 * n * n * d + 4 * n * n + n * d);
}

BOOST_AUTO_TEST_SUITE_END()
