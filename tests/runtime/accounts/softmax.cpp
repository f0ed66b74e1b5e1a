// The kernel of rows of softmax on numbers that count themselves executes and moves what its account says.
#include <conform/attention/softmax_account.hpp>

#include "runtime/accounts/accounts.hpp"

using namespace conform;

BOOST_AUTO_TEST_SUITE(accounts_of_softmax)

BOOST_AUTO_TEST_CASE(softmax) {
  for (const long long cells : {1, 3, 4, 5, 15, 16, 17, 31, 33, 64, 100}) {
    variant_sizes<long long> s;
    s.n_q = 3, s.n_k = cells;
    agrees(s, softmax_account(s, 4), run_softmax_counted<4, 4>(s));
    agrees(s, softmax_account(s, 8), run_softmax_counted<8, 4>(s));
    agrees(s, softmax_account(s, 16), run_softmax_counted<16, 8>(s));
  }
}

BOOST_AUTO_TEST_SUITE_END()
