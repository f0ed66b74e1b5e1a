#pragma once
// spread: matrices whose cells lie apart as a test wants them, filled with numbers that differ from cell to cell.

#include <cmath>
#include <cstddef>
#include <vector>

namespace spread {

/// How cells of rows and columns lie.
struct steps {
  int step = 1;         ///< elements between neighbours of a row
  bool turned = false;  ///< cells {column, row} in place of {row, column}
};

/// Rows × columns, from -2 to 2 times `reach`, of which no cell lies beyond the last.
template <class C>
struct matrix {
  std::ptrdiff_t row, column;
  std::vector<C> cells;

  matrix(int rows, int columns, steps s, float reach = 1)
      : row(s.turned ? s.step : columns * s.step + 3 * (s.step > 1)),
        column(s.turned ? rows * s.step + 1 : s.step),
        cells(rows * columns == 0 ? 1u : static_cast<std::size_t>((rows - 1) * row + (columns - 1) * column + 1)) {
    for (C& cell : cells) cell = C(reach * static_cast<float>((next_ = next_ * 131 % 10007) - 5003) / 2500);
  }
  C& at(std::ptrdiff_t i, std::ptrdiff_t j) { return cells[static_cast<std::size_t>(i * row + j * column)]; }
  double operator()(std::ptrdiff_t i, std::ptrdiff_t j) { return static_cast<double>(static_cast<float>(at(i, j))); }

 private:
  static inline int next_ = 1;
};

/// Of query i, from what tiled attention tells: references of all queries, then their sums.
inline double log_sum_exp(const std::vector<float>& totals, std::size_t i) {
  return static_cast<double>(totals[i]) * std::log(2.0) + std::log(static_cast<double>(totals[totals.size() / 2 + i]));
}

}  // namespace spread
