#pragma once
// chunked_local: attention within chunks of C tokens, each on its own.

#include <conform/attention/sparse.hpp>

namespace conform {

/// Pair (i, j) is scored where floor(i/C) = floor(j/C); causal: and j <= i. The last chunk may be cut short.
/// scratch  min(C, n): one row
/// source   Liu et al. 2018, 4.2.4 (local attention)
template <bool Ordered>
struct chunked_local_of : sparse_variant<chunked_local_of<Ordered>> {
  static constexpr const char* name = Ordered ? "chunked_local_causal" : "chunked_local";
  static constexpr const char* title = Ordered ? "local attention in chunks of C, causal"
                                               : "local attention in chunks of C";
  static constexpr const char* source = "Liu et al. 2018, 4.2.4";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::C>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.n_q != s.n_k ? "chunks have as many keys as queries" : s.C < 1 ? "a chunk has a token" : nullptr;
  }
  /// T - 1 chunks of C and one of e = n - (T - 1)C, T = ceil(n/C): (T - 1)C² + e²; causal, (T - 1)C(C + 1)/2 and
  /// e(e + 1)/2.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    const N whole = ceil_div(s.n_q, s.C) - N{1}, last = s.n_q - whole * s.C;
    if (Ordered) return whole * s.C * (s.C + N{1}) / 2 + last * (last + N{1}) / 2;
    return whole * s.C * s.C + last * last;
  }
  static constexpr bool enclosed = true;
  /// Whole chunks are half of n or more where there are any: n min(C, n)/2 or more, half as many where causal.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.C, s.n_q) / (Ordered ? 4 : 2);
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * min(s.C, s.n_q);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return min(s.C, s.n_q);
  }
  /// Theta(n·C·d) where C <= n.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.C * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr variant_defaults::regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.C}, {s.n_q}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    const long long first = i / s.C * s.C;
    return {attending::between(first, Ordered ? i : first + s.C - 1, s.n_q)};
  }
};
using chunked_local = chunked_local_of<false>;
using chunked_local_causal = chunked_local_of<true>;

}  // namespace conform
