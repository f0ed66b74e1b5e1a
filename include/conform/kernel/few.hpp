#pragma once
// few: products of a few rows, such as queries, with many, such as keys. The few stand side by side in a vector, each
// in its span of lanes, and a span of the many is repeated for all of them, so that few lanes are left to be summed.

#include <conform/kernel/product.hpp>
#include <conform/machine/arithmetic.hpp>

namespace conform::kernel {

/// Lanes of each of `Count` rows that share a vector.
template <class V, int Count>
inline constexpr int span = V::width / Count;

/// Place of number j of a row that shares vectors with Count - 1 others, from the first of its own.
template <class V, int Count>
constexpr std::ptrdiff_t place_of(std::ptrdiff_t j) {
  return j / span<V, Count> * V::width + j % span<V, Count>;
}

/// Cells of S that a lane reads at once: 1, or 2 of half the size, which are widened to a vector each.
template <class V, class S>
inline constexpr int cells_of_lane = std::is_same_v<S, typename V::number> ? 1 : 2;

/// Place of number j among vectors of Lanes that are read with Cells cells a lane: of 2, those of even numbers first.
template <int Lanes, int Cells>
constexpr std::ptrdiff_t dealt(std::ptrdiff_t j) {
  constexpr std::ptrdiff_t piece = Lanes * Cells;
  return j / piece * piece + j % Cells * Lanes + j % piece / Cells;
}

/// Writes a row of `cells` numbers as the `which`-th of Count that share vectors, read with Cells cells a lane: to,
/// {cells in spans, Count, span}, which holds 0 in other lanes. Where `overlapping`, the last read ends where the row
/// does, and what the read before it has is 0; else the last lanes are.
template <class V, int Count, int Cells, class Cell>
void lay(const Cell* from, std::ptrdiff_t step, std::ptrdiff_t cells, bool overlapping,
         typename V::number* to, int which) {
  constexpr int own = span<V, Count>;
  constexpr std::ptrdiff_t piece = own * Cells;
  const std::ptrdiff_t whole = cells / piece * piece, moved = overlapping && whole < cells ? whole + piece - cells : 0;
  for (std::ptrdiff_t f = 0; f < cells; ++f)
    to[which * own + place_of<V, Count>(dealt<own, Cells>(f < whole ? f : f + moved))] =
        static_cast<typename V::number>(arithmetic::load(from[f * step]));
}

/// Rows of contiguous cells, at least as many as the lanes of a vector read.
template <class S>
struct cell_rows {
  const S* data;
  std::ptrdiff_t step, cells;
};

/// Asks memory for cells that lie a little beyond these, which come next.
template <class S>
CONFORM_INLINE void ask_ahead(const S* from, std::ptrdiff_t cells) {
  constexpr std::ptrdiff_t line = 64, ahead = 4 * line, bytes = sizeof(S);
  for (std::ptrdiff_t at = 0; at < cells * bytes; at += line)
    __builtin_prefetch(reinterpret_cast<const char*>(from) + ahead + at);
}

/// Calls each(constant of rows in a vector, constant of vectors) with as many as hold `count` rows, at most 8: 1, 2, 4
/// in one vector, 4 in each of two. (Some rows for nothing cost less than another vector.)
template <class Each>
CONFORM_INLINE void as_few(std::ptrdiff_t count, Each each) {
  constexpr std::integral_constant<int, 1> one;
  constexpr std::integral_constant<int, 2> two;
  constexpr std::integral_constant<int, 4> four;
  if (count > 4) return each(four, two);
  if (count > 2) return each(four, one);
  count > 1 ? each(two, one) : each(one, one);
}

/// The scores of Rows rows from `from` on, some whole spans of them: see dots().
template <class V, int Count, int Vectors, int Rows, class S>
CONFORM_INLINE void some_dots(const typename V::number* a, std::ptrdiff_t a_step, const cell_rows<S>& b,
                              std::ptrdiff_t from, std::ptrdiff_t count, typename V::number* to,
                              std::ptrdiff_t to_step) {
  constexpr int own = span<V, Count>, together = Rows < 4 ? Rows : 4;  // few: memory is read in its order
  constexpr int cells = cells_of_lane<V, S>, piece = own * cells;
  const std::ptrdiff_t whole = b.cells / piece * piece, rest = b.cells - whole;
  V sum[Vectors][Rows];
#pragma GCC unroll 16
  for (int first = 0; first < Rows; first += together) {
    const S* row[together];
#pragma GCC unroll 4
    for (int r = 0; r < together; ++r) {
      const std::ptrdiff_t at = from + first + r;
      row[r] = b.data + (at < count ? at : count - 1) * b.step;
      ask_ahead(row[r], b.cells);
#pragma GCC unroll 2
      for (int v = 0; v < Vectors; ++v) sum[v][first + r] = V::all(0);
    }
    for (std::ptrdiff_t f = 0; f < whole; f += piece) {
      V number[Vectors][cells];
#pragma GCC unroll 2
      for (int v = 0; v < Vectors; ++v)
#pragma GCC unroll 2
        for (int c = 0; c < cells; ++c) number[v][c] = held(V::load(a + v * a_step + (f + c * own) * Count));
#pragma GCC unroll 4
      for (int r = 0; r < together; ++r) {
        V key[cells];
        V::template repeated<own>(row[r] + f, key);
#pragma GCC unroll 2
        for (int c = 0; c < cells; ++c) {
          key[c] = held(key[c]);
#pragma GCC unroll 2
          for (int v = 0; v < Vectors; ++v) sum[v][first + r] = multiply_add(sum[v][first + r], number[v][c], key[c]);
        }
      }
    }
    if (rest > 0) {
      const std::ptrdiff_t skipped = piece - rest;
#pragma GCC unroll 4
      for (int r = 0; r < together; ++r) {
        V key[cells];
        V::template repeated<own>(row[r] + b.cells - piece, key);
#pragma GCC unroll 2
        for (int c = 0; c < cells; ++c) {
          const auto lane = static_cast<typename V::whole>((skipped - c + cells - 1) / cells);
          key[c] = last_of_spans(own, lane, key[c], V::all(0));
#pragma GCC unroll 2
          for (int v = 0; v < Vectors; ++v)
            sum[v][first + r] =
                multiply_add(sum[v][first + r], V::load(a + v * a_step + (whole + c * own) * Count), key[c]);
        }
      }
    }
  }
#pragma GCC unroll 4
  for (int first = 0; first < Rows; first += own)
#pragma GCC unroll 2
    for (int v = 0; v < Vectors; ++v)
      sums_in_spans<own>(sum[v] + first).store(to + v * to_step + (from + first) * Count);
}

/// to[place_of(r)], for each of Count rows in each of Vectors vectors = the sum over f of a[f]·b[r, f], for r < count
/// and up to whole spans, where they are those of the last. `a` is laid; vectors are a_step and to_step apart.
template <class V, int Count, int Vectors, class S>
CONFORM_INLINE void dots(const typename V::number* a, std::ptrdiff_t a_step, const cell_rows<S>& b,
                         std::ptrdiff_t count, typename V::number* to, std::ptrdiff_t to_step) {
  constexpr int own = span<V, Count>, rows = own < 4 ? 4 : own;  // as many sums as hide what each waits for
  std::ptrdiff_t from = 0;
  for (; from + rows - own < count; from += rows)
    some_dots<V, Count, Vectors, rows>(a, a_step, b, from, count, to, to_step);
  if constexpr (rows > own)
    for (; from < count; from += own) some_dots<V, Count, Vectors, own>(a, a_step, b, from, count, to, to_step);
}

}  // namespace conform::kernel
