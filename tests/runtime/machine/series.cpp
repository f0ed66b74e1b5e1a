// The functions of constant evaluation against the C library's, on dense grids and at the ends of their ranges.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

#include <conform/machine/arithmetic.hpp>

namespace series = conform::arithmetic::series;

namespace {

using function = double (*)(double);

/// The largest error, relative where the value is above `floor` and relative to `floor` below.
double worst(function own, function library, double low, double high, double floor) {
  double out = 0;
  constexpr int steps = 20'000;
  for (int i = 0; i <= steps; ++i) {
    const double x = low + (high - low) * i / steps, expected = library(x);
    const double error = std::abs(own(x) - expected) / std::max(floor, std::abs(expected));
    if (!(error <= out)) out = error;
  }
  return out;
}
constexpr double tiny = std::numeric_limits<double>::min();

}  // namespace

BOOST_AUTO_TEST_SUITE(series_of_constant_evaluation)

BOOST_AUTO_TEST_CASE(are_within_some_units_of_the_last_place) {
  BOOST_TEST(worst(series::exp, std::exp, -700, 709.78, tiny) < 1e-15);
  BOOST_TEST(worst(series::exp, std::exp, -2, 2, tiny) < 1e-15);
  BOOST_TEST(worst(series::log, std::log, 1e-6, 4, 1e-2) < 2e-15);
  BOOST_TEST(worst(series::log, std::log, 1, 1e300, tiny) < 1e-15);
  BOOST_TEST(worst(series::sqrt, std::sqrt, 0, 9, tiny) < 1e-15);
  BOOST_TEST(worst(series::sqrt, std::sqrt, 0, 1e300, tiny) < 1e-15);
  BOOST_TEST(worst(series::tanh, std::tanh, -21, 21, tiny) < 2e-15);
  BOOST_TEST(worst(series::tanh, std::tanh, -1e-6, 1e-6, tiny) < 2e-15);
  BOOST_TEST(worst(series::erf, std::erf, -6.5, 6.5, 1) < 4e-15);
  BOOST_TEST(worst(series::sin, std::sin, -20, 20, 1) < 2e-15);
  BOOST_TEST(worst(series::cos, std::cos, -20, 20, 1) < 2e-15);
  BOOST_TEST(worst(series::sin, std::sin, 0, 131072, 1) < 2e-15);  // angles of rotary positions
  BOOST_TEST(worst(series::cos, std::cos, 0, 131072, 1) < 2e-15);
}

BOOST_AUTO_TEST_CASE(end_where_the_library_ends) {
  for (double x : {709.4, 709.5, 709.78, -708.5, -740.0, -745.1})
    BOOST_TEST(std::abs(series::exp(x) - std::exp(x)) <= std::max(1e-15 * std::exp(x), 5e-324));
  for (double x : {-1e-320, 1e-320, 0.0}) BOOST_TEST(series::exp(x) == 1);
  BOOST_TEST(series::sqrt(5e-324) == std::sqrt(5e-324), boost::test_tools::tolerance(1e-15));
  BOOST_TEST(series::log(5e-324) == std::log(5e-324), boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_SUITE_END()
