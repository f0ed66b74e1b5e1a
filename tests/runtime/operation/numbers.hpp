#pragma once
// Tensors full of numbers that are easy to tell apart, and their comparison.

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include <conform/operation.hpp>
#include <conform/tensor.hpp>

namespace numbers {

using namespace conform;
using namespace conform::axes;

inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;
inline constexpr struct m : conform::size<"m"> { using size::operator=; } m;
inline constexpr struct d : conform::size<"d"> { using size::operator=; } d;

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Numbers from -2 to 2, from a seed.
template <class X>
X filled(X x, unsigned seed) {
  for (auto& cell : x) {
    seed = seed * 1664525u + 1013904223u;
    cell = static_cast<typename X::number>(static_cast<double>(seed >> 8) / 4194304.0 - 2.0);
  }
  return x;
}

inline void check_near(double found, double expected, double tolerance = 1e-12) {
  BOOST_TEST(std::abs(found - expected) <= tolerance * (1 + std::abs(expected)), found << " is not near " << expected);
}

/// The message of the exception that f throws.
template <class Exception, class F>
std::string message(const F& f) {
  try {
    f();
  } catch (const Exception& e) {
    return e.what();
  }
  return "nothing thrown";
}

}  // namespace numbers
