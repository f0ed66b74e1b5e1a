// Attention is the same on any number of threads, bit by bit.
#include <algorithm>

#include <boost/test/unit_test.hpp>

#include <conform/attention.hpp>
#include <conform/kernel/parallel.hpp>
#include <conform/tensor.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

template <class Tensor>
void fill_up(Tensor& x) {
  int next = 1;
  for (float& cell : x) cell = static_cast<float>((next = next * 131 % 10007) - 5003) / 2500;
}

void same_on_threads(long long queries, long long keys, const pattern& which) {
  tensor<float, batch<2>, head<3>, group<2>, query<n>, head_dim<24>> q{n = queries};
  tensor<float, batch<2>, head<3>, key<m>, head_dim<24>> k{m = keys};
  tensor<float, batch<2>, head<3>, key<m>, value_dim<40>> v{m = keys};
  fill_up(q), fill_up(k), fill_up(v);
  const auto alone = attention(q, k, v, which);
  for (int count : {2, 3, 8}) {
    const with_threads threads(count);
    const auto shared = attention(q, k, v, which);
    BOOST_TEST(std::equal(alone.begin(), alone.end(), shared.begin()));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_threads)

BOOST_AUTO_TEST_CASE(attention_does_not_depend_on_them) {
  same_on_threads(300, 300, full), same_on_threads(300, 333, causal), same_on_threads(150, 97, causal);
  same_on_threads(400, 400, causal_window(50)), same_on_threads(1, 5, full), same_on_threads(70, 6000, causal);
  same_on_threads(400, 400, causal_chunks(64)), same_on_threads(333, 401, causal_chunks(70));
}

BOOST_AUTO_TEST_SUITE_END()
