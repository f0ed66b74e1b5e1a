// The kernel of linear attention on numbers that count themselves executes and moves what its account says.
#include <conform/attention/linear_account.hpp>

#include "runtime/accounts/accounts.hpp"

using namespace conform;

namespace {

template <int Width, int Rows>
void linear_agrees(const variant_sizes<long long>& s) {
  agrees(s, linear_account(s, false, Width, Rows), run_linear_counted<Width, Rows>(s, false));
  agrees(s, linear_account(s, true, Width, Rows), run_linear_counted<Width, Rows>(s, true), causal);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(accounts_of_linear)

BOOST_AUTO_TEST_CASE(linear) {
  sizes_drawn draw(9);
  for (int i = 0; i < 40; ++i) {
    variant_sizes<long long> s;
    s.n_q = draw.between(1, 140), s.n_k = draw.between(1, 140), s.d_k = draw.between(1, 40),
    s.d_v = draw.between(1, 40);
    linear_agrees<4, 4>(s), linear_agrees<8, 4>(s), linear_agrees<16, 8>(s);
  }
}
/// The work is what the variants claim, but for quotients: one over a sum, and a product for each.
BOOST_AUTO_TEST_CASE(work_of_its_variants) {
  sizes_drawn draw(10);
  for (int i = 0; i < 20; ++i) {
    variant_sizes<long long> s;
    s.n_q = s.n_k = draw.between(1, 300), s.d_k = draw.between(1, 40), s.d_v = draw.between(1, 40);
    s.C = kernel::linear::chunk;
    operations<integer> quotients;
    quotients.div = s.n_q * s.d_v - s.n_q, quotients.mul = -s.n_q * s.d_v;
    const auto sizes = sizes_as<integer>(s);
    BOOST_TEST((linear_account(s, false, 8, 4).work + quotients == linear_elu::claim(sizes)));
    BOOST_TEST((linear_account(s, true, 8, 4).work + quotients == linear_elu_chunked::claim(sizes)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
