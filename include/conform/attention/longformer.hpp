#pragma once
// longformer: a window for every token, and a few global tokens that see all and are seen by all.

#include <conform/attention/sparse.hpp>

namespace conform {

/// The first g tokens are global: pair (i, j) is scored where i < g, j < g or |i - j| <= w. Global tokens use the same
/// Q, K and V (the paper's second set of projections changes no count).
/// scratch  n: one row of a global token; without any, min(2w + 1, n)
/// source   Beltagy et al. 2020, 3.1; its window is the total, 2w
struct longformer : sparse_variant<longformer> {
  static constexpr const char* name = "longformer";
  static constexpr const char* title = "window of w keys on either side, and the first g tokens global";
  static constexpr const char* source = "Beltagy et al. 2020, 3.1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::w,
                           struct sizes::g>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.n_q != s.n_k             ? "a window slides over as many keys as queries"
           : s.w < 0                  ? "a window has no less than no neighbours"
           : s.g < 0 || s.g > s.n_q   ? "global tokens are 0 to n of all tokens"
                                      : nullptr;
  }
  /// g rows of n keys; the other n - g rows score g keys, and of the n - g others a window of w on either side.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    const N others = s.n_q - s.g;
    return s.g * s.n_q + others * s.g + attending::pairs_around(others, s.w, N{1});
  }
  static constexpr bool enclosed = true;
  /// A row scores min(g + w + 1, n) keys or more; g rows n, the others g + 2w + 1 at most.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.g + s.w + N{1}, s.n_q);
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * min(N{2} * s.g + N{2} * s.w + N{1}, s.n_q);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return max(min(s.g, N{1}) * s.n_q, min(s.g + N{2} * s.w + N{1}, s.n_q));
  }
  /// Theta(n(g + w)d) where w <= n.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * (s.g + s.w) * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.w}, {s.n_q}, 1};
  }
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{s.g}, {s.n_q}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    if (i < s.g) return {{0, s.n_q}};
    return {{0, s.g}, attending::between(attending::most(s.g, i - s.w), i + s.w, s.n_q)};
  }
};

}  // namespace conform
