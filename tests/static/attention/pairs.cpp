// scored_pairs: the closed forms against counting, on a grid that covers every chamber of their minima and maxima.
#include <conform/attention/chunked_local.hpp>
#include <conform/attention/chunks.hpp>
#include <conform/attention/pattern.hpp>
#include <conform/attention/sliding_window.hpp>
#include <conform/size/alphabet.hpp>

using namespace conform;

namespace {

// The definition: query i stands at key i + n_k - n_q, and a key may be looked at if it is no later, nor w or more
// earlier, nor in another chunk.
constexpr bool may_look(const pattern& p, long long i, long long j, long long n_q, long long n_k) {
  const long long place = i + n_k - n_q;
  return !p.ordered ||
         (j <= place && (p.window == 0 || j > place - p.window) && (p.chunk == 0 || j / p.chunk == place / p.chunk));
}
constexpr long long counted_pairs(const pattern& p, long long n_q, long long n_k) {
  long long count = 0;
  for (long long i = 0; i < n_q; ++i)
    for (long long j = 0; j < n_k; ++j) count += may_look(p, i, j, n_q, n_k);
  return count;
}
constexpr bool ranges_hold_just_those(const pattern& p, long long n_q, long long n_k) {
  for (long long i = 0; i < n_q; ++i) {
    const key_range keys = p.keys_of(i, n_q, n_k);
    if (keys.begin < 0 || keys.begin > keys.end || keys.end > n_k) return false;
    for (long long j = 0; j < n_k; ++j)
      if ((keys.begin <= j && j < keys.end) != may_look(p, i, j, n_q, n_k)) return false;
  }
  return true;
}

template <class Holds>
constexpr bool on_the_grid(const pattern& p, Holds holds) {
  for (long long n_q = 0; n_q <= 8; ++n_q)
    for (long long n_k = 0; n_k <= 8; ++n_k)
      if (!holds(p, n_q, n_k)) return false;
  return true;
}
/// full, causal and every window up to 8
template <class Holds>
constexpr bool for_every_pattern(Holds holds) {
  for (long long width = 0; width <= 8; ++width)
    if (!on_the_grid(width == 0 ? causal : causal_window(width), holds)) return false;
  return on_the_grid(full, holds);
}
/// chunks of `length`, and windows of 1, 3 and 5 in them
template <class Holds>
constexpr bool for_chunks(long long length, Holds holds) {
  for (long long width : {1, 3, 5})
    if (!on_the_grid(pattern{true, width, length}, holds)) return false;
  return on_the_grid(causal_chunks(length), holds);
}
static_assert(for_every_pattern(ranges_hold_just_those));
constexpr bool counts_pairs(const pattern& p, long long n_q, long long n_k) {
  return scored_pairs<integer>(p, n_q, n_k) == counted_pairs(p, n_q, n_k);
}
static_assert(for_every_pattern(counts_pairs));
/// Some query looks at these keys, and no other.
constexpr bool counts_keys(const pattern& p, long long n_q, long long n_k) {
  if (n_q == 0 || n_q > n_k) return true;
  return seen_keys<integer>(p, n_q, n_k) == p.keys_of(n_q - 1, n_q, n_k).end - p.keys_of(0, n_q, n_k).begin;
}
static_assert(for_every_pattern(counts_keys));
constexpr bool chunks_agree(long long length) {
  return for_chunks(length, ranges_hold_just_those) && for_chunks(length, counts_pairs) &&
         for_chunks(length, counts_keys);
}
static_assert(chunks_agree(1));
static_assert(chunks_agree(2));
static_assert(chunks_agree(3));
static_assert(chunks_agree(4));
static_assert(chunks_agree(7));
static_assert(chunks_agree(8));
static_assert(chunks_agree(9));

/// The same text at polynomials, then evaluated.
constexpr bool formula_agrees(const pattern& p) {
  const polynomial pairs = scored_pairs(p, polynomial::symbol(0), polynomial::symbol(1));
  return on_the_grid(p, [&](const pattern& q, long long n_q, long long n_k) {
    return evaluate(pairs, [&](int id) { return integer{id == 0 ? n_q : n_k}; }) == counted_pairs(q, n_q, n_k);
  });
}
static_assert(formula_agrees(full) && formula_agrees(causal));
static_assert(formula_agrees(causal_window(1)) && formula_agrees(causal_window(2)));
static_assert(formula_agrees(causal_window(3)) && formula_agrees(causal_window(5)));
static_assert(formula_agrees(causal_window(8)));
static_assert(formula_agrees(causal_chunks(1)));
static_assert(formula_agrees(causal_chunks(3)));
static_assert(formula_agrees(causal_chunks(8)));
static_assert(formula_agrees(pattern{true, 2, 3}));

/// A model's pass: seq new tokens behind context cached ones. Causal needs neither min nor max there:
/// seq·context + seq(seq + 1)/2, which is 1 in a decode step without context and context + 1 in any other.
constexpr bool causal_behind_a_cache_is_polynomial() {
  const polynomial n = polynomial::symbol(0), c = polynomial::symbol(1);
  return scored_pairs(causal, n, c + n) == n * c + n * (n + polynomial{integer{1}}) / 2 &&
         scored_pairs(full, n, c + n) == n * c + n * n &&
         scored_pairs(causal, polynomial{integer{1}}, c + polynomial{integer{1}}) == c + polynomial{integer{1}};
}
static_assert(causal_behind_a_cache_is_polynomial());

/// The variant sliding_window is that window, behind a cache, too: in numbers, and as a formula.
constexpr bool variant_is_the_window(const pattern& p, long long n_q, long long n_k) {
  variant_sizes<integer> s;
  s.n_q = n_q, s.n_k = n_k, s.w = p.window;
  return n_q > n_k || sliding_window::pairs(s) == scored_pairs<integer>(p, n_q, n_k);
}
static_assert(on_the_grid(causal_window(1), variant_is_the_window) &&
              on_the_grid(causal_window(3), variant_is_the_window));
static_assert(on_the_grid(causal_window(8), variant_is_the_window) &&
              on_the_grid(causal_window(9), variant_is_the_window));
constexpr bool formula_of_the_variant_agrees() {
  variant_sizes<polynomial> s;
  s.n_q = polynomial::symbol(0), s.n_k = polynomial::symbol(1), s.w = polynomial{integer{3}};
  const polynomial pairs = sliding_window::pairs(s);
  return on_the_grid(causal_window(3), [&](const pattern& p, long long n_q, long long n_k) {
    return n_q > n_k ||
           evaluate(pairs, [&](int id) { return integer{id == 0 ? n_q : n_k}; }) == counted_pairs(p, n_q, n_k);
  });
}
static_assert(formula_of_the_variant_agrees());

/// The variant chunked_local_causal is those chunks, behind a cache, too.
constexpr bool variant_is_the_chunks(const pattern& p, long long n_q, long long n_k) {
  variant_sizes<integer> s;
  s.n_q = n_q, s.n_k = n_k, s.C = p.chunk;
  return n_q > n_k || chunked_local_causal::pairs(s) == scored_pairs<integer>(p, n_q, n_k);
}
static_assert(on_the_grid(causal_chunks(1), variant_is_the_chunks) &&
              on_the_grid(causal_chunks(3), variant_is_the_chunks));
static_assert(on_the_grid(causal_chunks(8), variant_is_the_chunks) &&
              on_the_grid(causal_chunks(9), variant_is_the_chunks));

/// Runs of chunks hold every query once, and of each the keys that it may look at.
constexpr bool runs_hold_all(const pattern& p, long long n_q, long long n_k) {
  long long next = 0;
  bool all = true;
  attending::each_run_of_chunks(p, n_q, n_k, [&](const attending::chunk_run& run) {
    for (long long c = 0; c < run.count; ++c)
      for (long long i = 0; i < run.n_q; ++i, ++next) {
        const key_range in = attending::within_chunk(p).keys_of(i, run.n_q, run.n_k), of = p.keys_of(next, n_q, n_k);
        const long long key = run.key + c * run.n_k;
        all = all && run.query + c * run.n_q + i == next && in.end - in.begin == of.end - of.begin;
        all = all && (in.begin == in.end || key + in.begin == of.begin);
      }
  });
  return all && next == n_q;
}
static_assert(for_every_pattern(runs_hold_all));
static_assert(for_chunks(1, runs_hold_all) && for_chunks(2, runs_hold_all));
static_assert(for_chunks(3, runs_hold_all) && for_chunks(8, runs_hold_all));

/// A window of one key sees the query's own place; one that is wide enough is no window.
static_assert(scored_pairs<integer>(causal_window(1), 7, 9) == 7);
static_assert(scored_pairs<integer>(causal_window(9), 7, 9) == scored_pairs<integer>(causal, 7, 9));
static_assert(scored_pairs<integer>(causal_window(4096), 8192, 8192) ==
              integer{8192} * 4096 - integer{4096} * 4095 / 2);

}  // namespace
