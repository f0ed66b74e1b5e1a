// Claimed equals counted, in whole numbers and in formulas, in every kind and in peak memory, on full grids.
// The bounds of dense's loops are polynomial in n_q, n_k, d_k, d_v and the carried sizes, of degree 1 in each for the
// full pattern: the grid 1..3 has more points than degree + 1, so there the agreement holds for all sizes.
#include "static/attention/counts.hpp"

using namespace attention_counts;

namespace {

constexpr bool agree(const point& p, const pattern& keys) { return counted_at(p, keys) == claimed_at(p, keys); }

/// n_k, d_k, d_v in 1..3; one assertion for each n_q, by the compilers' limits for constant evaluation.
constexpr bool heads_agree(const pattern& keys, long long n_q) {
  for (long long n_k = 1; n_k <= 3; ++n_k)
    for (long long d_k = 1; d_k <= 3; ++d_k)
      for (long long d_v = 1; d_v <= 3; ++d_v)
        if (!agree({n_q, n_k, d_k, d_v}, keys)) return false;
  return true;
}
static_assert(heads_agree(full, 1));
static_assert(heads_agree(full, 2));
static_assert(heads_agree(full, 3));
static_assert(heads_agree(causal, 1));
static_assert(heads_agree(causal, 2));
static_assert(heads_agree(causal, 3));
static_assert(heads_agree(causal_window(1), 1));
static_assert(heads_agree(causal_window(1), 2));
static_assert(heads_agree(causal_window(1), 3));
static_assert(heads_agree(causal_window(2), 1));
static_assert(heads_agree(causal_window(2), 2));
static_assert(heads_agree(causal_window(2), 3));
static_assert(heads_agree(causal_window(3), 3));
static_assert(heads_agree(causal_chunks(1), 3));
static_assert(heads_agree(causal_chunks(2), 1));
static_assert(heads_agree(causal_chunks(2), 2));
static_assert(heads_agree(causal_chunks(2), 3));

/// Batches, heads and groups, where n_q < n_k and where it is not.
constexpr bool carried_agree(const pattern& keys, long long n_q, long long n_k) {
  for (long long batch = 1; batch <= 2; ++batch)
    for (long long heads = 1; heads <= 2; ++heads)
      for (long long group = 1; group <= 3; ++group)
        if (!agree({n_q, n_k, 2, 1, batch, heads, group}, keys)) return false;
  return true;
}
static_assert(carried_agree(full, 1, 2));
static_assert(carried_agree(causal, 2, 3));
static_assert(carried_agree(causal, 3, 1));
static_assert(carried_agree(causal_window(2), 2, 3));
static_assert(carried_agree(causal_chunks(2), 2, 3));

/// The same text as formulas, at numbers (metered models: law/model).
constexpr bool formulas_agree(const pattern& keys, long long n_q) {
  const formulas all(keys);
  for (const point& p : {point{n_q, 1, 3, 1, 1, 2, 2}, point{n_q, 2, 1, 2}, point{n_q, 3, 2, 3, 2}})
    if (all.at(p) != claimed_at(p, keys)) return false;
  return true;
}
static_assert(formulas_agree(full, 1) && formulas_agree(full, 2) && formulas_agree(full, 3));
static_assert(formulas_agree(causal, 1) && formulas_agree(causal, 2) && formulas_agree(causal, 3));
static_assert(formulas_agree(causal_window(2), 1));
static_assert(formulas_agree(causal_window(2), 2));
static_assert(formulas_agree(causal_window(2), 3));
static_assert(formulas_agree(causal_chunks(2), 2));
static_assert(formulas_agree(causal_chunks(2), 3));

/// No keys, no queries: the scale of every head is all that is left.
constexpr bool empty_costs_the_scale(long long n_q, long long n_k) {
  operations<long long> scales;
  scales.div = scales.sqrt = 4;
  return counted_at({n_q, n_k, 2, 3, 2, 2}, causal).done == scales && agree({n_q, n_k, 2, 3, 2, 2}, causal);
}
static_assert(empty_costs_the_scale(0, 3) && empty_costs_the_scale(3, 0) && empty_costs_the_scale(0, 0));

/// theory.md, section 1.1, written out once at 64 queries and keys of one head, full: E = 4096, d = 16.
constexpr operations<integer> head = dense::claim(attention_sizes<integer>{64, 64, 16, 16, 1}, full);
static_assert(head.mul == 4096 * 33 && head.add == 4096 * 34 && head.cmp == 4096 && head.exp == 4096);
static_assert(head.div == 4097 && head.sqrt == 1 && head.matmul_flops() == 2 * 4096 * 32);
static_assert(head.unit_total() == 4096 * (2 * 16 + 2 * 16 + 6) + 2);

}  // namespace
