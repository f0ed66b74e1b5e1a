// Fast kernels on numbers that count themselves execute and move what their accounts say: work, padding, words.
#include <boost/test/unit_test.hpp>

#include <conform/attention/tiled_account.hpp>

using namespace conform;

namespace {

template <int Width, int Rows>
void agrees(const variant_sizes<long long>& s, const pattern& keys) {
  const kernel_account stated = tiled_account(s, keys, Width);
  const executed_kernel did = run_tiled_counted<Width, Rows>(s, keys);
  BOOST_TEST_CONTEXT("n_q " << s.n_q << " n_k " << s.n_k << " d_k " << s.d_k << " d_v " << s.d_v << " ordered "
                            << keys.ordered << " window " << keys.window << " width " << Width) {
    const operations<integer> sum = stated.work + stated.padding;
    const auto same = [](const char* kind, integer a, integer b) {
      BOOST_TEST(static_cast<long long>(a) == static_cast<long long>(b),
                 kind << ": stated " << static_cast<long long>(a) << ", executed " << static_cast<long long>(b));
    };
    same("mul", sum.mul, did.done.mul), same("add", sum.add, did.done.add), same("cmp", sum.cmp, did.done.cmp);
    same("exp", sum.exp, did.done.exp), same("div", sum.div, did.done.div), same("mac", sum.mac, did.done.mac);
    BOOST_TEST((sum == did.done));
    same("loads", stated.words.loads, did.words.loads), same("stores", stated.words.stores, did.words.stores);
    BOOST_TEST(did.outside == 0);
    stated.padding.each([&](const char*, integer count) { BOOST_TEST((count >= 0)); });
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(accounts_of_kernels)

BOOST_AUTO_TEST_CASE(tiled) {
  seeded draw(7);
  const auto between = [&](long long low, long long high) {
    return low + static_cast<long long>(draw.uniform() * static_cast<double>(high - low + 1));
  };
  for (int i = 0; i < 60; ++i) {
    variant_sizes<long long> s;
    s.n_q = between(1, 120), s.n_k = between(1, 200), s.d_k = between(1, 20), s.d_v = between(1, 20);
    for (const pattern& keys : {full, causal, causal_window(between(1, 30)), causal_window(between(40, 120))})
      agrees<4, 4>(s, keys), agrees<16, 8>(s, keys);
  }
}
/// Where K and V are more than a near cache holds, panels pass them in groups.
BOOST_AUTO_TEST_CASE(tiled_in_groups) {
  variant_sizes<long long> s;
  s.n_q = 53, s.n_k = 1370, s.d_k = 100, s.d_v = 95;
  for (const pattern& keys : {full, causal, causal_window(300), causal_window(1345)}) agrees<4, 4>(s, keys);
  s.n_q = 7;
  agrees<4, 4>(s, causal);
}

BOOST_AUTO_TEST_SUITE_END()
