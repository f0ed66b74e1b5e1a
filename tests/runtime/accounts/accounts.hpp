#pragma once
// What a fast kernel on numbers that count themselves executes and moves, beside what its account says.
#include <boost/test/unit_test.hpp>

#include <conform/attention/account.hpp>
#include <conform/attention/pattern.hpp>

namespace conform {

/// Kind by kind, and word by word.
inline void agrees(const variant_sizes<long long>& s, const kernel_account& stated, const executed_kernel& did,
                   const pattern& keys = full) {
  BOOST_TEST_CONTEXT("n_q " << s.n_q << " n_k " << s.n_k << " d_k " << s.d_k << " d_v " << s.d_v << " heads " << s.heads
                            << " kv_heads " << s.kv_heads << " ordered " << keys.ordered << " window " << keys.window
                            << " chunk " << keys.chunk) {
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

/// Sizes to try.
class sizes_drawn {
 public:
  explicit sizes_drawn(unsigned long long seed) : draw_(seed) {}
  long long between(long long low, long long high) {
    return low + static_cast<long long>(draw_.uniform() * static_cast<double>(high - low + 1));
  }

 private:
  seeded draw_;
};

}  // namespace conform
