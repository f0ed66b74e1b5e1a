// e^x of every float that a stride reaches, and rows of softmax, against double.
#include <cmath>
#include <cstring>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/softmax.hpp>

using namespace conform::kernel;

namespace {

/// |got - e^x| in units of the last place of the result, which has 2^-149 at least.
double units(float got, double x) {
  const double wanted = std::exp(x), largest = static_cast<double>(std::numeric_limits<float>::max());
  if (std::isinf(got) || wanted > largest)
    return wanted >= largest && (std::isinf(got) || got >= 0x1.fffffep127f) ? 0 : 99;
  int e;
  std::frexp(wanted, &e);
  return std::abs(static_cast<double>(got) - wanted) / std::ldexp(1., (e < -125 ? -125 : e) - 24);
}

template <class V>
void all_floats() {
  double worst = 0;
  bool kept = true;
  float x[V::width], y[V::width];
  for (unsigned long long at = 0; at < 1ull << 32;) {
    for (float& cell : x) {
      const unsigned bits = static_cast<unsigned>(at);
      std::memcpy(&cell, &bits, 4);
      at += 9973;
    }
    const V e = exp(V::load(x));
    e.store(y);
    for (int l = 0; l < V::width; ++l)
      if (std::isnan(x[l]))
        kept &= std::isnan(y[l]);
      else
        worst = std::max(worst, std::isnan(y[l]) ? HUGE_VAL : units(y[l], static_cast<double>(x[l])));
  }
  BOOST_TEST(kept);
  BOOST_TEST(worst <= 1);
}

template <class V>
void rows() {
  for (int n : {0, 1, 3, 15, 16, 17, 100}) {
    std::vector<float> x(static_cast<std::size_t>(n)), out = x;
    double sum = 0, largest = -HUGE_VAL;
    for (int i = 0; i < n; ++i) x[static_cast<std::size_t>(i)] = static_cast<float>(i * 37 % 101) / 9 - 200;
    for (const float one : x) largest = std::max(largest, static_cast<double>(one));
    for (const float one : x) sum += std::exp(static_cast<double>(one) - largest);
    softmax_row<V>(x.data(), out.data(), n);
    for (std::size_t i = 0; i < x.size(); ++i)
      BOOST_TEST(std::abs(static_cast<double>(out[i]) - std::exp(static_cast<double>(x[i]) - largest) / sum) < 2e-7);
    for (const std::size_t at : {std::size_t{0}, x.size() - 1}) {
      if (n == 0) continue;
      std::vector<float> bad = x;
      bad[at] = std::nanf("");
      softmax_row<V>(bad.data(), bad.data(), n);
      for (const float one : bad) BOOST_TEST(std::isnan(one));
    }
    for (float& one : x) one = -HUGE_VALF;
    softmax_row<V>(x.data(), x.data(), n);
    for (const float one : x) BOOST_TEST(one == 0);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_softmax)

BOOST_AUTO_TEST_CASE(exp_native_lanes) { all_floats<lanes<float>>(); }
BOOST_AUTO_TEST_CASE(exp_four_lanes) { all_floats<lanes<float, 4>>(); }
BOOST_AUTO_TEST_CASE(rows_native_lanes) { rows<lanes<float>>(); }
BOOST_AUTO_TEST_CASE(rows_four_lanes) { rows<lanes<float, 4>>(); }

BOOST_AUTO_TEST_SUITE_END()
