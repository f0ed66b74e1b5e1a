#pragma once
// matrix_account: what the kernels of products of matrices (kernel/matrix.hpp) execute and move, by hand; and the
// kernels on numbers that count themselves, to compare.

#include <conform/attention/account.hpp>
#include <conform/attention/rows.hpp>
#include <conform/kernel/matrix.hpp>

namespace conform {
namespace accounting {

/// The columns that `dots` takes at a time: 8 for one row, then half the rows of a block of sums, then one by one.
constexpr long long dot_columns(long long rows, long long left, long long block_rows) {
  return rows == 1 && left >= 8 ? 8 : left >= block_rows / 2 ? block_rows / 2 : 1;
}
/// Additions that bring the lanes of `count` vectors together, `count` a power of 2: by a tree of all of them while
/// there are several, then by halves; more than `width` vectors in groups.
constexpr long long lane_sums(long long count, long long width) {
  return count > width ? count / width * (width - 1) * width : (count - 1 + halvings(width) - halvings(count)) * width;
}
/// Those of a product by dot products, in one block of terms.
constexpr long long lane_sums_of(long long rows, long long columns, long long width, long long block_rows) {
  long long out = 0;
  for (long long column = 0; column < columns;) {
    const long long some = dot_columns(rows, columns - column, block_rows);
    out += rows / 4 * lane_sums(4 * some, width) + rows % 4 / 2 * lane_sums(2 * some, width) +
           rows % 2 * lane_sums(some, width);
    column += some;
  }
  return out;
}

}  // namespace accounting

/// What kernel::multiply states by each way on vectors V, of n_q rows, d_k terms and d_v columns, of a in numbers or in
/// cells A that are widened. (Those of b are where they are read or packed, and move as numbers do.)
/// work     of the product: a multiply-add for each row, term and column
/// padding  columns in whole vectors, or for dot products terms, and the lanes of each; sums of blocks of terms, added
///          up. Of pairs, an odd term is one of a pair, and dot products have pairs in whole vectors
/// words    of blocks: b for each 768 rows; a once where its rows are packed, since they lie far apart, are widened or
///          paired, else for each block of columns. Of the others: a and b once. The output once for each block of terms,
///          and read for each but the first
/// source   Goto and van de Geijn 2008; kernel/matrix_block.hpp, matrix_pairs.hpp, matrix_thin.hpp, matrix_small.hpp
template <class V, class A = typename V::number>
constexpr kernel_account matrix_account(const variant_sizes<long long>& s, kernel::way by) {
  using kernel::way;
  constexpr long long width = V::width;
  const auto blocks_of = [](long long count, long long size) { return (count + size - 1) / size; };
  const long long rows = s.n_q, terms = s.d_k, columns = s.d_v, cells = rows * columns;
  const bool by_dots = by == way::dots || by == way::pair_dots, by_blocks = by == way::blocks || by == way::pair_blocks;
  const long long blocks = blocks_of(terms, by_dots                  ? kernel::thin::dot_terms
                                            : by == way::streams     ? kernel::thin::block_terms
                                            : by == way::pair_blocks ? kernel::paired::block_terms
                                                                     : kernel::blocking::terms);
  const bool packed =
      !std::is_same_v<A, typename V::number> ||
      (columns > 2 * V::vectors * width &&
       terms * V::rows * static_cast<long long>(sizeof(typename V::number)) > kernel::blocking::spread);
  const long long passes = by == way::blocks && !packed ? blocks_of(columns, kernel::blocking::columns<V>) : 1;
  const long long turns = by_blocks ? blocks_of(rows, kernel::blocking::many_rows) : 1;
  kernel_account out;
  out.work = attending::multiply_adds<integer>(cells * terms);
  if (by_dots) {
    const long long at_once = by == way::pair_dots ? 2 * width : width;
    out.padding = attending::multiply_adds<integer>(cells * (accounting::up(terms, at_once) - terms));
    out.padding.add = out.padding.add + blocks * accounting::lane_sums_of(rows, columns, width, V::rows);
  } else {
    const long long done = by == way::pair_blocks ? accounting::up(terms, 2) : terms;
    out.padding = attending::multiply_adds<integer>(rows * done * accounting::up(columns, width) - cells * terms);
  }
  out.padding.add = out.padding.add + (blocks - 1) * cells;
  out.words.loads = rows * terms * passes + terms * columns * turns + (blocks - 1) * cells;
  out.words.stores = blocks * cells;
  return out;
}

/// Runs kernel::multiply that way, the terms of b side by side for dot products, its columns for the others, on vectors
/// of Width numbers that count themselves, in rows of Rows, a in cells A and b in cells B, in a scratchpad without limit.
template <int Width, int Rows, class A = double, class B = double>
executed_kernel run_matrix_counted(const variant_sizes<long long>& s, kernel::way by) {
  using vector = accounting::counting<Width, Rows>;
  using number = typename vector::number;
  accounting::trial_run run;
  const cells<counted<A>> a = run.template given_as<A>(s.n_q, s.d_k);
  const cells<counted<B>> b = run.template given_as<B>(s.d_k, s.d_v);
  const cells<number> out = run.given(s.n_q, s.d_v);
  const bool dots = by == kernel::way::dots || by == kernel::way::pair_dots;
  const kernel::matrices<number, counted<A>, counted<B>> m{
      a.data(), b.data(),         out.data(),       s.n_q, s.d_v, s.d_k, s.d_k,
      1,        dots ? 1 : s.d_v, dots ? s.d_k : 1, s.d_v, 1};
  return run.of([&] {
    const workspace<number> room(run.on, kernel::workspace_cells<vector>(m, by), 1, level::fast);
    kernel::multiply<vector>(m, by, room.data);
  });
}

}  // namespace conform
