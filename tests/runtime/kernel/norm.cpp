// Norms of rows of any length, against long double.
#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/norm.hpp>

using namespace conform::kernel;

namespace {

/// Rows around `centre`, which rounding of the mean multiplies errors by.
template <class V>
void rows(double centre) {
  using T = typename V::number;
  const long double unit = std::numeric_limits<T>::epsilon();
  for (const int n : {1, 2, 3, 7, 15, 16, 17, 63, 64, 65, 100, 768, 1000}) {
    std::vector<T> x, w, b, out(static_cast<std::size_t>(n) + 1, T{7});
    for (int i = 0; i < n; ++i) {
      x.push_back(static_cast<T>(centre + i * 37 % 101 / 9. - 5));
      w.push_back(static_cast<T>(i % 13 / 6. - 1));
      b.push_back(static_cast<T>(i % 7 - 3));
    }
    long double mean = 0, square = 0, variance = 0;
    for (const long double one : x) mean += one / n, square += one * one / n;
    for (const long double one : x) variance += (one - mean) * (one - mean) / n;
    const T eps = T(1e-5);
    rms_norm_row<V>(x.data(), w.data(), out.data(), n, eps);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const long double wanted = x[i] / std::sqrt(square + eps) * w[i];
      BOOST_TEST(std::abs(out[i] - wanted) <= 4 * unit * std::abs(wanted));
    }
    BOOST_TEST(out.back() == T{7});
    const long double spread = std::sqrt(variance + eps), condition = 1 + std::abs(mean) / spread;
    std::vector<T> same = x;
    layer_norm_row<V>(x.data(), w.data(), b.data(), out.data(), n, eps);
    layer_norm_row<V>(same.data(), w.data(), b.data(), same.data(), n, eps);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const long double wanted = (x[i] - mean) / spread * w[i] + b[i];
      BOOST_TEST(std::abs(out[i] - wanted) <= 4 * unit * condition * (1 + std::abs(wanted)));
      BOOST_TEST(same[i] == out[i]);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_norm)

BOOST_AUTO_TEST_CASE(rows_native_lanes) { rows<lanes<float>>(0), rows<lanes<float>>(300); }
BOOST_AUTO_TEST_CASE(rows_four_lanes) { rows<lanes<float, 4>>(0), rows<lanes<float, 4>>(300); }
BOOST_AUTO_TEST_CASE(rows_in_double) { rows<lanes<double>>(0), rows<lanes<double>>(300); }
BOOST_AUTO_TEST_CASE(not_numbers_and_infinities_stay_seen) {
  for (const float bad : {std::nanf(""), HUGE_VALF, -HUGE_VALF}) {
    float x[20]{}, w[20], out[20];
    for (float& one : w) one = 1;
    x[17] = bad;
    layer_norm_row<lanes<float>>(x, w, w, out, 20, 1e-5f);
    for (const float one : out) BOOST_TEST(std::isnan(one));
    rms_norm_row<lanes<float>>(x, w, out, 20, 1e-5f);
    BOOST_TEST(std::isnan(out[17]));
  }
}

BOOST_AUTO_TEST_SUITE_END()
