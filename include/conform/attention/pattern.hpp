#pragma once
// pattern: which keys a query scores, as run-time data. Masks are loop bounds: a pair that is not visited costs nothing.

#include <conform/size/atoms.hpp>

namespace conform {

/// Keys that one query scores: [begin, end).
struct key_range {
  long long begin, end;
};

/// Queries are aligned with the last keys (bottom right): query i of n_q stands at key i + n_k - n_q.
struct pattern {
  bool ordered = false;  ///< no query looks past its own place
  long long window = 0;  ///< with `ordered`: at most this many keys, its own included; 0: no limit

  friend constexpr bool operator==(const pattern&, const pattern&) = default;

  /// The keys of query i. Empty where the queries outnumber the keys and i stands before the first.
  constexpr key_range keys_of(long long i, long long queries, long long keys) const {
    if (!ordered) return {0, keys};
    const long long end = i + keys - queries + 1;
    if (end <= 0) return {0, 0};
    return {window > 0 && end > window ? end - window : 0, end};
  }
};

/// Every query scores every key.
inline constexpr pattern full{};
/// A query scores the keys up to its own place.
inline constexpr pattern causal{true, 0};
/// Thrown for a window of no keys. In constant evaluation the throw itself is the compile error.
struct window_invalid : std::exception {
  const char* what() const noexcept override { return "a window holds at least one key"; }
};
/// A query scores the last `width` keys up to its own place.
/// throws   window_invalid (width < 1)
constexpr pattern causal_window(long long width) { return width < 1 ? throw window_invalid{} : pattern{true, width}; }

/// The number of keys that one query or more scores, where queries do not outnumber keys. N as below.
template <class N>
constexpr N seen_keys(const pattern& p, const N& queries, const N& keys) {
  if (!p.ordered || p.window <= 0) return keys;
  return min(keys, queries + N{p.window - 1});
}

/// The number of scored pairs. N is integer, rational or polynomial.
/// causal: the last k = min(n_q, n_k) queries score n_k - k + 1, ..., n_k keys, in all k(n_k - k) + k(k + 1)/2.
/// window w: of those, the first t = min(max(w - (n_k - k), 0), k) score fewer than w or just w keys, the others w:
///           t(n_k - k) + t(t + 1)/2 + (k - t)w.
/// source    counting the range of Vaswani et al. 2017, 3.2.3 (masked); Child et al. 2019, 4.3 (window)
template <class N>
constexpr N scored_pairs(const pattern& p, const N& queries, const N& keys) {
  if (!p.ordered) return queries * keys;
  const N rows = min(queries, keys);
  const N before = keys - rows;
  if (p.window <= 0) return rows * before + rows * (rows + N{1}) / 2;
  const N width{p.window};
  const N rising = min(max(width - before, N{0}), rows);
  return rising * before + rising * (rising + N{1}) / 2 + (rows - rising) * width;
}

}  // namespace conform
