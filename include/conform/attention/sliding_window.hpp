#pragma once
// sliding_window: a query scores the keys near it: the last w up to its own (causal), or w on either side.

#include <conform/attention/sparse.hpp>

namespace conform {

/// scratch  min(w, n_k): one row
/// source   Child et al. 2019, 4.3, A(1) of strided attention, where w = l + 1; Jiang et al. 2023 (Mistral), figure 1,
///          "at most W" (the text of 2, from i - W to i, would be one more)
struct sliding_window : causal_sparse_variant<sliding_window> {
  static constexpr const char* name = "sliding_window";
  static constexpr const char* title = "causal sliding window of w keys, the query's own included";
  static constexpr const char* source = "Child et al. 2019, 4.3; Jiang et al. 2023, figure 1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::w>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.w < 1 ? "a window holds a key" : causal_sparse_variant::impossible(s);
  }
  /// Rows 1, 2, ..., w' - 1 of all n score so many keys, the others w' = min(w, n): P(n) = n w' - w'(w' - 1)/2. The last
  /// n_q of n_k rows: P(n_k) - P(n_k - n_q).
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return attending::last_pairs_before(s.n_q, s.n_k, s.w, N{1});
  }
  static constexpr bool enclosed = true, enclosed_apart = true;
  /// Row m of all scores min(w, m), m/n_k of min(w, n_k) or more, and the last n_q rows are n_k/2 on average or more.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.w, s.n_k) / 2;
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * min(s.w, s.n_k);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return min(s.w, s.n_k);
  }
  template <class N>
  static constexpr N seen(const variant_sizes<N>& s) {
    return min(s.n_k, s.n_q + s.w - N{1});
  }
  /// Theta(n_q·w·d) where w <= n_k.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.w * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr variant_defaults::regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.w}, {s.n_k}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    return {attending::between(i - s.w + 1, i, s.n_k)};
  }
};

/// |i - j| <= w.
/// scratch  min(2w + 1, n): one row
/// source   Beltagy et al. 2020 (Longformer), 3.1: half of its window on each side
struct sliding_window_symmetric : sparse_variant<sliding_window_symmetric> {
  static constexpr const char* name = "sliding_window_symmetric";
  static constexpr const char* title = "sliding window of w keys on either side of the query's own";
  static constexpr const char* source = "Beltagy et al. 2020, 3.1";
  using alphabet = sliding_window::alphabet;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.n_q != s.n_k ? "a window slides over as many keys as queries"
           : s.w < 0      ? "a window has no less than no neighbours"
                          : nullptr;
  }
  /// A key m places away, on one side, is there for n - m queries, 0 < m < w' = min(w + 1, n); a query's own for all:
  /// n(2w' - 1) - w'(w' - 1).
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return attending::pairs_around(s.n_q, s.w, N{1});
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return min(N{2} * s.w + N{1}, s.n_q);
  }
  /// Theta(n·w·d) where w <= n.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.w * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.w}, {s.n_q}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    return {attending::between(i - s.w, i + s.w, s.n_q)};
  }
};

}  // namespace conform
