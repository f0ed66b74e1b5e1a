#pragma once
// matrix_thin: a few rows times a matrix that is large, and read once: as long as it streams from memory, nothing else
// matters. Which of its axes lies side by side decides how.

#include <conform/kernel/matrix_block.hpp>

namespace conform::kernel::thin {

/// streams: terms of a block of sums, and sums that are put away at once; they stay in the second cache.
inline constexpr std::ptrdiff_t block_terms = 256, sums_at_once = 1 << 17;
/// dots: terms of a block of sums; of all columns that are read side by side they stay in the first cache.
inline constexpr std::ptrdiff_t dot_terms = 1024;
/// Vectors of a panel of rows that are read from memory but once: whole lines of the cache.
template <class V>
inline constexpr int line_vectors = sizeof(typename V::number) * V::width < 64 ? 2 : V::vectors;
/// Terms that are read side by side: what many of them bring near does not stay there.
template <class V>
std::ptrdiff_t terms_together(std::ptrdiff_t rows) {
  return V::rows > 4 && rows > 4 ? 16 : 8;
}
/// Columns whose sums are put away at once.
template <class V, class M>
std::ptrdiff_t columns_at_once(const M& m) {
  constexpr std::ptrdiff_t panel = V::vectors * V::width;
  const std::ptrdiff_t most = sums_at_once / m.rows / panel * panel;
  return blocking::least(in_whole<V>(m.columns), most > panel ? most : panel);
}

template <class V, class M>
std::ptrdiff_t streams_cells(const M& m) {
  constexpr std::ptrdiff_t panel = V::vectors * V::width;
  return m.rows * (columns_at_once<V>(m) + block_terms) + terms_together<V>(m.rows) * panel + block_terms * V::width;
}

/// `terms` terms of a panel, close together. (Rows that lie far apart share too few sets of the first cache to be read
/// from there again.)
template <class V, int Vectors, class Cell>
CONFORM_INLINE void bring_together(const Cell* b, std::ptrdiff_t step, std::ptrdiff_t terms,
                                   typename V::number* to) {
  for (std::ptrdiff_t t = 0; t < terms; ++t, b += step, to += Vectors * V::width)
#pragma GCC unroll 4
    for (int c = 0; c < Vectors; ++c) V::load(b + c * V::width).store(to + c * V::width);
}

/// Terms that are neither the first nor the last of a block, and how many, which the compiler may know then.
template <int Terms>
struct in_between {
  static constexpr bool value = Terms > 0;
  static constexpr std::ptrdiff_t terms = Terms;
};

/// sums[j] += Terms terms of one row · b, for j < columns, some whole panels; the row's numbers stay in registers.
template <class V, int Terms, class Cell>
CONFORM_INLINE void add_to_one_row(const typename V::number* a, const Cell* b, std::ptrdiff_t step,
                                   std::ptrdiff_t columns, typename V::number* sums) {
  V number[Terms];
  for (int t = 0; t < Terms; ++t) number[t] = held(V::all(a[t]));
  for (std::ptrdiff_t j = 0; j < columns; j += line_vectors<V> * V::width) {
    block<V, 1, line_vectors<V>> of;
    of.load(sums + j, 0);
#pragma GCC unroll 8
    for (int t = 0; t < Terms; ++t)
#pragma GCC unroll 4
      for (int c = 0; c < line_vectors<V>; ++c)
        of.at[0][c] = multiply_add(of.at[0][c], number[t], V::load(b + t * step + j + c * V::width));
    of.store(sums + j, 0);
  }
}

/// Columns lie side by side: out = sums of rows of b, scaled, a few at a time. Between times the sums of a panel lie
/// together.
template <class V, class M>
[[gnu::noinline]] void streams(const M& m, typename V::number* workspace) {
  using T = typename V::number;
  constexpr std::ptrdiff_t panel = V::vectors * V::width;
  const std::ptrdiff_t together = terms_together<V>(m.rows), at_once = columns_at_once<V>(m);
  T *const rows_at = workspace, *const near = rows_at + m.rows * block_terms, *const tail = near + together * panel,
           *const sums_at = tail + block_terms * V::width;
  constexpr std::integral_constant<int, line_vectors<V>> lines;
  constexpr std::integral_constant<int, V::vectors> most;
  std::ptrdiff_t from = 0;
  do {
    const std::ptrdiff_t count = blocking::least(m.terms - from, block_terms);
    M part = m;
    part.adds = m.adds || from > 0, part.terms = count, part.a += from * m.term_a, part.b += from * m.term_b;
    const staged<V, typename M::left> terms_of_a({part.a, m.rows, count, m.row_a, m.term_a});
    for (std::ptrdiff_t t = 0; t < count; t += together)
      for (std::ptrdiff_t i = 0; i < m.rows; ++i)
        for (std::ptrdiff_t u = 0; u < blocking::least(count - t, together); ++u)
          rows_at[t * m.rows + i * together + u] =
              static_cast<T>(arithmetic::load(part.a[i * m.row_a + (t + u) * m.term_a]));
    for (std::ptrdiff_t first = 0; first < m.columns; first += at_once) {
      M some = part;
      some.columns = blocking::least(m.columns - first, at_once);
      some.b += first * m.column_b, some.out += first * m.column_out;
      const staged<V, typename M::right> terms_of_b({some.b, count, some.columns, m.term_b, m.column_b});
      const results<V> sums_of(some);
      const std::ptrdiff_t whole = some.columns / V::width * V::width;
      if (whole < some.columns) {
        M last = some;
        last.b += whole;
        pack_panel<V>(last, some.columns - whole, 1, tail);
      }
      std::ptrdiff_t t = 0;
      do {
        const std::ptrdiff_t here = blocking::least(count - t, together);
        const broadcast_rows<T> a{rows_at + t * m.rows, together, 1};
        const auto rows = [&]<int Vectors>(auto between, const auto* b, std::ptrdiff_t b_step, std::ptrdiff_t column,
                                           std::ptrdiff_t terms, std::integral_constant<int, Vectors>) {
          constexpr bool is_between = between.value;
          in_rows<V>(m.rows, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t row) {
            constexpr std::ptrdiff_t step = Vectors * V::width;
            T* const at = sums_at + column * m.rows + row * step;
            block<V, Rows, Vectors> sums;
            if (is_between || t > 0)
              sums.load(at, step);
            else
              sums.clear();
            product(sums, a.from(row), b, b_step, terms);
            if (is_between || t + together < count)
              sums.store(at, step);
            else
              put(sums, some.out + row * m.row_out + column * m.column_out, m.row_out, m.column_out,
                  some.columns - column, some.adds);
          });
        };
        const auto add = [&]<int Vectors>(auto between, const auto* b, std::ptrdiff_t b_step, std::ptrdiff_t column,
                                          std::integral_constant<int, Vectors> vectors) {
          const std::ptrdiff_t terms = between.value ? between.terms : here;
          if (m.rows > V::rows) {
            bring_together<V, Vectors>(b, b_step, terms, near);
            return rows(between, static_cast<const T*>(near), Vectors * V::width, column, terms, vectors);
          }
          rows(between, b, b_step, column, terms, vectors);
        };
        const auto panels = [&]<int Vectors>(auto between, std::integral_constant<int, Vectors> vectors) {
          const auto* const b = some.b + t * m.term_b;
          std::ptrdiff_t column = 0;
          if constexpr (between.value && Vectors == line_vectors<V>)
            if (m.rows == 1) {
              column = whole / (Vectors * V::width) * (Vectors * V::width);
              add_to_one_row<V, between.terms>(a.data, b, m.term_b, column, sums_at);
            }
          for (; column + Vectors * V::width <= whole; column += Vectors * V::width)
            add(between, b + column, m.term_b, column, vectors);
          for (; column < whole; column += V::width)
            add(between, b + column, m.term_b, column, std::integral_constant<int, 1>{});
          if (whole < some.columns)
            add(between, static_cast<const T*>(tail + t * V::width), V::width, whole,
                std::integral_constant<int, 1>{});
        };
        const bool by_lines = m.rows <= V::rows;
        if (t == 0 || t + together >= count || together != 8)
          by_lines ? panels(in_between<0>{}, lines) : panels(in_between<0>{}, most);
        else
          by_lines ? panels(in_between<8>{}, lines) : panels(in_between<8>{}, most);
        t += together;
      } while (t < count);
    }
    from += block_terms;
  } while (from < m.terms);
}

template <class V, class M>
std::ptrdiff_t dots_cells(const M& m) {
  return m.term_a == 1 && M::wide_a ? 0 : m.rows * m.terms;
}

/// Cells along the terms as vectors: of numbers.
template <class V>
struct numbers_along {
  static constexpr std::ptrdiff_t terms = V::width;
  template <class Cell>
  CONFORM_INLINE static V load(const Cell* from) {
    return V::load(from);
  }
  /// The first `count`; the others 0.
  template <class Cell>
  CONFORM_INLINE static V load_some(const Cell* from, std::ptrdiff_t count) {
    return kernel::load_some<V>(from, 1, count);
  }
};

/// Rows × Columns dot products, vectors along the terms.
template <class V, class Along, int Rows, int Columns, class M>
CONFORM_INLINE void some_dots(const M& m, const typename M::left* a, const typename M::right* b,
                              typename V::number* out) {
  using T = typename V::number;
  V sums[Rows * Columns];
  for (V& sum : sums) sum = V::all(0);
  const auto step = [&](auto load, std::ptrdiff_t t) {
    decltype(Along::load(b)) column[Columns];
#pragma GCC unroll 8
    for (int c = 0; c < Columns; ++c) {
      column[c] = load(b + c * m.column_b + t);
      if constexpr (Rows > 1 && Columns > 1 && V::rows <= 4) column[c] = held(column[c]);
    }
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      const auto row = load(a + r * m.row_a + t);
#pragma GCC unroll 8
      for (int c = 0; c < Columns; ++c) sums[r * Columns + c] = multiply_add(sums[r * Columns + c], row, column[c]);
    }
  };
  std::ptrdiff_t t = 0;
  constexpr std::size_t bytes = sizeof(typename M::right) * Along::terms;
  constexpr int of_line = bytes < 64 ? static_cast<int>(64 / bytes) : 1;
  if constexpr (Rows == 1 && of_line > 1)  // bound by memory, which is read by whole lines of the cache
    for (; t + of_line * Along::terms <= m.terms; t += of_line * Along::terms)
#pragma GCC unroll 8
      for (int c = 0; c < Columns; ++c)
#pragma GCC unroll 4
        for (int v = 0; v < of_line; ++v) {
          const std::ptrdiff_t at = t + v * Along::terms;
          sums[c] = multiply_add(sums[c], Along::load(a + at), Along::load(b + c * m.column_b + at));
        }
  for (; t + Along::terms <= m.terms; t += Along::terms) step([](const auto* at) { return Along::load(at); }, t);
  if (t < m.terms) step([&](const auto* at) { return Along::load_some(at, m.terms - t); }, t);
  T cells[Rows * Columns];
  sums_of_lanes<Rows * Columns>(sums, cells);
  for (int r = 0; r < Rows; ++r)
    for (int c = 0; c < Columns; ++c) {
      T& at = out[r * m.row_out + c * m.column_out];
      at = m.adds ? at + cells[r * Columns + c] : cells[r * Columns + c];
    }
}

/// Terms lie side by side: every cell of out is a dot product.
template <class V, class Along = numbers_along<V>, class M>
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
        some_dots<V, Along, Rows, Columns>(part, m.a + row * m.row_a + from, b,
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
