#pragma once
// matrix_thin: a few rows times a matrix that is large, and read once: as long as it streams from memory, nothing else
// matters. Which of its axes lies side by side decides how.

#include <conform/kernel/matrix_block.hpp>

namespace conform::kernel::thin {

/// streams: terms of a block of sums.
inline constexpr std::ptrdiff_t block_terms = 256;
/// dots: terms of a block of sums; of all columns that are read side by side they stay in the first cache.
inline constexpr std::ptrdiff_t dot_terms = 1024;

template <class V, class M>
std::ptrdiff_t streams_cells(const M& m) {
  return m.rows * in_whole<V>(m.columns) + block_terms * V::width + (M::wide_a ? 0 : m.rows * block_terms);
}

/// Columns lie side by side: out = sums of rows of b, scaled, a few at a time.
template <class V, class M>
[[gnu::noinline]] void streams(const M& m, typename V::number* workspace) {
  using T = typename V::number;
  const std::ptrdiff_t whole = m.columns / V::width * V::width, step = in_whole<V>(m.columns);
  // terms that are read side by side: the more rows, the dearer is it to put their sums away
  const std::ptrdiff_t together = m.rows > 4 ? 16 : 8;
  T *tail = workspace, *sums_at = workspace + block_terms * V::width;
  std::ptrdiff_t from = 0;
  do {
    const std::ptrdiff_t count = blocking::least(m.terms - from, block_terms);
    const bool adds = m.adds || from > 0;
    M part = m;
    part.adds = adds, part.a += from * m.term_a, part.terms = count;
    const staged<V, typename M::left> terms_of_a({part.a, m.rows, count, m.row_a, m.term_a});
    const staged<V, typename M::right> terms_of_b({m.b + from * m.term_b, count, m.columns, m.term_b, m.column_b});
    const results<V> sums_of(part);
    const auto rows_of_a = [&] {
      if constexpr (M::wide_a)
        return part;
      else
        return pack_rows<V>(part, sums_at + m.rows * step, count);
    }();
    if (whole < m.columns) {
      M last = m;
      last.b += from * m.term_b + whole, last.terms = count;
      pack_panel<V>(last, m.columns - whole, 1, tail);
    }
    std::ptrdiff_t t = 0;
    do {
      const std::ptrdiff_t here = blocking::least(count - t, together);
      const broadcast_rows<T> a{rows_of_a.a + t * rows_of_a.term_a, rows_of_a.row_a, rows_of_a.term_a};
      const auto panel = [&]<int Vectors>(const auto* b, std::ptrdiff_t b_step, std::ptrdiff_t column,
                                          std::integral_constant<int, Vectors>) {
        in_rows<V>(m.rows, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t row) {
          T* at = sums_at + row * step + column;
          block<V, Rows, Vectors> sums;
          if (t > 0)
            sums.load(at, step);
          else
            sums.clear();
          product(sums, a.from(row), b, b_step, here);
          if (t + together < count)
            put(sums, at, step, 1, Vectors * V::width, false);
          else
            put(sums, m.out + row * m.row_out + column * m.column_out, m.row_out, m.column_out, m.columns - column,
                adds);
        });
      };
      in_panels<V>(whole, [&](auto vectors, std::ptrdiff_t column) {
        panel(m.b + (from + t) * m.term_b + column, m.term_b, column, vectors);
      });
      if (whole < m.columns) panel(tail + t * V::width, V::width, whole, std::integral_constant<int, 1>{});
      t += together;
    } while (t < count);
    from += block_terms;
  } while (from < m.terms);
}

template <class V, class M>
std::ptrdiff_t dots_cells(const M& m) {
  return m.term_a == 1 && M::wide_a ? 0 : m.rows * m.terms;
}

/// Rows × Columns dot products, vectors along the terms.
template <class V, int Rows, int Columns, class M>
CONFORM_INLINE void some_dots(const M& m, const typename V::number* a, const typename M::right* b,
                              typename V::number* out) {
  using T = typename V::number;
  V sums[Rows * Columns];
  for (V& sum : sums) sum = V::all(0);
  const auto step = [&](auto load, std::ptrdiff_t t) {
    V column[Columns];
#pragma GCC unroll 8
    for (int c = 0; c < Columns; ++c) column[c] = load(b + c * m.column_b + t);
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      const V row = load(a + r * m.row_a + t);
#pragma GCC unroll 8
      for (int c = 0; c < Columns; ++c) sums[r * Columns + c] = multiply_add(sums[r * Columns + c], row, column[c]);
    }
  };
  std::ptrdiff_t t = 0;
  for (; t + V::width <= m.terms; t += V::width) step([](const auto* at) { return V::load(at); }, t);
  if (t < m.terms) step([&](const auto* at) { return load_some<V>(at, 1, m.terms - t); }, t);
  T cells[Rows * Columns];
  sums_of_lanes<Rows * Columns>(sums, cells);
  for (int r = 0; r < Rows; ++r)
    for (int c = 0; c < Columns; ++c) {
      T& at = out[r * m.row_out + c * m.column_out];
      at = m.adds ? at + cells[r * Columns + c] : cells[r * Columns + c];
    }
}

/// Terms lie side by side: every cell of out is a dot product.
template <class V, class M>
[[gnu::noinline]] void dots_of_rows(const M& m) {
  const auto some = [&]<int Columns>(std::integral_constant<int, Columns>, std::ptrdiff_t column) {
    std::ptrdiff_t from = 0;
    do {
      M part = m;
      part.terms = blocking::least(m.terms - from, dot_terms), part.adds = m.adds || from > 0;
      const auto* b = m.b + column * m.column_b + from;
      const staged<V, typename M::right> columns_of_b({b, part.terms, Columns, 1, m.column_b});
      M cells = part;
      cells.out += column * m.column_out, cells.columns = Columns;
      const results<V> sums_of(cells);
      const auto rows = [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t row) {
        some_dots<V, Rows, Columns>(part, m.a + row * m.row_a + from, b,
                                    m.out + row * m.row_out + column * m.column_out);
      };
      std::ptrdiff_t row = 0;
      if constexpr (Columns <= V::rows / 2) {
        for (; row + 4 <= m.rows; row += 4) rows(std::integral_constant<int, 4>{}, row);
        if (row + 2 <= m.rows) rows(std::integral_constant<int, 2>{}, row), row += 2;
      }
      if (row < m.rows) rows(std::integral_constant<int, 1>{}, row);
      from += dot_terms;
    } while (from < m.terms);
  };
  constexpr int columns = V::rows / 2;
  std::ptrdiff_t j = 0;
  if (m.rows == 1)
    for (; j + 8 <= m.columns; j += 8) some(std::integral_constant<int, 8>{}, j);
  for (; j + columns <= m.columns; j += columns) some(std::integral_constant<int, columns>{}, j);
  for (; j < m.columns; ++j) some(std::integral_constant<int, 1>{}, j);
}
/// The same where terms of a lie as they like.
template <class V, class M>
void dots(const M& m, typename V::number* workspace) {
  const staged<V, typename M::left> rows_of_a({m.a, m.rows, m.terms, m.row_a, m.term_a});
  if constexpr (M::wide_a)
    if (m.term_a == 1) return dots_of_rows<V>(m);
  copy_rows<V>(cell_block<typename M::left>{m.a, m.rows, m.terms, m.row_a, m.term_a}, workspace, m.terms);
  dots_of_rows<V>(with_rows(m, workspace, m.terms, 1));
}

}  // namespace conform::kernel::thin
