#pragma once
// matrix_block: products of matrices by blocks that fit the caches. A block of b, in panels of vectors, stays in the
// second level; rows of a pass by it.
// source   Goto and van de Geijn 2008, with the two operands exchanged; Van Zee and van de Geijn 2015 (BLIS)

#include <conform/kernel/product.hpp>

namespace conform::kernel {

/// Cells and steps (elements) of out {row, column} = sum over terms of a {row, term} · b {term, column}. Cells of a and
/// b are numbers T, or bf16, which are widened where they are read: b's into vectors or packed panels, a's, which
/// are broadcast, into rows of their own. (Below, M are some matrices of V's numbers.)
template <class T, class A = T, class B = T>
struct matrices {
  static constexpr bool wide_a = std::is_same_v<A, T>, wide_b = std::is_same_v<B, T>;
  using left = A;
  using right = B;

  const A* a;
  const B* b;
  T* out;
  std::ptrdiff_t rows, columns, terms;
  std::ptrdiff_t row_a, term_a, term_b, column_b, row_out, column_out;
  bool adds = false;  ///< to what out holds
};

namespace blocking {

/// Terms, columns and rows of a block: 16 KB of a micro-panel of a, 384 KB of b, 64 KB of a (float).
inline constexpr std::ptrdiff_t terms = 512, rows = 32;
template <class V>
inline constexpr std::ptrdiff_t columns = 393216 / (terms * static_cast<std::ptrdiff_t>(sizeof(typename V::number))) /
                                          (V::width * V::vectors) * (V::width * V::vectors);
/// Rows of a that are packed at once, and that a block of b is packed for: 1.5 MB (float), of the third level.
inline constexpr std::ptrdiff_t many_rows = 768;
/// Rows of b that are packed side by side, along all columns of a block: memory is read in long pieces.
inline constexpr std::ptrdiff_t streams = 8;
/// Rows that lie further apart than this (bytes, all of them) share too few sets of the first cache to stay there.
inline constexpr std::ptrdiff_t spread = 16384;

constexpr std::ptrdiff_t least(std::ptrdiff_t a, std::ptrdiff_t b) { return a < b ? a : b; }
constexpr std::ptrdiff_t up(std::ptrdiff_t count, std::ptrdiff_t step) { return (count + step - 1) / step * step; }

}  // namespace blocking

/// Cells of out, which are read where they are added to.
template <class V>
class results {
 public:
  template <class M>
  explicit results(const M& m) : read_(cells_of(m, m.adds)), written_(cells_of(m, true)) {}

 private:
  template <class M>
  static cell_block<typename V::number> cells_of(const M& m, bool any) {
    return {m.out, any ? m.rows : 0, m.columns, m.row_out, m.column_out};
  }
  staged<V> read_;
  written<V> written_;
};

/// Cells of a block of sums; columns beyond `columns` are left out.
template <class V, int Rows, int Vectors>
CONFORM_INLINE void put(const block<V, Rows, Vectors>& sums, typename V::number* out, std::ptrdiff_t row_step,
                        std::ptrdiff_t column_step, std::ptrdiff_t columns, bool adds) {
  using T = typename V::number;
  if (column_step == 1 && columns >= Vectors * V::width) {
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
      for (int c = 0; c < Vectors; ++c) {
        T* at = out + r * row_step + c * V::width;
        (adds ? V::load(at) + sums.at[r][c] : sums.at[r][c]).store(at);
      }
    return;
  }
  T cells[Rows][Vectors * V::width];
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
    for (int c = 0; c < Vectors; ++c) sums.at[r][c].store(cells[r] + c * V::width);
  for (int r = 0; r < Rows; ++r)
    for (std::ptrdiff_t j = 0; j < Vectors * V::width && j < columns; ++j) {
      T& at = out[r * row_step + j * column_step];
      at = adds ? at + cells[r][j] : cells[r][j];
    }
}

/// Calls each(constant of vectors, first column) for panels of vectors: see in_vectors.
template <class V, class Each>
CONFORM_INLINE void in_panels(std::ptrdiff_t columns, Each each) {
  in_vectors(in_whole<V>(columns) / V::width,
             [&](auto vectors, std::ptrdiff_t first) { each(vectors, first * V::width); });
}

/// Rows that are wanted next, and are brought near a few at a time.
template <class T>
struct coming_rows {
  const T* data;
  std::ptrdiff_t step, count, terms, calls;
  std::ptrdiff_t called = 0, row = 0;

  CONFORM_INLINE void bring_some() {
    for (const std::ptrdiff_t end = ++called * count / calls; row < end; ++row)
      for (std::ptrdiff_t t = 0; t < terms; t += 64 / static_cast<std::ptrdiff_t>(sizeof(T)))
        __builtin_prefetch(data + row * step + t, 0, 2);
  }
};

/// A panel of b for all rows of m.
template <class V, int Vectors, class M>
[[gnu::noinline]] void panel_product(const M& m, const typename M::left* panel, std::ptrdiff_t panel_step,
                                     coming_rows<typename M::left>& next) {
  const broadcast_rows<typename M::left> a{m.a, m.row_a, m.term_a};
  in_rows<V>(m.rows, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t row) {
    next.bring_some();
    block<V, Rows, Vectors> sums;
    sums.clear();
    product(sums, a.from(row), panel, panel_step, m.terms);
    put(sums, m.out + row * m.row_out, m.row_out, m.column_out, m.columns, m.adds);
  });
}

/// packed[t, j] = b[t, j] for j < columns, 0 for the other lanes of Vectors vectors.
template <class V, class M>
void pack_panel(const M& m, std::ptrdiff_t columns, std::ptrdiff_t vectors, typename V::number* packed) {
  using T = typename V::number;
  const std::ptrdiff_t step = vectors * V::width;
  for (std::ptrdiff_t c = 0; c < vectors; ++c) {
    const auto* b = m.b + c * V::width * m.column_b;
    T* to = packed + c * V::width;
    const std::ptrdiff_t here = blocking::least(columns - c * V::width, V::width);
    std::ptrdiff_t t = 0;
    if (here == V::width && m.column_b == 1)
      for (; t < m.terms; ++t) V::load(b + t * m.term_b).store(to + t * step);
    if (here == V::width && m.term_b == 1)
      for (; t + V::width <= m.terms; t += V::width) {
        V rows[V::width];
        for (int i = 0; i < V::width; ++i) rows[i] = V::load(b + i * m.column_b + t);
        transpose(rows);
        for (int i = 0; i < V::width; ++i) rows[i].store(to + (t + i) * step);
      }
    for (; t < m.terms; ++t)
      for (std::ptrdiff_t i = 0; i < V::width; ++i)
        to[t * step + i] = i < here ? static_cast<T>(arithmetic::load(b[t * m.term_b + i * m.column_b])) : T{0};
  }
}

/// Whether the rows of a are packed: where they lie far apart, or are to be widened.
template <class V, class M>
bool packs_rows(const M& m) {
  constexpr std::ptrdiff_t cell = sizeof(typename V::number);
  if (!M::wide_a) return true;
  return m.columns > 2 * V::vectors * V::width &&
         (m.term_a != 1 || m.row_a < 0 || m.row_a * V::rows * cell > blocking::spread);
}

/// Cells of the rows of a that are packed at once.
template <class V, class M>
std::ptrdiff_t packed_rows_cells(const M& m) {
  return packs_rows<V>(m) ? blocking::least(m.rows, blocking::many_rows) * blocking::terms : 0;
}

/// Numbers in place of the cells of a.
template <class T, class A, class B>
matrices<T, T, B> with_rows(const matrices<T, A, B>& m, const T* a, std::ptrdiff_t row_a, std::ptrdiff_t term_a) {
  return {a,     m.b,    m.out,      m.rows,    m.columns,    m.terms, row_a,
          term_a, m.term_b, m.column_b, m.row_out, m.column_out, m.adds};
}

/// m with the rows of a close together, as numbers: {row, term}, `step` from row to row, where terms lie side by side,
/// else {term, row}.
template <class V, class M>
auto pack_rows(const M& m, typename V::number* packed, std::ptrdiff_t step) {
  using T = typename V::number;
  if (m.term_a == 1) {
    copy_rows<V>(cell_block<typename M::left>{m.a, m.rows, m.terms, m.row_a, 1}, packed, step);
    return with_rows(m, packed, step, 1);
  }
  for (std::ptrdiff_t t = 0; t < m.terms; ++t)
    for (std::ptrdiff_t i = 0; i < m.rows; ++i)
      packed[t * m.rows + i] = static_cast<T>(arithmetic::load(m.a[i * m.row_a + t * m.term_a]));
  return with_rows(m, packed, 1, m.rows);
}

/// Cells that `blocked` works in.
template <class V, class M>
std::ptrdiff_t blocked_cells(const M& m) {
  using namespace blocking;
  return packed_rows_cells<V>(m) + least(m.terms, terms) * least(in_whole<V>(m.columns), columns<V>);
}

/// One block of b, which is packed unless its numbers are close together already, for all rows.
template <class V, class M>
void block_product(const M& m, typename V::number* panels) {
  using namespace blocking;
  using T = typename V::number;
  constexpr std::ptrdiff_t cell = sizeof(T);
  const bool near = M::wide_b && m.column_b == 1 && m.term_b >= 0 && m.term_b * m.terms * cell <= spread;
  const staged<V, typename M::right> block_of_b({m.b, m.terms, m.columns, m.term_b, m.column_b});
  const auto is_read = [&](std::ptrdiff_t column, int vectors) {
    return near && column + vectors * V::width <= m.columns;
  };
  const std::ptrdiff_t together = m.column_b == 1 ? streams : m.terms;
  for (std::ptrdiff_t t = 0; t < m.terms; t += together)
    in_panels<V>(m.columns, [&](auto vectors, std::ptrdiff_t column) {
      if (is_read(column, vectors)) return;
      M panel = m;
      panel.b += column * m.column_b + t * m.term_b, panel.terms = least(m.terms - t, together);
      pack_panel<V>(panel, m.columns - column, vectors, panels + column * m.terms + t * vectors * V::width);
    });
  for (std::ptrdiff_t i = 0; i < m.rows; i += rows) {
    M part = m;
    part.rows = least(m.rows - i, rows);
    part.a += i * m.row_a, part.out += i * m.row_out;
    const results<V> sums(part);
    const std::ptrdiff_t left = m.term_a == 1 ? least(m.rows - i - part.rows, rows) : 0;
    coming_rows<T> next{m.a + (i + part.rows) * m.row_a, m.row_a, left, m.terms,
                        (part.rows / V::rows + 1) * (m.columns / (V::vectors * V::width) + 1)};
    in_panels<V>(m.columns, [&]<int Vectors>(std::integral_constant<int, Vectors>, std::ptrdiff_t column) {
      M panel = part;
      panel.columns -= column, panel.out += column * m.column_out;
      if constexpr (M::wide_b)
        if (is_read(column, Vectors)) return panel_product<V, Vectors>(panel, m.b + column, m.term_b, next);
      panel_product<V, Vectors>(panel, panels + column * m.terms, Vectors * V::width, next);
    });
  }
}

/// The product by blocks of rows, of terms and of columns inside. Rows that lie far apart, or are to be widened, are
/// packed once for all columns.
template <class V, class M>
void blocked(const M& m, typename V::number* workspace) {
  using namespace blocking;
  const bool packs = packs_rows<V>(m);
  const auto rows_of = [](const auto& of, bool any) {
    return cell_block<typename M::left>{of.a, any ? of.rows : 0, of.terms, of.row_a, of.term_a};
  };
  using staged_rows = staged<V, typename M::left>;
  typename V::number* const panels = workspace + packed_rows_cells<V>(m);
  for (std::ptrdiff_t i = 0; i < m.rows; i += many_rows) {
    std::ptrdiff_t t = 0;
    do {
      M some = m;
      some.rows = least(m.rows - i, many_rows), some.terms = least(m.terms - t, terms);
      some.a += i * m.row_a + t * m.term_a, some.b += t * m.term_b, some.out += i * m.row_out;
      some.adds = m.adds || t > 0;
      const auto all_columns = [&](const auto& given) {
        for (std::ptrdiff_t j = 0; j < m.columns; j += columns<V>) {
          [[maybe_unused]] const staged_rows read(rows_of(some, !packs));
          auto part = given;
          part.columns = least(m.columns - j, columns<V>);
          part.b += j * m.column_b, part.out += j * m.column_out;
          block_product<V>(part, panels);
        }
      };
      const auto packed = [&] {
        [[maybe_unused]] const staged_rows read(rows_of(some, packs));
        if constexpr (M::wide_a)
          return packs ? pack_rows<V>(some, workspace, terms) : some;
        else
          return pack_rows<V>(some, workspace, terms);
      };
      all_columns(packed());
      t += terms;
    } while (t < m.terms);
  }
}

}  // namespace conform::kernel
