#pragma once
// matrix: products of matrices of any steps, on the micro-kernel of product.hpp. Many rows: blocks of b are packed into
// panels of vectors (matrix_block.hpp). Few rows: b is read once, as it lies (matrix_thin.hpp). Few of everything:
// matrix_small.hpp. Both of bf16, where a processor multiplies pairs of them: matrix_pairs.hpp.

#include <conform/kernel/matrix_block.hpp>
#include <conform/kernel/matrix_pairs.hpp>
#include <conform/kernel/matrix_small.hpp>
#include <conform/kernel/matrix_thin.hpp>

namespace conform::kernel {

/// How many rows or columns are few, and of small products.
inline constexpr std::ptrdiff_t few_of_either = 16, few = 4;
/// How many rows are few, where the columns of b lie side by side, and where its terms do: vectors of 64 bytes multiply
/// so fast that those are soon packed with less loss.
template <class V>
inline constexpr std::ptrdiff_t few_streams = V::rows > 4 ? 16 : 24;
template <class V>
inline constexpr std::ptrdiff_t few_dots = sizeof(typename V::number) * V::width >= 64 ? 5 : V::rows > 4 ? 16 : 32;
/// The same of pairs: rows that are fewer are streamed as numbers, or go by dot products.
inline constexpr std::ptrdiff_t few_streams_beside_pairs = 8, few_pair_dots = 12;

/// The same product with rows and columns exchanged.
template <class T, class A, class B>
matrices<T, B, A> turned(const matrices<T, A, B>& m) {
  return {m.b,      m.a,      m.out,   m.columns,    m.rows,    m.terms, m.column_b,
          m.term_b, m.term_a, m.row_a, m.column_out, m.row_out, m.adds};
}

/// Whether both operands lie in the first cache, and more than a few of their cells are used for each of b that is
/// read.
template <class M>
bool is_small(const M& m) {
  return m.terms > 0 && m.terms <= blocking::terms && m.rows * m.terms <= small::most_cells &&
         m.columns * m.terms <= small::most_cells && m.columns >= few && (m.rows >= few || m.column_b == 1);
}

/// Whether a product is better computed turned: few rows, where there are few of either; else contiguous columns,
/// where the result has them.
template <class M>
bool is_better_turned(const M& m) {
  if (m.column_out == 1 && is_small(m)) return false;
  if (m.rows <= few_of_either || m.columns <= few_of_either) return m.columns < m.rows;
  return m.column_out != 1 && m.row_out == 1;
}

/// Which kernel computes a product.
enum class way { small, dots, streams, blocks, pair_dots, pair_blocks };
template <class V, class M>
way way_of(const M& m) {
  if (m.column_out == 1 && is_small(m)) return way::small;
  if constexpr (V::multiplies_pairs && paired::is_of<M>) {
    if (m.rows <= few_pair_dots && m.term_a == 1 && m.term_b == 1) return way::pair_dots;
    if (m.rows > few_streams_beside_pairs || m.column_b != 1) return way::pair_blocks;
  }
  if (m.rows <= few_dots<V> && m.term_b == 1) return way::dots;
  if (m.rows <= few_streams<V> && m.column_b == 1 && m.columns > V::vectors * V::width) return way::streams;
  return way::blocks;
}

/// Cells that it works in; as many do for any part of m.
template <class V, class M>
std::ptrdiff_t workspace_cells(const M& m, way by) {
  return by == way::small         ? small::cells<V>(m)
         : by == way::dots        ? thin::dots_cells<V>(m)
         : by == way::streams     ? thin::streams_cells<V>(m)
         : by == way::blocks      ? blocked_cells<V>(m)
         : by == way::pair_blocks ? paired::cells<V>(m)
                                  : 0;
}

/// out = a·b, or out += a·b, by the way that the whole product takes, of which m may be some rows and columns. A
/// cell's sum is one of blocks of terms; its order depends on the way and on nothing else.
template <class V, class M>
void multiply(const M& m, way by, typename V::number* workspace) {
  if (m.rows == 0 || m.columns == 0) return;
  if (by == way::small) small::product<V>(m, workspace);
  if (by == way::dots) thin::dots<V>(m, workspace);
  if (by == way::streams) thin::streams<V>(m, workspace);
  if (by == way::blocks) blocked<V>(m, workspace);
  if constexpr (paired::is_of<M>) {
    if (by == way::pair_dots) paired::dots<V>(m);
    if (by == way::pair_blocks) paired::blocked<V>(m, workspace);
  }
}

/// Part `which` of `count` of the product: some of its rows, or of its columns where there are more.
template <class V, class M>
M part_of(M m, std::ptrdiff_t which, std::ptrdiff_t count) {
  const bool by_rows = m.rows > m.columns;
  const std::ptrdiff_t whole = by_rows ? m.rows : m.columns;
  const std::ptrdiff_t step = blocking::up((whole + count - 1) / count, by_rows ? V::rows : V::vectors * V::width);
  const std::ptrdiff_t from = blocking::least(which * step, whole), size = blocking::least(whole - from, step);
  if (by_rows)
    m.a += from * m.row_a, m.out += from * m.row_out, m.rows = size;
  else
    m.b += from * m.column_b, m.out += from * m.column_out, m.columns = size;
  return m;
}

}  // namespace conform::kernel
