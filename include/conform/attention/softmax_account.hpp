#pragma once
// softmax_account: what the kernel of rows of softmax (kernel/softmax.hpp) executes and moves, by hand; and the kernel
// on numbers that count themselves, to compare.

#include <conform/attention/account.hpp>
#include <conform/kernel/softmax.hpp>
#include <conform/operation/softmax.hpp>

namespace conform {

/// What kernel::softmax_row states on vectors of `width` numbers, for n_q rows of n_k cells.
/// work     of softmax: a cmp, two add, an exp and a div a cell
/// padding  of a row: cells beyond it in whole vectors; the largest and the sum of all lanes
/// words    every cell once, and its weight once
/// source   Milakov and Gimelshein 2018, algorithm 2; kernel/softmax.hpp
constexpr kernel_account softmax_account(const variant_sizes<long long>& s, int width) {
  const long long beyond = accounting::up(s.n_k, width) - s.n_k;
  kernel_account out;
  out.work = softmaxing::claim<integer>(s.n_q * s.n_k);
  out.padding.cmp = s.n_q * accounting::halvings(width) * width;
  out.padding.add = s.n_q * (2 * beyond + width);
  out.padding.exp = s.n_q * beyond;
  out.words = {s.n_q * s.n_k, s.n_q * s.n_k};
  return out;
}

/// Runs kernel::softmax_row on n_q rows of n_k cells, in vectors of Width numbers that count themselves, in a
/// scratchpad without limit.
template <int Width, int Rows>
executed_kernel run_softmax_counted(const variant_sizes<long long>& s) {
  using vector = accounting::counting<Width, Rows>;
  accounting::trial_run run;
  const auto x = run.given(s.n_q, s.n_k), out = run.given(s.n_q, s.n_k);
  return run.of([&] {
    for (long long i = 0; i < s.n_q; ++i)
      kernel::softmax_row<vector>(x.data() + i * s.n_k, out.data() + i * s.n_k, s.n_k);
  });
}

}  // namespace conform
