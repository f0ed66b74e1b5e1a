// Activations of every float that a stride reaches, against double, and rows of any length.
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/elementwise.hpp>

using namespace conform::kernel;

namespace {

/// |got - wanted| in units of the last place of a float that is near `wanted`, which has 2^-149 at least.
double units(float got, double wanted) {
  if (std::abs(wanted) > static_cast<double>(std::numeric_limits<float>::max())) return std::isinf(got) ? 0 : HUGE_VAL;
  int e;
  std::frexp(wanted, &e);
  const double apart = std::abs(static_cast<double>(got) - wanted);
  return apart / std::ldexp(1., (wanted == 0 || e < -125 ? -125 : e) - 24);
}

/// The largest excess of f's error over what is allowed (both in units), and whether NaN comes of NaN and of minus
/// infinity alone, where the formula has minus infinity times 0.
template <class V, class F, class Wanted, class Allowed>
void all_floats(const F& f, const Wanted& wanted, const Allowed& allowed) {
  double worst = 0;
  float worst_at = 0, x[V::width], y[V::width];
  bool kept = true;
  for (unsigned long long at = 0; at < 1ull << 32;) {
    for (float& cell : x) {
      const unsigned bits = static_cast<unsigned>(at);
      std::memcpy(&cell, &bits, 4);
      at += 9973;
    }
    if (at < 9973 * 2 * V::width) x[0] = HUGE_VALF, x[1] = -HUGE_VALF, x[2] = 0, x[3] = -0.f;
    f(V::load(x)).store(y);
    for (int l = 0; l < V::width; ++l) {
      const double exact = static_cast<double>(x[l]);
      if (std::isnan(x[l]) || std::isinf(x[l])) {
        kept &= x[l] > 0 ? std::isinf(y[l]) && y[l] > 0 : std::isnan(y[l]);
      } else if (const double over = units(y[l], wanted(exact)) / allowed(exact); !std::isnan(worst) && !(over <= worst)) {
        worst = over, worst_at = x[l];
      }
    }
  }
  BOOST_TEST(kept);
  BOOST_TEST(worst <= 1, "at " << worst_at << " " << worst << " times what is allowed");
}

double normal_below(double x) { return std::erfc(-x / std::sqrt(2.)) / 2; }
double tanh_argument(double x) { return 2 * std::sqrt(2 / std::acos(-1.)) * (x + 0.044715 * x * x * x); }
double logistic(double y) { return y < 0 ? std::exp(y) / (1 + std::exp(y)) : 1 / (1 + std::exp(-y)); }

/// What x brings to an error where its factor is below 2^-126, and so has fewer digits.
double of_few_digits(double x, double factor) { return factor < 0x1p-126 ? std::abs(x) : 0; }

template <class V>
void activations() {
  all_floats<V>([](V x) { return silu(x); }, [](double x) { return x * logistic(x); },
                [](double x) { return 4 + of_few_digits(x, logistic(x)); });
  all_floats<V>([](V x) { return gelu(x); }, [](double x) { return x * normal_below(x); },
                [](double x) { return 7 + of_few_digits(x, normal_below(x)); });
  all_floats<V>([](V x) { return gelu_tanh(x); }, [](double x) { return x * logistic(tanh_argument(x)); },
                [](double x) {
                  const double u = tanh_argument(x);
                  return 4 + (u < 0 && u > -120 ? 2 * -u : 0) + of_few_digits(x, logistic(u));
                });
}

template <class V>
void rows() {
  for (int n = 0; n < 5 * V::width; ++n) {
    std::vector<float> x, y;
    double sum = 0;
    for (int i = 0; i < n; ++i)
      x.push_back(static_cast<float>(i * 37 % 101) / 9 - 5), y.push_back(static_cast<float>(i));
    for (const float one : x) sum += static_cast<double>(one);
    BOOST_TEST(std::abs(static_cast<double>(sum_of_vectors<V>(x.data(), n, [](V a) { return a; })) - sum) < 1e-4);
    std::vector<float> out(x.size() + 1, 7.f);
    each_vector<V>(
        out.data(), n, [](V a, V b) { return a * b; }, x.data(), y.data());
    for (std::size_t i = 0; i < x.size(); ++i) BOOST_TEST(out[i] == x[i] * y[i]);
    BOOST_TEST(out.back() == 7.f);
    each_vector<V>(
        x.data(), n, [](V a) { return relu(a); }, x.data());  // in place
    for (const float one : x) BOOST_TEST(one >= 0);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_elementwise)

BOOST_AUTO_TEST_CASE(activations_native_lanes) { activations<lanes<float>>(); }
BOOST_AUTO_TEST_CASE(activations_four_lanes) { activations<lanes<float, 4>>(); }
BOOST_AUTO_TEST_CASE(rows_native_lanes) { rows<lanes<float>>(); }
BOOST_AUTO_TEST_CASE(rows_four_lanes) { rows<lanes<float, 4>>(); }

BOOST_AUTO_TEST_SUITE_END()
