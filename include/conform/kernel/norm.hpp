#pragma once
// norm: RMS norm and layer norm of one row of contiguous cells.

#include <conform/kernel/elementwise.hpp>

namespace conform::kernel {

/// 1/sqrt(squares/count + eps)
template <class T>
T norm_scale(T squares, std::ptrdiff_t count, T eps) {
  const T mean = squares / static_cast<T>(count) + eps;
  if constexpr (sizeof(T) == 4)
    return 1 / __builtin_sqrtf(mean);
  else
    return 1 / __builtin_sqrt(mean);
}

/// out = x / sqrt(mean of x² + eps) · weight, count cells; out may be x.
template <class V>
void rms_norm_row(const typename V::number* x, const typename V::number* weight, typename V::number* out,
                  std::ptrdiff_t count, typename V::number eps) {
  const auto squares = sum_of_vectors<V>(x, count, [](V a) { return a * a; });
  const V scale = V::all(norm_scale(squares, count, eps));
  each_vector<V>(
      out, count, [&](V a, V w) { return a * scale * w; }, x, weight);
}

/// out = (x - mean) / sqrt(mean of (x - mean)² + eps) · weight + bias, count cells; out may be x.
template <class V>
void layer_norm_row(const typename V::number* x, const typename V::number* weight, const typename V::number* bias,
                    typename V::number* out, std::ptrdiff_t count, typename V::number eps) {
  using T = typename V::number;
  const V mean = V::all(sum_of_vectors<V>(x, count, [](V a) { return a; }) / static_cast<T>(count));
  const T squares = sum_of_vectors<V>(x, count, [&](V a) { return (a - mean) * (a - mean); });
  const V scale = V::all(norm_scale(squares, count, eps));
  each_vector<V>(
      out, count, [&](V a, V w, V b) { return multiply_add(b, (a - mean) * scale, w); }, x, weight, bias);
}

}  // namespace conform::kernel
