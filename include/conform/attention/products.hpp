#pragma once
// products: matrix products of kernels.

#include <conform/attention/rows.hpp>

namespace conform::attending {

/// out = a·b: (rows, inner) x (inner, columns) -> (rows, columns)
/// cost     rows·inner·columns multiply-adds
template <class T>
constexpr void multiply(machine<T> on, const readable<T>& a, const readable<T>& b, const writable<T>& out) {
  for (long long i = 0; i < out.rows; ++i)
    for (long long j = 0; j < out.columns; ++j) out.store(i, j, dot(on, a, i, b.transposed(), j));
}

}  // namespace conform::attending
