// The tiled kernel on numbers that count themselves executes and moves what its account says.
#include <conform/attention/tiled_account.hpp>

#include "runtime/accounts/accounts.hpp"

using namespace conform;

namespace {

template <int Width, int Rows>
void tiled_agrees(const variant_sizes<long long>& s, const pattern& keys) {
  agrees(s, tiled_account(s, keys, Width), run_tiled_counted<Width, Rows>(s, keys), keys);
  agrees(s, tiled_account(s, keys, Width, tiled_cells::widened), run_tiled_counted<Width, Rows, bf16>(s, keys), keys);
}

/// A list for each block of queries, of blocks drawn with `share` of 8.
template <int Width, int Rows>
void blocks_agree(const variant_sizes<long long>& s, long long queries, long long keys, long long share, bool ordered,
                  sizes_drawn& draw) {
  const pattern within = ordered ? causal : full;
  const key_blocks blocks = key_blocks::where(
      s.n_q, s.n_k, queries, keys, [&](long long, long long) { return draw.between(0, 7) < share; }, within);
  BOOST_TEST_CONTEXT("blocks of " << queries << " and " << keys << ", share " << share)
  agrees(s, tiled_account(s, blocks, Width), run_tiled_counted<Width, Rows>(s, blocks), within);
  agrees(s, tiled_account(s, blocks, Width, tiled_cells::widened), run_tiled_counted<Width, Rows, bf16>(s, blocks),
         within);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(accounts_of_tiled)

BOOST_AUTO_TEST_CASE(tiled) {
  sizes_drawn draw(7);
  for (int i = 0; i < 60; ++i) {
    variant_sizes<long long> s;
    s.n_q = draw.between(1, 120), s.n_k = draw.between(1, 200), s.d_k = draw.between(1, 20),
    s.d_v = draw.between(1, 20);
    for (const pattern& keys : {full, causal, causal_window(draw.between(1, 30)), causal_window(draw.between(40, 120))})
      tiled_agrees<4, 4>(s, keys), tiled_agrees<16, 8>(s, keys);
  }
}
/// Scores of pairs of terms.
BOOST_AUTO_TEST_CASE(tiled_by_pairs) {
  sizes_drawn draw(8);
  for (int i = 0; i < 8; ++i) {
    variant_sizes<long long> s;
    s.n_q = draw.between(1, 120), s.n_k = draw.between(1, 200), s.d_k = draw.between(1, 20),
    s.d_v = draw.between(1, 20);
    for (const pattern& keys : {full, causal, causal_window(draw.between(1, 120)), causal_chunks(draw.between(1, 100))})
      agrees(s, tiled_account(s, keys, 16, tiled_cells::pairs), run_tiled_counted<16, 8, bf16, bf16>(s, keys), keys);
  }
}
BOOST_AUTO_TEST_CASE(tiled_in_chunks) {
  sizes_drawn draw(11);
  for (int i = 0; i < 40; ++i) {
    variant_sizes<long long> s;
    s.n_q = draw.between(1, 120), s.n_k = draw.between(0, 200), s.d_k = draw.between(1, 20),
    s.d_v = draw.between(1, 20);
    for (const pattern& keys : {causal_chunks(draw.between(1, 16)), causal_chunks(draw.between(17, 250)),
                                pattern{true, draw.between(1, 30), draw.between(20, 80)}})
      tiled_agrees<4, 4>(s, keys), tiled_agrees<16, 8>(s, keys);
  }
}
/// Where K and V are more than a near cache holds, panels pass them in groups.
BOOST_AUTO_TEST_CASE(tiled_in_groups) {
  variant_sizes<long long> s;
  s.n_q = 53, s.n_k = 1370, s.d_k = 100, s.d_v = 95;
  for (const pattern& keys : {full, causal, causal_window(300), causal_window(1345)}) tiled_agrees<4, 4>(s, keys);
  s.n_q = 7;
  tiled_agrees<4, 4>(s, causal);
}
/// Rows of which fewer than a chunk of 256 are widened at once.
BOOST_AUTO_TEST_CASE(tiled_of_wide_rows) {
  variant_sizes<long long> s;
  s.n_q = 29, s.n_k = 300, s.d_k = 700, s.d_v = 650;
  for (const pattern& keys : {full, causal, causal_window(100)}) tiled_agrees<4, 4>(s, keys);
}
BOOST_AUTO_TEST_CASE(tiled_over_blocks) {
  sizes_drawn draw(13);
  for (int i = 0; i < 60; ++i) {
    variant_sizes<long long> s;
    s.n_q = draw.between(1, 120), s.n_k = draw.between(0, 200), s.d_k = draw.between(1, 20),
    s.d_v = draw.between(1, 20);
    const long long queries = draw.between(1, i % 2 ? 100 : 20), keys = draw.between(1, i % 3 ? 90 : 20);
    for (const bool ordered : {false, true}) {
      blocks_agree<4, 4>(s, queries, keys, draw.between(0, 8), ordered, draw);
      blocks_agree<16, 8>(s, queries, keys, draw.between(0, 8), ordered, draw);
    }
  }
  variant_sizes<long long> far;  // lists of more keys than a near cache holds, and of fewer
  far.n_q = 53, far.n_k = 1570, far.d_k = 100, far.d_v = 95;
  for (const bool ordered : {false, true})
    blocks_agree<4, 4>(far, 40, 100, 7, ordered, draw), blocks_agree<4, 4>(far, 40, 90, 3, ordered, draw);
}

BOOST_AUTO_TEST_SUITE_END()
