#pragma once
// chunked_local: attention within chunks of C tokens, each on its own.

#include <conform/attention/sparse.hpp>

namespace conform {
namespace chunking {

using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::C>;

/// Chunks of n tokens but the last, and tokens of the last: ceil(n/C) - 1, and n less those before.
template <class N>
struct chunks {
  N whole, last;
  constexpr chunks(const N& n, const N& chunk) : whole(ceil_div(n, chunk) - N{1}), last(n - whole * chunk) {}
};

}  // namespace chunking

/// Pair (i, j) is scored where floor(i/C) = floor(j/C). The last chunk may be cut short.
/// scratch  min(C, n): one row
/// source   Liu et al. 2018, 4.2.4 (local attention)
struct chunked_local : sparse_variant<chunked_local> {
  static constexpr const char* name = "chunked_local";
  static constexpr const char* title = "local attention in chunks of C";
  static constexpr const char* source = "Liu et al. 2018, 4.2.4";
  using alphabet = chunking::alphabet;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.n_q != s.n_k ? "chunks have as many keys as queries" : s.C < 1 ? "a chunk has a token" : nullptr;
  }
  /// T - 1 chunks of C and one of e = n - (T - 1)C, T = ceil(n/C): (T - 1)C² + e².
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    const chunking::chunks<N> all{s.n_q, s.C};
    return all.whole * s.C * s.C + all.last * all.last;
  }
  static constexpr bool enclosed = true;
  /// Whole chunks are half of n or more where there are any: n min(C, n)/2 or more.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.C, s.n_q) / 2;
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
  static constexpr regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.C}, {s.n_q}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    const long long first = i / s.C * s.C;
    return {attending::between(first, first + s.C - 1, s.n_k)};
  }
};

/// ... and j <= i: a query scores its chunk so far, of which a cache holds the part before it.
/// scratch  one row: C, or the e = n_k - (ceil(n_k/C) - 1)C keys of the last chunk where no query stands before it
/// source   Liu et al. 2018, 4.2.4 (local attention), masked as its decoder is
struct chunked_local_causal : causal_sparse_variant<chunked_local_causal> {
  static constexpr const char* name = "chunked_local_causal";
  static constexpr const char* title = "local attention in chunks of C, causal";
  static constexpr const char* source = "Liu et al. 2018, 4.2.4";
  using alphabet = chunking::alphabet;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.C < 1 ? "a chunk has a token" : causal_sparse_variant::impossible(s);
  }
  /// Of n queries, in T - 1 chunks of C and one of e: P(n) = (T - 1)C(C + 1)/2 + e(e + 1)/2. Of the last n_q of n_k:
  /// P(n_k) - P(n_k - n_q).
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return pairs_of<N>(s.n_k, s.C) - pairs_of<N>(s.n_k - s.n_q, s.C);
  }
  static constexpr bool enclosed = true;
  /// No n_q neighbours have fewer pairs than the first ones; whole chunks are half of those or more where there are any:
  /// n_q min(C, n_q)/4 or more.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.C, s.n_q) / 4;
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * min(s.C, s.n_k);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    const N last = chunking::chunks<N>{s.n_k, s.C}.last;
    return max(last, min(s.C, s.C * (s.n_q - last)));
  }
  /// From the chunk of the first query on, which whole chunks stand before: floor((n_k - n_q)/C).
  template <class N>
  static constexpr N seen(const variant_sizes<N>& s) {
    return s.n_k - s.C * (ceil_div(s.n_k - s.n_q + N{1}, s.C) - N{1});
  }
  /// Theta(n_q·C·d) where C <= n_q.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.C * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr variant_defaults::regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.C}, {s.n_q}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    return {attending::between(i / s.C * s.C, i, s.n_k)};
  }

 private:
  template <class N>
  static constexpr N pairs_of(const N& n, const N& chunk) {
    const chunking::chunks<N> all{n, chunk};
    return all.whole * chunk * (chunk + N{1}) / 2 + all.last * (all.last + N{1}) / 2;
  }
};

}  // namespace conform
