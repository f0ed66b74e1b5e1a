#pragma once
// product: the micro-kernel of every fast kernel. A few rows, whose numbers are broadcast, times a panel of vectors.

#include <conform/kernel/lanes.hpp>
#include <conform/kernel/staging.hpp>
#include <conform/machine/arithmetic.hpp>

namespace conform::kernel {

/// count rounded up to whole vectors.
template <class V>
constexpr std::ptrdiff_t in_whole(std::ptrdiff_t count) {
  return (count + V::width - 1) / V::width * V::width;
}

/// Whether rows may be read in place as whole vectors that cross no line of the cache.
template <class V>
bool in_whole_lines(const typename V::number* from, std::ptrdiff_t row, std::ptrdiff_t own, std::ptrdiff_t width) {
  constexpr std::size_t bytes = sizeof(typename V::number) * V::width;
  return own == 1 && width % V::width == 0 && row % V::width == 0 && reinterpret_cast<std::size_t>(from) % bytes == 0;
}

/// to[i] = from[i] for i < count, less than a vector; by halves.
template <class V, int Half = V::width / 2, class Cell>
CONFORM_INLINE void copy_some(const Cell* from, typename V::number* to, std::ptrdiff_t count) {
  if constexpr (Half > 0) {
    if (count & Half) {
#pragma GCC unroll 8
      for (int i = 0; i < Half; ++i) to[i] = static_cast<typename V::number>(arithmetic::load(from[i]));
      from += Half, to += Half;
    }
    copy_some<V, Half / 2>(from, to, count);
  }
}

/// Lanes from[i·step] for i < count, the others 0.
template <class V, class Cell>
CONFORM_INLINE V load_some(const Cell* from, std::ptrdiff_t step, std::ptrdiff_t count) {
  if (step == 1 && count >= V::width) return V::load(from);
  typename V::number some[V::width];
  const worked_in<V> held({some, 1, V::width, 0, 1});
  V::all(0).store(some);
  if (step == 1)
    copy_some<V>(from, some, count);
  else
    for (std::ptrdiff_t i = 0; i < count && i < V::width; ++i)
      some[i] = static_cast<typename V::number>(arithmetic::load(from[i * step]));
  return V::load(some);
}

/// to[r·step + j] = cells[r, j] as numbers. Rows or columns that are contiguous are read in vectors.
template <class V, class Cell>
void copy_rows(const cell_block<Cell>& cells, typename V::number* to, std::ptrdiff_t step) {
  const std::ptrdiff_t whole = cells.columns / V::width * V::width;
  const bool turns = cells.row_step == 1 && cells.column_step != 1;
  const std::ptrdiff_t turned = turns ? cells.rows / V::width * V::width : 0;
  for (std::ptrdiff_t j = 0; j < whole; j += V::width)
    for (std::ptrdiff_t r = 0; r < turned; r += V::width) {
      V square[V::width];
      for (int i = 0; i < V::width; ++i) square[i] = V::load(cells.data + r + (j + i) * cells.column_step);
      transpose(square);
      for (int i = 0; i < V::width; ++i) square[i].store(to + (r + i) * step + j);
    }
  for (std::ptrdiff_t r = 0; r < cells.rows; ++r) {
    const Cell* from = cells.data + r * cells.row_step;
    std::ptrdiff_t j = r < turned ? whole : 0;
    if (cells.column_step == 1)
      for (; j < whole; j += V::width) V::load(from + j).store(to + r * step + j);
    for (; j < cells.columns; ++j)
      to[r * step + j] = static_cast<typename V::number>(arithmetic::load(from[j * cells.column_step]));
  }
}

/// to[i] = lane i for i < count.
template <class V>
CONFORM_INLINE void store_some(V lanes, typename V::number* to, std::ptrdiff_t count) {
  if (count >= V::width) return lanes.store(to);
  typename V::number some[V::width];
  const worked_in<V> held({some, 1, V::width, 0, 1});
  lanes.store(some);
  copy_some<V>(some, to, count);
}

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
/// Cells of the panel are numbers of V or bf16, those of `a` numbers; or both are pairs, of two terms each.
/// cost     Rows·Vectors·width·terms multiply-adds, of pairs twice as many
template <class V, int Rows, int Vectors, class A, class B>
CONFORM_INLINE void product(block<V, Rows, Vectors>& sums, broadcast_rows<A> a, const B* panel,
                            std::ptrdiff_t panel_step, std::ptrdiff_t terms) {
  for (std::ptrdiff_t t = 0; t < terms; ++t) {
    decltype(V::load(panel)) column[Vectors];
#pragma GCC unroll 4
    for (int c = 0; c < Vectors; ++c) {
      column[c] = V::load(panel + c * V::width);
      if constexpr (register_count < 32 && Rows > 1) column[c] = held(column[c]);
    }
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      const auto number = V::all(a.data[r * a.row_step]);
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

/// Calls with Vectors = 3, 2 or 1 until `count` vectors are done, 4 as 2 and 2: each(constant of vectors, first
/// vector).
template <class Each>
CONFORM_INLINE void in_vectors(std::ptrdiff_t count, Each each) {
  for (std::ptrdiff_t first = 0; first < count;) {
    const std::ptrdiff_t left = count - first;
    if (left == 3 || left > 4)
      each(std::integral_constant<int, 3>{}, first), first += 3;
    else if (left > 1)
      each(std::integral_constant<int, 2>{}, first), first += 2;
    else
      each(std::integral_constant<int, 1>{}, first), first += 1;
  }
}

}  // namespace conform::kernel
