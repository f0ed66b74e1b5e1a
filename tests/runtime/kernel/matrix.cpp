// Products of matrices against sums of more digits: odd sizes, steps, cells of two bytes, threads, and numbers that are
// none.
#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/matrix.hpp>

#include "tried.hpp"
#include "worse.hpp"

using namespace conform::kernel;
using conform::bf16;

namespace {

/// Rows × columns, whose columns or rows lie side by side, or neither.
enum class lies { by_rows, by_columns, apart };
template <class T>
struct grid {
  std::ptrdiff_t row, column;
  std::vector<T> cells;

  grid(std::ptrdiff_t rows, std::ptrdiff_t columns, lies how)
      : row(how == lies::by_rows ? columns + 1
            : how == lies::apart ? 2 * columns + 1
                                 : 1),
        column(how == lies::by_columns ? rows + 2
               : how == lies::apart    ? 2
                                       : 1),
        cells(static_cast<std::size_t>(rows * row + columns * column + 1)) {
    for (T& cell : cells) cell = T(static_cast<double>((next_ = next_ * 131 % 10007) - 5003) / 2500);
  }
  T& at(std::ptrdiff_t i, std::ptrdiff_t j) { return cells[static_cast<std::size_t>(i * row + j * column)]; }

 private:
  static inline int next_ = 1;
};

template <class V, class A = typename V::number, class B = typename V::number>
struct trial {
  using T = typename V::number;
  std::ptrdiff_t rows, columns, terms;
  grid<A> a;
  grid<B> b;
  grid<T> out;

  trial(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, lies of_a, lies of_b, lies of_out)
      : rows(m), columns(n), terms(k), a(m, k, of_a), b(k, n, of_b), out(m, n, of_out) {}

  void run(std::ptrdiff_t parts = 1, bool adds = false) {
    const matrices<T, A, B> m{a.cells.data(), b.cells.data(), out.cells.data(), rows,    columns,    terms, a.row,
                              a.column,       b.row,          b.column,         out.row, out.column, adds};
    is_better_turned(m) ? by_parts(turned(m), parts) : by_parts(m, parts);
  }
  template <class M>
  void by_parts(const M& m, std::ptrdiff_t parts) {
    const way by = way_of<V>(m);
    std::vector<T> workspace(static_cast<std::size_t>(workspace_cells<V>(m, by)), static_cast<T>(std::nan("")));
    for (std::ptrdiff_t i = 0; i < parts; ++i)
      multiply<V>(parts > 1 ? part_of<V>(m, i, parts) : m, by, workspace.data());
  }
  /// The largest error over the sum of the sizes of the products, in units of the spacing of T.
  double error(double before = 0) {
    using finer = std::conditional_t<sizeof(T) == 4, double, long double>;
    double worst = 0;
    for (std::ptrdiff_t i = 0; i < rows; ++i)
      for (std::ptrdiff_t j = 0; j < columns; ++j) {
        finer wanted = before, size = std::abs(before) + 1e-300;
        for (std::ptrdiff_t t = 0; t < terms; ++t) {
          const T left = static_cast<T>(a.at(i, t)), right = static_cast<T>(b.at(t, j));
          const finer product = static_cast<finer>(left) * static_cast<finer>(right);
          wanted += product, size += std::abs(product);
        }
        worst = worse(worst, static_cast<double>(std::abs(static_cast<finer>(out.at(i, j)) - wanted) / size));
      }
    return worst / static_cast<double>(std::numeric_limits<T>::epsilon());
  }
};

/// Which multiply pairs of terms, on whatever processor.
template <int Width>
using of_pairs = lanes<float, Width, instructions::avx512_bf16>;

constexpr lies ways_to_lie[] = {lies::by_rows, lies::by_columns, lies::apart};

template <class V, class A = typename V::number, class B = typename V::number>
void equals_reference() {
  int turn = 0;
  for (int rows : {1, 2, 3, 7, 8, 16, 17, 31, 33, 50})
    for (int columns : {1, 3, 6, 9, 15, 16, 49, 64, 97, 200})
      for (int terms : {0, 1, 5, 16, 33, 129, 700}) {
        if (!tried(++turn)) continue;
        const lies of_a = ways_to_lie[turn % 3], of_b = ways_to_lie[turn / 3 % 3], of_out = ways_to_lie[turn / 9 % 3];
        trial<V, A, B> t(rows, columns, terms, of_a, of_b, of_out);
        t.run();
        BOOST_TEST_CONTEXT(rows << " rows, " << columns << " columns, " << terms << " terms, lying " << turn % 27)
        BOOST_TEST(t.error() < 5);  // 129 fused terms in one sum took 4.1
        for (auto& cell : t.out.cells) cell = 3;
        t.run(1 + turn % 3, true);
        BOOST_TEST_CONTEXT("added to 3: " << rows << " rows, " << columns << " columns, " << terms << " terms")
        BOOST_TEST(t.error(3) < 5);
      }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_matrix)

BOOST_AUTO_TEST_CASE(native_lanes) { equals_reference<lanes<float>>(); }
BOOST_AUTO_TEST_CASE(four_lanes) { equals_reference<lanes<float, 4>>(); }
BOOST_AUTO_TEST_CASE(doubles) { equals_reference<lanes<double>>(); }

BOOST_AUTO_TEST_CASE(weights_of_two_bytes) { equals_reference<lanes<float>, float, bf16>(); }
BOOST_AUTO_TEST_CASE(rows_of_two_bytes) { equals_reference<lanes<float>, bf16, float>(); }
BOOST_AUTO_TEST_CASE(both_of_two_bytes) { equals_reference<lanes<float>, bf16, bf16>(); }
BOOST_AUTO_TEST_CASE(both_of_two_bytes_four_lanes) { equals_reference<lanes<float, 4>, bf16, bf16>(); }
BOOST_AUTO_TEST_CASE(pairs_of_two_bytes) { equals_reference<of_pairs<lanes<float>::width>, bf16, bf16>(); }
BOOST_AUTO_TEST_CASE(pairs_of_two_bytes_four_lanes) { equals_reference<of_pairs<4>, bf16, bf16>(); }
BOOST_AUTO_TEST_CASE(more_rows_and_terms_of_pairs_than_a_block, *boost::unit_test::label("long")) {
  for (lies how : ways_to_lie) {
    trial<of_pairs<lanes<float>::width>, bf16, bf16> t(blocking::many_rows + 21, 211, paired::block_terms + 9, how, how,
                                                       lies::by_rows);
    t.run();
    BOOST_TEST(t.error() < 4);
  }
}
BOOST_AUTO_TEST_CASE(more_rows_of_two_bytes_than_a_block, *boost::unit_test::label("long")) {
  for (lies how : ways_to_lie) {
    trial<lanes<float>, bf16, bf16> t(blocking::many_rows + 21, 211, blocking::terms + 9, how, how, lies::by_rows);
    t.run();
    BOOST_TEST(t.error() < 4);
  }
}

BOOST_AUTO_TEST_CASE(more_rows_terms_and_columns_than_a_block, *boost::unit_test::label("long")) {
  for (lies of_a : ways_to_lie) {
    trial<lanes<float>> t(blocking::many_rows + 21, 211, blocking::terms + 9, of_a, lies::by_rows, lies::by_rows);
    t.run();
    BOOST_TEST(t.error() < 4);
  }
}

// Numbers of one sign: plain sums would be wrong by hundreds of spacings.
BOOST_AUTO_TEST_CASE(more_columns_than_sums_are_put_away_at_once, *boost::unit_test::label("long")) {
  for (int rows : {3, 13, 24}) {
    const std::ptrdiff_t columns = thin::sums_at_once / rows + 61;
    trial<lanes<float>> t(rows, columns, thin::block_terms + 21, lies::apart, lies::by_rows, lies::by_rows);
    t.run();
    BOOST_TEST(t.error() < 4);
  }
}
BOOST_AUTO_TEST_CASE(long_sums_are_sums_of_blocks, *boost::unit_test::label("long")) {
  for (lies of_b : {lies::by_rows, lies::by_columns})
    for (int rows : {1, 8, 40}) {
      trial<lanes<float>> t(rows, 70, 20000, lies::by_rows, of_b, lies::by_rows);
      for (float& cell : t.a.cells) cell = std::abs(cell);
      for (float& cell : t.b.cells) cell = std::abs(cell);
      t.run();
      BOOST_TEST_CONTEXT(rows << " rows")
      BOOST_TEST(t.error() < 8);
    }
}

BOOST_AUTO_TEST_CASE(results_do_not_depend_on_the_number_of_parts) {
  for (lies of_b : ways_to_lie)
    for (int rows : {1, 5, 20, 130}) {
      trial<lanes<float>> t(rows, 117, 600, lies::by_rows, of_b, lies::by_rows);
      t.run();
      const std::vector<float> alone = t.out.cells;
      for (int parts : {2, 3, 7, 50}) {
        for (float& cell : t.out.cells) cell = -1;
        t.run(parts);
        std::ptrdiff_t others = 0;
        for (std::ptrdiff_t i = 0; i < t.rows; ++i)
          for (std::ptrdiff_t j = 0; j < t.columns; ++j)
            others += t.out.at(i, j) != alone[static_cast<std::size_t>(i * t.out.row + j * t.out.column)];
        BOOST_TEST(others == 0);
      }
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_a_number_stays_in_its_rows_and_columns) {
  for (lies of_b : ways_to_lie)
    for (int rows : {2, 20, 70}) {
      trial<lanes<float>> t(rows, 53, 40, lies::by_rows, of_b, lies::by_rows);
      t.a.at(1, 39) = std::nanf("");
      t.b.at(7, 52) = HUGE_VALF;
      t.run();
      for (std::ptrdiff_t i = 0; i < t.rows; ++i)
        for (std::ptrdiff_t j = 0; j < t.columns; ++j) {
          const float cell = t.out.at(i, j);
          BOOST_REQUIRE(i == 1 ? std::isnan(cell) : j == 52 ? !std::isfinite(cell) : std::isfinite(cell));
        }
    }
}

BOOST_AUTO_TEST_CASE(cells_between_those_of_the_result_are_left_alone) {
  trial<lanes<float>> t(20, 53, 40, lies::by_rows, lies::by_rows, lies::by_rows);
  for (float& cell : t.out.cells) cell = 77;
  t.run();
  for (std::ptrdiff_t i = 0; i < t.rows; ++i) BOOST_TEST(t.out.at(i, t.columns) == 77);
}

BOOST_AUTO_TEST_SUITE_END()
