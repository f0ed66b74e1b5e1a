#pragma once
// pattern: which keys a query scores, as run-time data. Masks are loop bounds: a pair that is not visited costs
// nothing.

#include <conform/size/atoms.hpp>

namespace conform {

/// Keys that one query scores: [begin, end).
struct key_range {
  long long begin, end;

  constexpr long long count() const { return end - begin; }
  /// The m-th of them.
  constexpr long long operator()(long long m) const { return begin + m; }
};

/// Queries are aligned with the last keys (bottom right): query i of n_q stands at key i + n_k - n_q.
struct pattern {
  bool ordered = false;  ///< no query looks past its own place
  long long window = 0;  ///< with `ordered`: at most this many keys, its own included; 0: no limit
  long long chunk = 0;   ///< with `ordered`: those of its chunk alone, chunks of so many from the first key on; 0: none

  friend constexpr bool operator==(const pattern&, const pattern&) = default;

  /// The keys of query i. Empty where the queries outnumber the keys and i stands before the first.
  constexpr key_range keys_of(long long i, long long queries, long long keys) const {
    if (!ordered) return {0, keys};
    const long long end = i + keys - queries + 1;
    if (end <= 0) return {0, 0};
    const long long near = window > 0 && end > window ? end - window : 0;
    const long long own = chunk > 0 ? (end - 1) / chunk * chunk : 0;
    return {near < own ? own : near, end};
  }
};

/// Every query scores every key.
inline constexpr pattern full{};
/// A query scores the keys up to its own place.
inline constexpr pattern causal{true};
/// Thrown for a window of no keys. In constant evaluation the throw itself is the compile error.
struct window_invalid : std::exception {
  const char* what() const noexcept override { return "a window holds at least one key"; }
};
/// A query scores the last `width` keys up to its own place.
/// throws   window_invalid (width < 1)
constexpr pattern causal_window(long long width) { return width < 1 ? throw window_invalid{} : pattern{true, width}; }
/// Thrown for chunks of no keys.
struct chunk_invalid : std::exception {
  const char* what() const noexcept override { return "a chunk holds at least one key"; }
};
/// A query scores the keys up to its own place that are in one chunk of `length` keys with it; chunks begin at key 0.
/// throws   chunk_invalid (length < 1)
/// source   Liu et al. 2018, 4.2.4 (local attention), masked; Llama 4 (attention_chunk_size)
constexpr pattern causal_chunks(long long length) {
  return length < 1 ? throw chunk_invalid{} : pattern{true, 0, length};
}

/// The number of keys that one query or more scores, where queries do not outnumber keys. N as below.
/// Chunks of c: from the chunk of the first query on, which floor((n_k - n_q)/c) stand before.
template <class N>
constexpr N seen_keys(const pattern& p, const N& queries, const N& keys) {
  N seen = keys;
  if (!p.ordered) return seen;
  if (p.chunk > 0) seen = keys - N{p.chunk} * (ceil_div(keys - queries + N{1}, N{p.chunk}) - N{1});
  if (p.window > 0) seen = min(seen, queries + N{p.window - 1});
  return seen;
}

namespace attending {

/// Pairs of n queries at keys 0 ... n - 1 in chunks: of P(m) in the first m of a chunk, T - 1 times P(c) and P(e),
/// where T = ceil(n/c) and e = n - (T - 1)c. P(m) = m(m + 1)/2; in a window w, r = min(m, w): r(r + 1)/2 + (m - r)w.
template <class N>
constexpr N pairs_in_chunks(const pattern& p, const N& n) {
  const N chunk{p.chunk}, whole = ceil_div(n, chunk) - N{1};
  const auto first = [&](const N& m) {
    if (p.window <= 0) return m * (m + N{1}) / 2;
    const N width{p.window}, rising = min(m, width);
    return rising * (rising + N{1}) / 2 + (m - rising) * width;
  };
  return whole * first(chunk) + first(n - whole * chunk);
}

}  // namespace attending

/// The number of scored pairs. N is integer, rational or polynomial.
/// causal: the last k = min(n_q, n_k) queries score n_k - k + 1, ..., n_k keys, in all k(n_k - k) + k(k + 1)/2.
/// window w: of those, the first t = min(max(w - (n_k - k), 0), k) score fewer than w or just w keys, the others w:
///           t(n_k - k) + t(t + 1)/2 + (k - t)w.
/// chunks:   those of n_k queries less those of the n_k - k before: attending::pairs_in_chunks.
/// source    counting the range of Vaswani et al. 2017, 3.2.3 (masked); Child et al. 2019, 4.3 (window); Liu et al.
///           2018, 4.2.4 (chunks)
template <class N>
constexpr N scored_pairs(const pattern& p, const N& queries, const N& keys) {
  if (!p.ordered) return queries * keys;
  const N rows = min(queries, keys);
  const N before = keys - rows;
  if (p.chunk > 0) return attending::pairs_in_chunks(p, keys) - attending::pairs_in_chunks(p, before);
  if (p.window <= 0) return rows * before + rows * (rows + N{1}) / 2;
  const N width{p.window};
  const N rising = min(max(width - before, N{0}), rows);
  return rising * before + rising * (rising + N{1}) / 2 + (rows - rising) * width;
}

}  // namespace conform
