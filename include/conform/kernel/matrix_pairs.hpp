#pragma once
// matrix_pairs: products of matrices whose cells are all of half the precision, two terms side by side in a lane: for
// processors that multiply pairs in one instruction. An odd last term is paired with 0.

#include <conform/kernel/matrix_thin.hpp>

namespace conform::kernel::paired {

/// Whether all cells of M are of half the precision.
template <class M>
inline constexpr bool is_of = !M::wide_a && !M::wide_b;

/// Terms of a block: as many pairs as there would be numbers.
inline constexpr std::ptrdiff_t block_terms = 2 * blocking::terms;

constexpr std::ptrdiff_t pairs_of(std::ptrdiff_t terms) { return (terms + 1) / 2; }

/// The first of `left` cells and the one after, or 0.
template <class V, class Cell>
typename V::pair pair_at(const Cell* from, std::ptrdiff_t step, std::ptrdiff_t left) {
  return V::pair_of(arithmetic::load(from[0]), left > 1 ? arithmetic::load(from[step]) : Cell{});
}

/// Cells along the terms as vectors: two to a lane; see thin::some_dots.
template <class V>
struct pairs_along {
  static constexpr std::ptrdiff_t terms = 2 * V::width;
  template <class Cell>
  CONFORM_INLINE static typename V::pairs load(const Cell* from) {
    return V::pairs_at(from);
  }
  template <class Cell>
  static typename V::pairs load_some(const Cell* from, std::ptrdiff_t count) {
    typename V::pair some[V::width];
    for (int i = 0; i < V::width; ++i)
      some[i] = 2 * i < count ? pair_at<V>(from + 2 * i, 1, count - 2 * i) : V::pair_of(Cell{}, Cell{});
    return V::load(some);
  }
};

/// The product by dot products; terms of both lie side by side.
template <class V, class M>
void dots(const M& m) {
  const staged<V, typename M::left> rows_of_a({m.a, m.rows, m.terms, m.row_a, m.term_a});
  thin::dots_of_rows<V, pairs_along<V>>(m);
}

/// to[r·step + t] = cells[r, 2·t] and [r, 2·t + 1]. Rows or columns that are contiguous are read in vectors.
template <class V, class Cell>
void pack_rows(const cell_block<Cell>& cells, typename V::pair* to, std::ptrdiff_t step) {
  const std::ptrdiff_t row = cells.row_step, column = cells.column_step;
  const std::ptrdiff_t whole = cells.columns / (2 * V::width) * V::width;
  const std::ptrdiff_t turned = row == 1 && column != 1 ? cells.rows / V::width * V::width : 0;
  for (std::ptrdiff_t t = 0; t < whole; t += V::width)
    for (std::ptrdiff_t r = 0; r < turned; r += V::width) {
      typename V::pairs square[V::width];
      for (int i = 0; i < V::width; ++i) {
        const Cell* const from = cells.data + r + 2 * (t + i) * column;
        square[i] = V::pairs_of(from, from + column);
      }
      transpose(square);
      for (int i = 0; i < V::width; ++i) square[i].store(to + (r + i) * step + t);
    }
  for (std::ptrdiff_t r = 0; r < cells.rows; ++r) {
    const Cell* const from = cells.data + r * row;
    std::ptrdiff_t t = r < turned ? whole : 0;
    if (column == 1)
      for (; t < whole; t += V::width) V::pairs_at(from + 2 * t).store(to + r * step + t);
    for (; 2 * t < cells.columns; ++t)
      to[r * step + t] = pair_at<V>(from + 2 * t * column, column, cells.columns - 2 * t);
  }
}

/// to[t·step + j] = cells[2·t, j] and [2·t + 1, j], 0 in what lanes of `vectors` vectors are beyond the columns.
template <class V, class Cell>
void pack_panel(const cell_block<Cell>& cells, std::ptrdiff_t vectors, typename V::pair* to) {
  const std::ptrdiff_t step = vectors * V::width, row = cells.row_step, column = cells.column_step;
  for (std::ptrdiff_t c = 0; c < vectors; ++c, to += V::width) {
    const Cell* const from = cells.data + c * V::width * column;
    const std::ptrdiff_t here = blocking::least(cells.columns - c * V::width, V::width);
    std::ptrdiff_t t = 0;
    if (here == V::width && column == 1)
      for (; t + 2 <= cells.rows; t += 2) V::pairs_of(from + t * row, from + (t + 1) * row).store(to + t / 2 * step);
    if (here == V::width && row == 1)
      for (; t + 2 * V::width <= cells.rows; t += 2 * V::width) {
        typename V::pairs square[V::width];
        for (int i = 0; i < V::width; ++i) square[i] = V::pairs_at(from + i * column + t);
        transpose(square);
        for (int i = 0; i < V::width; ++i) square[i].store(to + (t / 2 + i) * step);
      }
    for (; t < cells.rows; t += 2)
      for (std::ptrdiff_t i = 0; i < V::width; ++i)
        to[t / 2 * step + i] = i < here ? pair_at<V>(from + t * row + i * column, row, cells.rows - t)
                                        : V::pair_of(Cell{}, Cell{});
  }
}

/// Pairs of the rows of a that are packed at once; and all that `blocked` works in.
template <class V, class M>
std::ptrdiff_t rows_cells(const M& m) {
  return in_whole<V>(blocking::least(m.rows, blocking::many_rows)) * blocking::terms;
}
template <class V, class M>
std::ptrdiff_t cells(const M& m) {
  using namespace blocking;
  return rows_cells<V>(m) + least(pairs_of(m.terms), blocking::terms) * least(in_whole<V>(m.columns), columns<V>);
}

/// The rows of a as pairs: {row, pair} where terms lie side by side, else {pair, row}.
template <class V, class M>
auto with_pairs(const M& m, typename V::pair* to) {
  using pair = typename V::pair;
  const bool along = m.term_a == 1;
  if (along)
    pack_rows<V>(cell_block<typename M::left>{m.a, m.rows, m.terms, m.row_a, 1}, to, blocking::terms);
  else
    pack_panel<V>(cell_block<typename M::left>{m.a, m.terms, m.rows, m.term_a, m.row_a},
                  in_whole<V>(m.rows) / V::width, to);
  matrices<typename V::number, pair, pair> out{};
  out.a = to, out.rows = m.rows, out.terms = pairs_of(m.terms), out.adds = m.adds;
  out.row_a = along ? blocking::terms : 1, out.term_a = along ? 1 : in_whole<V>(m.rows);
  out.row_out = m.row_out, out.column_out = m.column_out;
  return out;
}

/// One block of b for all rows, which are pairs.
template <class V, class M, class Cell>
void block_product(const M& m, const cell_block<Cell>& b, typename V::pair* panels) {
  using namespace blocking;
  const staged<V, Cell> block_of_b(b);
  const std::ptrdiff_t together = b.column_step == 1 ? streams : b.rows;
  for (std::ptrdiff_t t = 0; t < b.rows; t += together)
    in_panels<V>(m.columns, [&](auto vectors, std::ptrdiff_t column) {
      const cell_block<Cell> some{b.data + t * b.row_step + column * b.column_step, least(b.rows - t, together),
                                  b.columns - column, b.row_step, b.column_step};
      pack_panel<V>(some, vectors, panels + column * m.terms + t / 2 * vectors * V::width);
    });
  for (std::ptrdiff_t i = 0; i < m.rows; i += rows) {
    M part = m;
    part.rows = least(m.rows - i, rows);
    part.a += i * m.row_a, part.out += i * m.row_out;
    const results<V> sums(part);
    const std::ptrdiff_t left = m.term_a == 1 ? least(m.rows - i - part.rows, rows) : 0;
    coming_rows<typename M::left> next{part.a + part.rows * m.row_a, m.row_a, left, m.terms,
                                       (part.rows / V::rows + 1) * (m.columns / (V::vectors * V::width) + 1)};
    in_panels<V>(m.columns, [&]<int Vectors>(std::integral_constant<int, Vectors>, std::ptrdiff_t column) {
      M panel = part;
      panel.columns -= column, panel.out += column * m.column_out;
      panel_product<V, Vectors>(panel, panels + column * m.terms, Vectors * V::width, next);
    });
  }
}

/// The product by blocks of rows, of terms and of columns inside, as kernel::blocked; both operands are packed.
template <class V, class M>
void blocked(const M& m, typename V::number* workspace) {
  using namespace blocking;
  static_assert(sizeof(typename V::pair) == sizeof(typename V::number));
  auto* const rows_at = reinterpret_cast<typename V::pair*>(workspace);
  for (std::ptrdiff_t i = 0; i < m.rows; i += many_rows) {
    std::ptrdiff_t t = 0;
    do {
      M some = m;
      some.rows = least(m.rows - i, many_rows), some.terms = least(m.terms - t, block_terms);
      some.a += i * m.row_a + t * m.term_a, some.b += t * m.term_b, some.out += i * m.row_out;
      some.adds = m.adds || t > 0;
      const staged<V, typename M::left> rows_of_a({some.a, some.rows, some.terms, m.row_a, m.term_a});
      auto packed = with_pairs<V>(some, rows_at);
      for (std::ptrdiff_t j = 0; j < m.columns; j += columns<V>) {
        packed.columns = least(m.columns - j, columns<V>), packed.out = some.out + j * m.column_out;
        block_product<V>(packed,
                         cell_block<typename M::right>{some.b + j * m.column_b, some.terms, packed.columns, m.term_b,
                                                       m.column_b},
                         rows_at + rows_cells<V>(m));
      }
      t += block_terms;
    } while (t < m.terms);
  }
}

}  // namespace conform::kernel::paired
