#pragma once
// dilated: a sliding window with gaps: the keys of a query stand s apart.

#include <conform/attention/sparse.hpp>

namespace conform {

/// Query i scores i, i - s, i - 2s, ..., w keys at most.
/// scratch  min(w, ceil(n_k/s)): one row
/// source   Beltagy et al. 2020 (Longformer), 3.1 (dilated window), causal as in its 4.1
struct dilated : causal_sparse_variant<dilated> {
  static constexpr const char* name = "dilated";
  static constexpr const char* title = "causal window of w keys, s apart, the query's own included";
  static constexpr const char* source = "Beltagy et al. 2020, 3.1 and 4.1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::w,
                           struct sizes::s>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.w < 1   ? "a window holds a key"
           : s.s < 1 ? "keys are a place apart or more"
                     : causal_sparse_variant::impossible(s);
  }
  /// Of n queries the key m·s before is there for n - m·s, m < w' = min(w, ceil(n/s)): P(n) = n w' - s w'(w' - 1)/2. Of
  /// the last n_q of n_k: P(n_k) - P(n_k - n_q).
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return attending::last_pairs_before(s.n_q, s.n_k, s.w, s.s);
  }
  static constexpr bool enclosed = true;
  /// A tap m·s before has min(n_q, n_k - m·s) queries, (1 - m·s/n_k)n_q or more, and s(w' - 1) < n_k: on average n_q/2
  /// or more, and n_q at most.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.w, ceil_div(s.n_k, s.s)) / 2;
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * min(s.w, ceil_div(s.n_k, s.s));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return min(s.w, ceil_div(s.n_k, s.s));
  }
  /// The first min(n_q, s) queries share no key, and the others add their own.
  template <class N>
  static constexpr N seen(const variant_sizes<N>& s) {
    const N first = min(s.n_q, s.s), before = s.n_k - s.n_q;
    return s.n_q - first + attending::last_pairs_before<N>(first, before + first, s.w, s.s);
  }
  /// Theta(n_q·w·d) where the window is not longer than the sequence, w·s <= n_k.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.w * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr variant_defaults::regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.w * s.s}, {s.n_k}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    const long long before = attending::least(s.w - 1, i / s.s);
    return {{i - before * s.s, before + 1, s.s}};
  }
};

/// Query i scores i, i ± s, i ± 2s, ..., i ± w·s, those that are there.
/// scratch  min(2w + 1, ceil(n/s)): one row
/// source   Beltagy et al. 2020 (Longformer), 3.1 (dilated window)
struct dilated_symmetric : sparse_variant<dilated_symmetric> {
  static constexpr const char* name = "dilated_symmetric";
  static constexpr const char* title = "window of w keys on either side, s apart, and the query's own";
  static constexpr const char* source = "Beltagy et al. 2020, 3.1";
  using alphabet = dilated::alphabet;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.n_q != s.n_k ? "a window slides over as many keys as queries"
           : s.w < 0      ? "a window has no less than no neighbours"
           : s.s < 1      ? "keys are a place apart or more"
                          : nullptr;
  }
  /// The keys m·s before and behind are there for n - m·s queries each, 0 < m < w' = min(w + 1, ceil(n/s)); a query's
  /// own for all: n(2w' - 1) - s w'(w' - 1).
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return attending::pairs_around(s.n_q, s.w, s.s);
  }
  static constexpr bool enclosed = true;
  /// s(w' - 1) < n, so a tap before has n/2 queries on average or more, and n at most: n w'/2 <= pairs <= 2n w'.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.w + N{1}, ceil_div(s.n_q, s.s)) / 2;
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return N{2} * s.n_q * min(s.w + N{1}, ceil_div(s.n_q, s.s));
  }
  /// A query sees only positions of its own remainder by s, of which there are ceil(n/s) at most.
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return min(N{2} * s.w + N{1}, ceil_div(s.n_q, s.s));
  }
  /// Theta(n·w·d) where one side is not longer than the sequence, w·s <= n.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.w * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.w * s.s}, {s.n_q}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    const long long before = attending::least(s.w, i / s.s), behind = attending::least(s.w, (s.n_q - 1 - i) / s.s);
    return {{i - before * s.s, before + 1 + behind, s.s}};
  }
};

}  // namespace conform
