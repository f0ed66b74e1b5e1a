#pragma once
// product: the micro-kernel of every fast kernel. A few rows, whose numbers are broadcast, times a panel of vectors.

#include <conform/kernel/lanes.hpp>

namespace conform::kernel {

/// Rows × vectors of sums in registers.
template <class V, int Rows, int Vectors>
struct block {
  V at[Rows][Vectors];

  CONFORM_INLINE void clear() {
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
      for (int c = 0; c < Vectors; ++c) at[r][c] = V::all(0);
  }
  /// Rows of cells, `step` apart. (A loop that stays one keeps the block in memory.)
  CONFORM_INLINE void load(const typename V::number* from, std::ptrdiff_t step) {
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
      for (int c = 0; c < Vectors; ++c) at[r][c] = V::load(from + r * step + c * V::width);
  }
  CONFORM_INLINE void store(typename V::number* to, std::ptrdiff_t step) const {
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
      for (int c = 0; c < Vectors; ++c) at[r][c].store(to + r * step + c * V::width);
  }
};

/// Numbers read one at a time: a[row·row_step + term·term_step].
template <class T>
struct broadcast_rows {
  const T* data;
  std::ptrdiff_t row_step, term_step;

  CONFORM_INLINE broadcast_rows from(std::ptrdiff_t row, std::ptrdiff_t term = 0) const {
    return {data + row * row_step + term * term_step, row_step, term_step};
  }
};

/// sums[r][c] += sum over t < terms of a[r, t] · panel[t·panel_step + c·width], panel in vectors.
/// cost     Rows·Vectors·width·terms multiply-adds
template <class V, int Rows, int Vectors>
CONFORM_INLINE void product(block<V, Rows, Vectors>& sums, broadcast_rows<typename V::number> a,
                            const typename V::number* panel, std::ptrdiff_t panel_step, std::ptrdiff_t terms) {
  for (std::ptrdiff_t t = 0; t < terms; ++t) {
    V column[Vectors];
#pragma GCC unroll 4
    for (int c = 0; c < Vectors; ++c) column[c] = V::load(panel + c * V::width);
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      const V number = V::all(a.data[r * a.row_step]);
#pragma GCC unroll 4
      for (int c = 0; c < Vectors; ++c) sums.at[r][c] = multiply_add(sums.at[r][c], number, column[c]);
    }
    a.data += a.term_step;
    panel += panel_step;
  }
}

/// Calls with Rows = V::rows, then halves of it, until `count` rows are done: each(constant of rows, first row).
template <class V, class Each>
CONFORM_INLINE void in_rows(std::ptrdiff_t count, Each each) {
  std::ptrdiff_t row = 0;
  for (; row + V::rows <= count; row += V::rows) each(std::integral_constant<int, V::rows>{}, row);
  if constexpr (V::rows > 4)
    if (row + 4 <= count) each(std::integral_constant<int, 4>{}, row), row += 4;
  if (row + 2 <= count) each(std::integral_constant<int, 2>{}, row), row += 2;
  if (row < count) each(std::integral_constant<int, 1>{}, row);
}

}  // namespace conform::kernel
