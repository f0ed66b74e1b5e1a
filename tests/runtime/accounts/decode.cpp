// The decode kernel on numbers that count themselves executes and moves what its account says.
#include <conform/attention/decode_account.hpp>

#include "runtime/accounts/accounts.hpp"

using namespace conform;

namespace {

template <int Width, int Rows>
void decode_agrees(const variant_sizes<long long>& s, const pattern& keys) {
  agrees(s, decode_account(s, keys, Width), run_decode_counted<Width, Rows>(s, keys), keys);
  agrees(s, decode_account(s, keys, Width, 2), run_decode_counted<Width, Rows, bf16>(s, keys), keys);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(accounts_of_decode)

/// Few queries, also more than read keys together; and keys in several parts.
BOOST_AUTO_TEST_CASE(decode) {
  sizes_drawn draw(8);
  for (int i = 0; i < 60; ++i) {
    variant_sizes<long long> s;
    s.n_q = draw.between(1, 12), s.n_k = draw.between(1, 150), s.d_k = draw.between(1, 40), s.d_v = draw.between(1, 40);
    s.kv_heads = draw.between(1, 2), s.heads = s.kv_heads * draw.between(1, 3);
    for (const pattern& keys : {full, causal, causal_window(draw.between(1, 40))})
      decode_agrees<4, 4>(s, keys), decode_agrees<8, 4>(s, keys), decode_agrees<16, 8>(s, keys);
  }
}
BOOST_AUTO_TEST_CASE(decode_in_parts) {
  variant_sizes<long long> s;
  s.n_q = 1, s.d_k = 3, s.d_v = 5, s.heads = s.kv_heads = 1;
  for (const long long keys : {2048, 2049, 4200}) s.n_k = keys, decode_agrees<8, 4>(s, full);
  s.n_q = 9, decode_agrees<4, 4>(s, causal_window(2100));
}

BOOST_AUTO_TEST_SUITE_END()
