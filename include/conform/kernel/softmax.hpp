#pragma once
// softmax: weights of rows of contiguous cells, and e^x of many.

#include <conform/kernel/product.hpp>

namespace conform::kernel {

/// out[i] = e^(x[i] - less), i < count; out may be x. Returns their sum, in lanes.
template <class V>
CONFORM_INLINE V exp_of(const typename V::number* x, typename V::number less, typename V::number* out,
                        std::ptrdiff_t count) {
  using T = typename V::number;
  V sum = V::all(0);
  std::ptrdiff_t i = 0;
  for (; i + V::width <= count; i += V::width) {
    const V weight = exp(V::load(x + i) - V::all(less));
    weight.store(out + i);
    sum = sum + weight;
  }
  if (i < count) {
    T rest[V::width];
    const V weight = exp(load_some<V>(x + i, 1, count - i) - V::all(less));
    sum = sum + between(0, static_cast<typename V::whole>(count - i), weight, V::all(0));
    weight.store(rest);
    for (std::ptrdiff_t l = 0; i + l < count; ++l) arithmetic::store(out[i + l], rest[l]);
  }
  return sum;
}

/// out = softmax(x), count cells; out may be x. A row of minus infinities gives zeros; a NaN or a plus infinity makes
/// the row NaN.
/// source   Milakov and Gimelshein 2018, algorithm 2
template <class V>
CONFORM_INLINE void softmax_row(const typename V::number* x, typename V::number* out, std::ptrdiff_t count) {
  using T = typename V::number;
  const staged<V> row({x, 1, count, 0, 1});
  const written<V> weights({out, 1, count, 0, 1});
  V most = V::all(-__builtin_huge_val());
  std::ptrdiff_t i = 0;
  for (; i + V::width <= count; i += V::width) most = larger(V::load(x + i), most);
  T top = largest_lane(most);
  for (; i < count; ++i) top = V::above(x[i], top) ? x[i] : top;
  T cells[V::width], sum = V::constant(0);
  exp_of<V>(x, arithmetic::zero_if_infinite(top), out, count).store(cells);
  for (const T weight : cells) sum = sum + weight;
  sum = arithmetic::one_if_zero(sum);
  for (i = 0; i + V::width <= count; i += V::width) (V::load(out + i) / V::all(sum)).store(out + i);
  for (; i < count; ++i) arithmetic::store(out[i], arithmetic::load(out[i]) / sum);
}

/// The same of many rows, whose first cells are some steps apart.
template <class V>
[[gnu::noinline]] void softmax_rows(const typename V::number* x, typename V::number* out, std::ptrdiff_t rows,
                                    std::ptrdiff_t count, std::ptrdiff_t row_x, std::ptrdiff_t row_out) {
  for (std::ptrdiff_t row = 0; row < rows; ++row) softmax_row<V>(x + row * row_x, out + row * row_out, count);
}

}  // namespace conform::kernel
