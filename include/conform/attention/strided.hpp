#pragma once
// strided: the strided pattern of sparse transformers: one head sees what is near, the other every l-th position.

#include <conform/attention/sparse.hpp>

namespace conform {
namespace striding {

using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::l>;

constexpr const char* impossible(const variant_sizes<long long>& s) {
  return s.n_q != s.n_k ? "the pattern has as many keys as queries"
         : s.n_q < 1    ? "the pattern has a query"
         : s.l < 1      ? "a stride is a place or more"
                        : nullptr;
}
/// Pairs of queries with the positions l, 2l, ... before them: n - t·l queries see the t-th, t < T = ceil(n/l). That
/// makes (T - 1)(n - l T/2).
template <class N>
constexpr N pairs_far(const variant_sizes<N>& s) {
  const N tiles = ceil_div(s.n_q, s.l);
  return (tiles - N{1}) * s.n_q - s.l * tiles * (tiles - N{1}) / 2;
}

}  // namespace striding

/// Head 1: A1(i) = {max(0, i - l), ..., i}, l + 1 keys.
/// scratch  min(l + 1, n): one row
/// source   Child et al. 2019, 4.3
struct strided_local : sparse_variant<strided_local> {
  static constexpr const char* name = "strided_local";
  static constexpr const char* title = "strided pattern, head 1: the l positions before a query and its own";
  static constexpr const char* source = "Child et al. 2019, 4.3, A(1) of strided attention";
  using alphabet = striding::alphabet;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return striding::impossible(s); }
  /// The range t, ..., i with t = max(0, i - l) holds both ends: a causal window of l + 1 keys.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return attending::pairs_before(s.n_q, s.l + N{1}, N{1});
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return min(s.l + N{1}, s.n_q);
  }
  /// Theta(n·l·d) where l <= n.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.l * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.l}, {s.n_q}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    return {attending::between(i - s.l, i, s.n_q)};
  }
};

/// Head 2: A2(i) = {j <= i : (i - j) mod l = 0}.
/// scratch  ceil(n/l): one row
/// source   Child et al. 2019, 4.3
struct strided_column : sparse_variant<strided_column> {
  static constexpr const char* name = "strided_column";
  static constexpr const char* title = "strided pattern, head 2: every l-th position back from a query";
  static constexpr const char* source = "Child et al. 2019, 4.3, A(2) of strided attention";
  using alphabet = striding::alphabet;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return striding::impossible(s); }
  /// n own positions and those l, 2l, ... before: n T - l T(T - 1)/2, T = ceil(n/l).
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q + striding::pairs_far(s);
  }
  static constexpr bool enclosed = true;
  /// l(T - 1) < n, so n T/2 <= pairs <= n T.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * ceil_div(s.n_q, s.l) / 2;
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * ceil_div(s.n_q, s.l);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return ceil_div(s.n_q, s.l);
  }
  /// Theta(n²/l·d), the quotient rounded up.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * ceil_div(s.n_q, s.l) * (s.d_k + s.d_v);
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    return {{i % s.l, i / s.l + 1, s.l}};
  }
};

/// Both heads merged: A1(i) ∪ A2(i), each key once.
/// scratch  min(l, n) + ceil(n/l) - 1: one row
/// source   Child et al. 2019, 4.3; merged as in its 5.1
struct strided : sparse_variant<strided> {
  static constexpr const char* name = "strided";
  static constexpr const char* title = "strided pattern, both heads merged";
  static constexpr const char* source = "Child et al. 2019, 4.3 and 5.1 (merged head)";
  using alphabet = striding::alphabet;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return striding::impossible(s); }
  /// i and i - l are in both sets; so the union is the causal window of l keys, and the positions l, 2l, ... before.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return attending::pairs_before(s.n_q, s.l, N{1}) + striding::pairs_far(s);
  }
  /// Rows grow; the last has min(l, n) keys near and ceil(n/l) - 1 far.
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return min(s.l, s.n_q) + ceil_div(s.n_q, s.l) - N{1};
  }
  /// Theta(n(l + n/l)d) where l <= n: n^1.5·d for l = n^0.5.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * (s.l + ceil_div(s.n_q, s.l)) * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.l}, {s.n_q}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    return {{i % s.l, i / s.l, s.l}, attending::between(i - s.l + 1, i, s.n_q)};
  }
};

}  // namespace conform
