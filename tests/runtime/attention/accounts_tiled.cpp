// The tiled kernel on numbers that count themselves executes and moves what its account says.
#include <conform/attention/tiled_account.hpp>

#include "runtime/attention/accounts.hpp"

using namespace conform;

namespace {

template <int Width, int Rows>
void tiled_agrees(const variant_sizes<long long>& s, const pattern& keys) {
  agrees(s, tiled_account(s, keys, Width), run_tiled_counted<Width, Rows>(s, keys), keys);
  agrees(s, tiled_account(s, keys, Width, true), run_tiled_counted<Width, Rows, bf16>(s, keys), keys);
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

BOOST_AUTO_TEST_SUITE_END()
