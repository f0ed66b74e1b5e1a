#pragma once
// depth: how many operations a kernel does one after the other where every sum and every maximum is a tree (deep.hpp).
// A variant that knows states `depth_formula` and depth(sizes); running its kernel on deep numbers must say the same.

#include <conform/attention/trial.hpp>

namespace conform {

/// The depth of V's deepest result at these sizes, which must be possible (operations), by execution.
template <class V>
constexpr long long executed_depth(const variant_sizes<long long>& sizes, unsigned long long seed = 1) {
  fold_book book;
  trial<V, deep<double>> head(book, sizes, seed);
  head.run();
  long long out = 0;
  const auto meet = [&](const matrix<deep<double>>& made) {
    for (long long i = 0; i < made.rows; ++i)
      for (long long j = 0; j < made.columns; ++j)
        if (const long long depth = made.cell(i, j).finished(); depth > out) out = depth;
  };
  meet(head.problem.out);
  for (const matrix<deep<double>>& made : head.problem.made) meet(made);
  return out;
}

}  // namespace conform
