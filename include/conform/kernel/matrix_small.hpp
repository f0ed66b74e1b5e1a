#pragma once
// matrix_small: products whose operands lie in the first cache. Nothing but instructions costs anything there: b is
// read in place where its columns fill vectors, else copied once; sums stay in registers over all terms.

#include <conform/kernel/matrix_block.hpp>

namespace conform::kernel::small {

/// Cells of either operand: 16 KB of floats.
inline constexpr std::ptrdiff_t most_cells = 4096;

/// Whether b is read in place.
template <class V, class M>
bool is_in_place(const M& m) {
  return M::wide_b && m.column_b == 1 && m.columns % V::width == 0;
}

/// Those of b, unless it is read in place, and of a, where it is widened.
template <class V, class M>
std::ptrdiff_t cells_of_b(const M& m) {
  return is_in_place<V>(m) ? 0 : in_whole<V>(m.terms) * in_whole<V>(m.columns);
}
template <class V, class M>
std::ptrdiff_t cells(const M& m) {
  return cells_of_b<V>(m) + (M::wide_a ? 0 : m.rows * m.terms);
}

/// to[t, j] = b[t, j] in whole vectors, the lanes beyond the columns 0.
template <class V, class M>
[[gnu::noinline]] void pack(const M& m, typename V::number* to) {
  using T = typename V::number;
  const std::ptrdiff_t step = in_whole<V>(m.columns);
  for (std::ptrdiff_t j = 0; j < m.columns; j += V::width, to += V::width) {
    const std::ptrdiff_t here = blocking::least(m.columns - j, V::width);
    const auto* const b = m.b + j * m.column_b;
    if (m.column_b == 1) {
      for (std::ptrdiff_t t = 0; t < m.terms; ++t) load_some<V>(b + t * m.term_b, 1, here).store(to + t * step);
    } else if (m.term_b == 1) {
      for (std::ptrdiff_t t = 0; t < m.terms; t += V::width) {
        V rows[V::width];
        if (here == V::width && t + V::width <= m.terms)
          for (int i = 0; i < V::width; ++i) rows[i] = V::load(b + i * m.column_b + t);
        else
          for (int i = 0; i < V::width; ++i)
            rows[i] = i < here ? load_some<V>(b + i * m.column_b + t, 1, m.terms - t) : V::all(0);
        transpose(rows);
        for (int i = 0; i < V::width; ++i) rows[i].store(to + (t + i) * step);
      }
    } else {
      for (std::ptrdiff_t t = 0; t < m.terms; ++t)
        for (std::ptrdiff_t i = 0; i < V::width; ++i)
          to[t * step + i] = i < here ? static_cast<T>(arithmetic::load(b[t * m.term_b + i * m.column_b])) : T{0};
    }
  }
}

/// The first `columns` of a block of sums.
template <class V, int Rows, int Vectors, class M>
CONFORM_INLINE void put_first(const block<V, Rows, Vectors>& sums, const M& m, typename V::number* out,
                              std::ptrdiff_t columns) {
  using T = typename V::number;
  if (m.adds || m.column_out != 1) return put(sums, out, m.row_out, m.column_out, columns, m.adds);
  const bool is_whole = columns >= Vectors * V::width;
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r, out += m.row_out) {
#pragma GCC unroll 4
    for (int c = 0; c < Vectors - 1; ++c) sums.at[r][c].store(out + c * V::width);
    T* const last = out + (Vectors - 1) * V::width;
    if (is_whole)
      sums.at[r][Vectors - 1].store(last);
    else
      store_some(sums.at[r][Vectors - 1], last, columns - (Vectors - 1) * V::width);
  }
}

/// sums = rows of a · a panel of b. (Two terms at a time: what a loop costs counts beside 4 rows.)
template <class V, int Rows, int Vectors>
CONFORM_INLINE void sum_terms(block<V, Rows, Vectors>& sums, broadcast_rows<typename V::number> a,
                              const typename V::number* b, std::ptrdiff_t step, std::ptrdiff_t terms) {
  sums.clear();
#pragma GCC unroll 2
  for (std::ptrdiff_t t = 0; t < terms; ++t) {
    kernel::product(sums, a, b, step, 1);
    a.data += a.term_step, b += step;
  }
}

/// A panel of b, `step` from term to term, for all rows of m.
template <class V, int Vectors, class M>
[[gnu::noinline]] void panel(const M& m, const typename V::number* b, std::ptrdiff_t step, std::ptrdiff_t column) {
  const broadcast_rows<typename V::number> a{m.a, m.row_a, m.term_a};
  in_rows<V>(m.rows, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t row) {
    block<V, Rows, Vectors> sums;
    sum_terms(sums, a.from(row), b, step, m.terms);
    put_first(sums, m, m.out + row * m.row_out + column * m.column_out, m.columns - column);
  });
}

/// Calls each(m, a's cells being numbers; b in whole vectors, its step from term to term).
template <class V, class M, class Each>
CONFORM_INLINE void with_panels(const M& m, typename V::number* workspace, Each each) {
  const staged<V, typename M::left> all_of_a({m.a, m.rows, m.terms, m.row_a, m.term_a});
  const staged<V, typename M::right> all_of_b({m.b, m.terms, m.columns, m.term_b, m.column_b});
  const results<V> sums(m);
  const auto all_rows = [&](const auto& rows) {
    if constexpr (M::wide_b)
      if (is_in_place<V>(m)) return each(rows, m.b, m.term_b);
    pack<V>(m, workspace);
    each(rows, workspace, in_whole<V>(m.columns));
  };
  if constexpr (M::wide_a)
    all_rows(m);
  else
    all_rows(pack_rows<V>(m, workspace + cells_of_b<V>(m), m.terms));
}

/// The product; terms are at most those of one block.
template <class V, class M>
void product(const M& m, typename V::number* workspace) {
  with_panels<V>(m, workspace, [&](const auto& rows, const typename V::number* b, std::ptrdiff_t step) {
    in_panels<V>(m.columns, [&]<int Vectors>(std::integral_constant<int, Vectors>, std::ptrdiff_t column) {
      panel<V, Vectors>(rows, b + column, step, column);
    });
  });
}
/// The same where a vector holds all columns.
template <class V, class M>
void one_panel(const M& m, typename V::number* workspace) {
  with_panels<V>(m, workspace, [&](const auto& rows, const typename V::number* b, std::ptrdiff_t step) {
    panel<V, 1>(rows, b, step, 0);
  });
}

}  // namespace conform::kernel::small
