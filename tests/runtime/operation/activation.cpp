#include <runtime/operation/numbers.hpp>

using namespace numbers;

BOOST_AUTO_TEST_SUITE(operation_activation)

template <class T>
void agrees_with_the_library(double tolerance) {
  const auto x = filled(tensor<T, query<64>>(), 11) * 4;
  const auto a = activate(activation::relu, x), b = activate(activation::silu, x), c = activate(activation::gelu, x),
             e = activate(activation::gelu_tanh, x);
  for (int i = 0; i < 64; ++i) {
    const double v = static_cast<double>(x.data()[i]);
    check_near(static_cast<double>(a.data()[i]), v > 0 ? v : 0, tolerance);
    check_near(static_cast<double>(b.data()[i]), v / (1 + std::exp(-v)), tolerance);
    check_near(static_cast<double>(c.data()[i]), 0.5 * v * std::erfc(-v / std::sqrt(2.0)), tolerance);
    check_near(static_cast<double>(e.data()[i]),
               0.5 * v * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (v + 0.044715 * v * v * v))), tolerance);
  }
}
BOOST_AUTO_TEST_CASE(in_float) { agrees_with_the_library<float>(3e-6); }
BOOST_AUTO_TEST_CASE(in_double) { agrees_with_the_library<double>(1e-14); }

BOOST_AUTO_TEST_CASE(far_out) {
  tensor<float, query<5>> x;
  const float far[]{-200.f, 200.f, 0.f, -0.f, std::numeric_limits<float>::quiet_NaN()};
  for (int i = 0; i < 5; ++i) x.data()[i] = far[i];
  for (activation kind : {activation::relu, activation::silu, activation::gelu, activation::gelu_tanh}) {
    const auto y = activate(kind, x);
    BOOST_TEST(y.data()[0] == 0.f);
    BOOST_TEST(y.data()[1] == 200.f);
    BOOST_TEST(y.data()[2] == 0.f);
    BOOST_TEST(y.data()[3] == 0.f);
    BOOST_TEST(std::isnan(y.data()[4]));
  }
}

BOOST_AUTO_TEST_CASE(in_place_where_the_operand_ends) {
  auto x = filled(tensor<double, query<n>>{n = 9}, 12);
  const auto expected = gelu(x);
  const double* const cells = x.data();
  const auto y = gelu(std::move(x));
  BOOST_TEST(y.data() == cells);
  for (int i = 0; i < 9; ++i) BOOST_TEST(y.data()[i] == expected.data()[i]);
}

BOOST_AUTO_TEST_SUITE_END()
