#pragma once
// elementwise: a function of one row of contiguous cells, vector by vector; activations of vectors.

#include <conform/kernel/product.hpp>

namespace conform::kernel {

/// out[i] = f(x[i]...), i < count; out may be one of the x.
template <class V, class F, class... X>
CONFORM_INLINE void each_vector(typename V::number* out, std::ptrdiff_t count, const F& f, const X*... x) {
  std::ptrdiff_t i = 0;
  for (; i + V::width <= count; i += V::width) f(V::load(x + i)...).store(out + i);
  if (i < count) store_some(f(load_some<V>(x + i, 1, count - i)...), out + i, count - i);
}

/// The sum over i < count of f(x[i]), in several sums of vectors.
template <class V, class F>
CONFORM_INLINE typename V::number sum_of_vectors(const typename V::number* x, std::ptrdiff_t count, const F& f) {
  constexpr int sums = 4;
  V part[sums];
  for (V& one : part) one = V::all(0);
  std::ptrdiff_t i = 0;
  for (; i + sums * V::width <= count; i += sums * V::width)
    for (int k = 0; k < sums; ++k) part[k] = part[k] + f(V::load(x + i + k * V::width));
  for (; i + V::width <= count; i += V::width) part[0] = part[0] + f(V::load(x + i));
  if (i < count)
    part[1] = part[1] + between(0, static_cast<typename V::whole>(count - i), f(load_some<V>(x + i, 1, count - i)),
                                V::all(0));
  return sum((part[0] + part[1]) + (part[2] + part[3]));
}

/// Vectors that have e^x.
template <class V>
concept exponential = requires(V x) {
  exp(x, x);
};

/// max(x, 0); a NaN stays.
template <class V>
CONFORM_INLINE V relu(V x) {
  return larger(V::all(0), x);
}

/// x/(1 + e^-y) from e = e^-|y|, where y has the sign of x: without loss, since for x < 0 it is x·e/(1 + e).
template <class V>
CONFORM_INLINE V times_logistic(V x, V e) {
  const V one = V::all(1);
  return x * (where_above(x, V::all(0), one, e) / (one + e));
}

/// x/(1 + e^-x); NaN at minus infinity. Error at most 4 units in the last place, and |x| units of 2^-149 where e^x is
/// below 2^-126: so for all three.
template <exponential V>
CONFORM_INLINE V silu(V x) {
  return times_logistic(x, exp(minus_magnitude(x)));
}

/// x/2 · (1 + tanh u) = x/(1 + e^-2u), u = √(2/π) (x + 0.044715 x³). Error at most 4 units in the last place, and 2·|2u|
/// where u < 0: 2u is rounded.
template <exponential V>
CONFORM_INLINE V gelu_tanh(V x) {
  const V twice = x * multiply_add(V::all(1.5957691216f), V::all(0.0713548163f), x * x);
  return times_logistic(x, exp(minus_magnitude(twice)));
}

/// x·Φ(x), error at most 7 units in the last place: Φ(-a) = e^(-a²/2)·r(a), 1 - Φ(-a) for x > 0. The square is in two
/// parts, the first of which is exact. r(a) = t·p(t) with t = 1/(1 + 0.3a); p is the polynomial whose largest relative
/// error, 3.5e-9, is least for a <= 15, beyond which e^(-a²/2) is 0.
/// source   of the form: Abramowitz and Stegun 7.1.26
template <exponential V>
CONFORM_INLINE V gelu(V x) {
  const V one = V::all(1), a = larger(V::all(-15), minus_magnitude(x)), first = leading(a), half = V::all(0.5f);
  const V bell = exp(V::all(0) - half * (first * first), V::all(0) - half * ((a - first) * (a + first)));
  const V t = one / (one - V::all(0.3f) * a);
  constexpr float coefficients[]{-0.02062793342f, 0.1124611139f, -0.2282767793f, 0.1918734628f, -0.07950169046f,
                                 0.09620128337f,  0.07837335411f, 0.1102391313f, 0.1195713403f, 0.1196867157f};
  V p = V::all(0);
#pragma GCC unroll 10
  for (const float next : coefficients) p = multiply_add(V::all(next), p, t);
  const V below = bell * (t * p);
  return x * where_above(x, V::all(0), one - below, below);
}

}  // namespace conform::kernel
