#pragma once
// linear_account: what the kernel of linear attention (kernel/linear.hpp) executes and moves, by hand; and the kernel
// on numbers that count themselves, to compare.

#include <conform/attention/account.hpp>
#include <conform/attention/linear_elu.hpp>
#include <conform/kernel/linear.hpp>

namespace conform {
namespace accounting {

/// What the rows of a chunk of `count` queries, taken by `rows` or half as many and so on, weigh: for a block of r rows
/// that ends at query i, r times the keys of the chunk up to i in whole vectors.
constexpr long long weights_of_chunk(long long count, long long rows, long long width) {
  long long out = 0;
  for (long long end = 0; end < count; count - end < rows ? rows /= 2 : 0)
    if (count - end >= rows) end += rows, out += rows * up(end, width);
  return out;
}
/// The weights of each query of a chunk, in whole vectors, added up.
constexpr long long sums_of_chunk(long long count, long long width) {
  long long out = 0;
  for (long long i = 1; i <= count; ++i) out += up(i, width);
  return out;
}

}  // namespace accounting

/// What kernel::linear_attention states on vectors of `width` numbers in blocks of at most `rows` rows.
/// work     of linear_elu, or where `ordered` of linear_elu_chunked by chunks of 16, whose first chunk finds the keys
///          before those of the queries in its sums; the output multiplied by one over its weights' sum
/// padding  x·log2 e, of which e^x is a power of 2; features and values beyond d_k and d_v in whole vectors; masked
///          pairs of a chunk; sums of lanes; the larger of a sum and the least that has an inverse, and the inverses of
///          whole vectors
/// words    Q, K, V and the output once
/// source   Katharopoulos et al. 2020, eq. 5 to 8; Hua et al. 2022; Yang et al. 2023, 2.2; kernel/linear.hpp
constexpr kernel_account linear_account(const variant_sizes<long long>& s, bool ordered, int width, int rows) {
  const long long d_k = accounting::up(s.d_k, width), d_v = accounting::up(s.d_v, width);
  const long long queries = ordered ? attending::least(s.n_q, s.n_k) : s.n_q;  // the others see no key
  const long long chunk = ordered ? kernel::linear::chunk : kernel::linear::tile;
  integer pairs = 0, weights = 0, sums = 0, inverses = 0;
  for (long long first = 0; first < queries; first += chunk) {
    const long long count = attending::least(chunk, queries - first);
    inverses += accounting::up(count, width);
    if (!ordered) continue;
    pairs += count * (count + 1) / 2;
    weights += accounting::weights_of_chunk(count, rows, width), sums += accounting::sums_of_chunk(count, width);
  }
  kernel_account out;
  out.work = recurring::weighted_average<integer>(queries, s.n_k, s.d_k, s.d_v) +
             recurring::elu_features<integer>(queries + s.n_k, s.d_k) +
             attending::multiply_adds<integer>(pairs * (s.d_k + s.d_v));
  out.work.add = out.work.add + pairs;
  out.work.mul = out.work.mul + queries * s.d_v, out.work.div = queries;

  operations<integer>& more = out.padding;
  more = recurring::elu_features<integer>(queries + s.n_k, d_k - s.d_k);
  more.mac = (queries + s.n_k) * s.d_k * (d_v - s.d_v) + queries * (d_k - s.d_k);  // S, phi(q)·S and phi(q)·z
  more.mac = more.mac + (weights - pairs) * s.d_k + pairs * (d_v - s.d_v);         // pairs of a chunk
  more.mul = more.mac + queries * (d_v - s.d_v) + (queries + s.n_k) * d_k;         // times one over the sum; log2 e
  more.add = more.add + more.mac + s.n_k * (d_k - s.d_k) + (sums - pairs);         // z; the sums of weights
  more.add = more.add + queries * accounting::halvings(width) * width;             // all lanes of a sum
  more.cmp = more.cmp + inverses;
  more.div = inverses - queries;

  out.words.loads = (queries + s.n_k) * s.d_k + s.n_k * s.d_v;
  out.words.stores = s.n_q * s.d_v;
  return out;
}

/// Runs kernel::linear_attention at these sizes on vectors of Width numbers that count themselves, in rows of Rows, in
/// a scratchpad without limit.
template <int Width, int Rows>
executed_kernel run_linear_counted(const variant_sizes<long long>& s, bool ordered) {
  using vector = accounting::counting<Width, Rows>;
  using number = typename vector::number;
  accounting::trial_run run;
  const cells<number> q = run.given(s.n_q, s.d_k), k = run.given(s.n_k, s.d_k), v = run.given(s.n_k, s.d_v),
                      out = run.given(s.n_q, s.d_v);
  return run.of([&] {
    const workspace<number> room(run.on, kernel::linear::workspace_cells<vector>(s.d_k, s.d_v), 1, level::fast);
    kernel::head<number> h{q.data(), k.data(), v.data(), out.data(), s.n_q, s.n_k, s.d_k, s.d_v,  s.d_k,
                           1,        s.d_k,    1,        s.d_v,      1,     s.d_v, 1,     ordered};
    kernel::linear_attention<vector>(h, room.data);
  });
}

}  // namespace conform
