// The scalar functions as constants: every compiler must evaluate them, over their whole range.
#include <conform/machine/arithmetic.hpp>

using namespace conform::arithmetic;

namespace {

constexpr double infinity = series::infinity, nothing = __builtin_nan("");
constexpr bool near(double a, double b, double tolerance = 1e-15) {
  const double error = a - b, size = b < 0 ? -b : b;
  return (error < 0 ? -error : error) <= tolerance * (size < 1 ? 1 : size);
}

static_assert(near(exp(1.0), 2.718281828459045) && exp(0.0) == 1 && exp(-infinity) == 0 && exp(infinity) == infinity);
static_assert(near(exp(709.5) / 1.3549863193146328e308, 1) && exp(710.0) == infinity && exp(-746.0) == 0);
static_assert(near(log(10.0), 2.302585092994046) && log(1.0) == 0 && log(0.0) == -infinity &&
              log(infinity) == infinity);
static_assert(near(sqrt(2.0), 1.4142135623730951) && sqrt(0.0) == 0 && sqrt(64.0) == 8 && sqrt(infinity) == infinity);
static_assert(near(tanh(0.5), 0.46211715726000976) && tanh(100.0) == 1 && tanh(-100.0) == -1);
static_assert(near(tanh(1e-9) / 1e-9, 1));
static_assert(near(erf(0.5), 0.5204998778130465) && near(erf(5.9), 1) && erf(-7.0) == -1 && erf(0.0) == 0);
static_assert(near(sin(1.0), 0.8414709848078965) && near(sin(1e6), -0.34999350217129294, 1e-14));
static_assert(near(cos(1.0), 0.5403023058681398) && cos(0.0) == 1);
static_assert(near(static_cast<double>(exp(1.0f)), 2.7182817, 1e-7) && sqrt(2.0f) == 1.4142135f);

static_assert(log(-1.0) != log(-1.0) && sqrt(-1.0) != sqrt(-1.0) && sin(infinity) != sin(infinity));
static_assert(exp(nothing) != exp(nothing) && tanh(nothing) != tanh(nothing) && erf(nothing) != erf(nothing));

// A NaN on either side stays visible.
static_assert(larger(1.0, 2.0) == 2 && larger(2.0, 1.0) == 2 && larger(-infinity, -infinity) == -infinity);
static_assert(larger(nothing, 1.0) != larger(nothing, 1.0) && larger(1.0, nothing) != larger(1.0, nothing));
static_assert(smaller(1.0, 2.0) == 1 && smaller(2.0, 1.0) == 1);
static_assert(smaller(nothing, 1.0) != smaller(nothing, 1.0) && smaller(1.0, nothing) != smaller(1.0, nothing));

static_assert(zero_if_infinite(-infinity) == 0 && zero_if_infinite(infinity) == infinity && zero_if_infinite(3.0) == 3);
static_assert(one_if_zero(0.0) == 1 && one_if_zero(-0.0) == 1 && one_if_zero(0.5) == 0.5);
static_assert(multiply_add(1.0, 2.0, 3.0) == 7);

}  // namespace
