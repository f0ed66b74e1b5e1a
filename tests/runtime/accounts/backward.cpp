// The kernel of gradients on numbers that count themselves executes and moves what its account says.
#include <conform/attention/backward_account.hpp>

#include "runtime/accounts/accounts.hpp"

using namespace conform;

namespace {

template <int Width, int Rows>
void backward_agrees(const variant_sizes<long long>& s, const pattern& keys) {
  agrees(s, backward_account<accounting::counting<Width, Rows>>(s, keys), run_backward_counted<Width, Rows>(s, keys),
         keys);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(accounts_of_backward)

BOOST_AUTO_TEST_CASE(backward) {
  sizes_drawn draw(12);
  for (int i = 0; i < 40; ++i) {
    variant_sizes<long long> s;
    s.n_q = draw.between(1, 110), s.n_k = draw.between(1, 200), s.d_k = draw.between(1, 20),
    s.d_v = draw.between(1, 20);
    for (const pattern& keys : {full, causal, causal_window(draw.between(1, 30)), causal_window(draw.between(40, 120))})
      backward_agrees<4, 4>(s, keys), backward_agrees<16, 8>(s, keys);
  }
}
/// Keys in more blocks than one.
BOOST_AUTO_TEST_CASE(backward_in_blocks) {
  variant_sizes<long long> s;
  s.n_q = 29, s.n_k = 250, s.d_k = 310, s.d_v = 301;
  for (const pattern& keys : {full, causal, causal_window(100)}) backward_agrees<4, 4>(s, keys);
}

BOOST_AUTO_TEST_SUITE_END()
