#pragma once
// sinks: a causal window, and the first g keys, which soak up the weight that has to go somewhere.

#include <conform/attention/sparse.hpp>

namespace conform {

/// Pair (i, j), j <= i, is scored where j < g or i - j < w.
/// scratch  min(g + w, n_k): one row
/// source   Xiao et al. 2023 (StreamingLLM), 3.2
struct sinks : causal_sparse_variant<sinks> {
  static constexpr const char* name = "sinks";
  static constexpr const char* title = "attention sinks: the first g keys and a causal window of w";
  static constexpr const char* source = "Xiao et al. 2023, 3.2";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::w,
                           struct sizes::g>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.w < 1   ? "a window holds a key"
           : s.g < 0 ? "sinks are no less than none"
                     : causal_sparse_variant::impossible(s);
  }
  /// The first i + 1 <= g + w rows score all keys up to their own, the others g + w: as many as a window of g + w.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return attending::last_pairs_before<N>(s.n_q, s.n_k, s.g + s.w, N{1});
  }
  static constexpr bool enclosed = true;
  /// Half of n_q min(g + w, n_k) or more, since rows grow evenly (sliding_window); min(g + w, n_k) keys a row at most.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.g + s.w, s.n_k) / 2;
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * min(s.g + s.w, s.n_k);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return min(s.g + s.w, s.n_k);
  }
  template <class N>
  static constexpr N seen(const variant_sizes<N>& s) {
    return min(s.n_k, s.n_q + s.g + s.w - N{1});
  }
  /// Theta(n_q(g + w)d) where g <= n_k and w <= n_k.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * (s.g + s.w) * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr variant_defaults::regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.g, s.w}, {s.n_k, s.n_k}, 2};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    const long long window = attending::most(0, i - s.w + 1);
    return {{0, attending::least(s.g, window)}, attending::between(window, i, s.n_k)};
  }
};

}  // namespace conform
