#pragma once
// operations: how many of each kind of scalar operation, as numbers, as integers of any size or as formulas.

#include <conform/size/polynomial.hpp>

namespace conform {

/// Counts per kind (operations). N is a number type, integer or polynomial. mac counts the multiply-adds of matrix
/// products among mul and add, so that matmul FLOPs are 2·mac. Conventions: docs/conventions.md.
template <class N>
struct operations {
  N mul{}, add{}, div{}, exp{}, cmp{}, sqrt{}, log{}, tanh{}, erf{}, sin{}, cos{};
  N mac{};

  /// Calls f(name, count) for every scalar kind, in the order of reports.
  template <class F>
  constexpr void each(F&& f) const {
    f("mul", mul), f("add", add), f("div", div), f("exp", exp), f("cmp", cmp), f("sqrt", sqrt);
    f("log", log), f("tanh", tanh), f("erf", erf), f("sin", sin), f("cos", cos);
  }

  /// Every scalar operation weighs one.
  constexpr N unit_total() const {
    N sum{};
    each([&](const char*, const N& count) { sum = sum + count; });
    return sum;
  }
  /// Two for each multiply-add of a matrix product.
  constexpr N matmul_flops() const { return mac + mac; }

  friend constexpr operations operator+(const operations& a, const operations& b) {
    return {a.mul + b.mul,   a.add + b.add, a.div + b.div,   a.exp + b.exp, a.cmp + b.cmp, a.sqrt + b.sqrt,
            a.log + b.log,   a.tanh + b.tanh, a.erf + b.erf, a.sin + b.sin, a.cos + b.cos, a.mac + b.mac};
  }
  friend constexpr operations operator-(const operations& a, const operations& b) { return a + N{-1} * b; }
  /// The same operations done n times.
  friend constexpr operations operator*(const N& n, const operations& a) {
    return {n * a.mul, n * a.add,  n * a.div, n * a.exp, n * a.cmp, n * a.sqrt,
            n * a.log, n * a.tanh, n * a.erf, n * a.sin, n * a.cos, n * a.mac};
  }
  friend constexpr bool operator==(const operations& a, const operations& b) = default;
};

}  // namespace conform
