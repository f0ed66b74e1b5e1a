#pragma once
// fixed: the fixed pattern of sparse transformers: one head sees its own block of l, the other the last c positions of
// every block, which sum it up.

#include <conform/attention/sparse.hpp>

namespace conform {
namespace fixing {

using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::l,
                         struct sizes::c>;

constexpr const char* impossible(const variant_sizes<long long>& s) {
  return s.n_q != s.n_k ? "the pattern has as many keys as queries"
         : s.n_q < 1    ? "the pattern has a query"
         : s.l < 1      ? "a block has a position"
                        : nullptr;
}
constexpr const char* impossible_summary(const variant_sizes<long long>& s) {
  if (const char* why = impossible(s)) return why;
  return s.c < 1 || s.c > s.l ? "a summary is 1 to l positions of a block" : nullptr;
}
/// Blocks, and the positions of the last one (l where l divides n).
template <class N>
constexpr N blocks(const variant_sizes<N>& s) {
  return ceil_div(s.n_q, s.l);
}
template <class N>
constexpr N last_block(const variant_sizes<N>& s) {
  return s.n_q - (blocks(s) - N{1}) * s.l;
}
/// Pairs within blocks, causal: T - 1 blocks of l and one of e: (T - 1)l(l + 1)/2 + e(e + 1)/2.
template <class N>
constexpr N pairs_within(const variant_sizes<N>& s) {
  const N last = last_block(s);
  return (blocks(s) - N{1}) * s.l * (s.l + N{1}) / 2 + last * (last + N{1}) / 2;
}
/// Pairs with the c summaries of each block before: all but the first t·l queries see those of block t - 1, t < T:
/// c((T - 1)n - l T(T - 1)/2).
template <class N>
constexpr N pairs_with_summaries(const variant_sizes<N>& s) {
  const N tiles = blocks(s), before = tiles - N{1};
  return s.c * (before * s.n_q - s.l * tiles * before / 2);
}
/// Of a last block of e, the summaries that are there: max(0, e - (l - c)).
template <class N>
constexpr N last_summaries(const variant_sizes<N>& s) {
  return max(N{0}, last_block(s) - (s.l - s.c));
}
/// The summaries of the blocks before query i.
constexpr attending::keys_at summaries(const variant_sizes<long long>& s, long long i) {
  return {s.l - s.c, i / s.l * s.c, s.l, s.c};
}

}  // namespace fixing

/// Head 1: A1(i) = {j <= i : floor(j/l) = floor(i/l)}.
/// scratch  min(l, n): one row
/// source   Child et al. 2019, 4.3
struct fixed_block : sparse_variant<fixed_block> {
  static constexpr const char* name = "fixed_block";
  static constexpr const char* title = "fixed pattern, head 1: the query's block of l, up to its own place";
  static constexpr const char* source = "Child et al. 2019, 4.3, A(1) of fixed attention";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::l>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return fixing::impossible(s); }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return fixing::pairs_within(s);
  }
  static constexpr bool enclosed = true;
  /// Whole blocks are half of n or more where there are any, and half of a block is scored: n min(l, n)/4 or more.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.l, s.n_q) / 4;
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * min(s.l, s.n_q);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return min(s.l, s.n_q);
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
    return {attending::between(i / s.l * s.l, i, s.n_q)};
  }
};

/// Head 2: A2(i) = {j <= i : j mod l >= l - c}.
/// scratch  c(T - 1) + max(0, e - (l - c)): one row, the last
/// source   Child et al. 2019, 4.3
struct fixed_summary : sparse_variant<fixed_summary> {
  static constexpr const char* name = "fixed_summary";
  static constexpr const char* title = "fixed pattern, head 2: the last c positions of every block of l";
  static constexpr const char* source = "Child et al. 2019, 4.3, A(2) of fixed attention";
  using alphabet = fixing::alphabet;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return fixing::impossible_summary(s); }
  /// The summaries of blocks before; and of its own block the causal part, c(c + 1)/2 in each of T - 1 blocks and
  /// u(u + 1)/2 in the last, of which u summaries are there.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    const N own = fixing::last_summaries(s);
    return fixing::pairs_with_summaries(s) + (fixing::blocks(s) - N{1}) * s.c * (s.c + N{1}) / 2 +
           own * (own + N{1}) / 2;
  }
  static constexpr bool enclosed = true;
  /// Row i scores c floor((i + 1)/l) keys or more, c T at most. With F = floor(n/l) the sum over all rows is
  /// c F(n + 1 - l(F + 1)/2) or more, and l F <= n: c F(n + 2 - l)/2.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.c * (ceil_div(s.n_q + N{1}, s.l) - N{1}) * (s.n_q + N{2} - s.l) / 2;
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * s.c * fixing::blocks(s);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.c * (fixing::blocks(s) - N{1}) + fixing::last_summaries(s);
  }
  /// Theta(n·c·n/l·d), the quotient rounded up, where there are many blocks, l² <= n.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.c * fixing::blocks(s) * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.l * s.l}, {s.n_q}, 1};
  }
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{s.c}, {s.l}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    const long long block = i / s.l * s.l;
    return {fixing::summaries(s, i), attending::between(block + s.l - s.c, i, s.n_q)};
  }
};

/// Both heads merged: A1(i) ∪ A2(i), each key once.
/// scratch  max(e + c(T - 1), min(l, n) + c(T - 2)): one row, the last or that of the last whole block
/// source   Child et al. 2019, 4.3; merged as in its 5.1
struct fixed : sparse_variant<fixed> {
  static constexpr const char* name = "fixed";
  static constexpr const char* title = "fixed pattern, both heads merged";
  static constexpr const char* source = "Child et al. 2019, 4.3 and 5.1 (merged head)";
  using alphabet = fixing::alphabet;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return fixing::impossible_summary(s); }
  /// Head 1 holds all of a query's own block; head 2 adds the summaries of the blocks before.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return fixing::pairs_within(s) + fixing::pairs_with_summaries(s);
  }
  static constexpr bool enclosed = true;
  /// Within blocks n min(l, n)/4 or more (fixed_block); with summaries c(T - 1)(n - l T/2), and l T < n + l: a quarter
  /// of c(T - 1)(n - l + 1)/2 is enough.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.l, s.n_q) / 4 + s.c * (fixing::blocks(s) - N{1}) * (s.n_q - s.l + N{1}) / 8;
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * min(s.l, s.n_q) + s.n_q * s.c * (fixing::blocks(s) - N{1});
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    const N before = fixing::blocks(s) - N{1};
    return max(fixing::last_block(s) + s.c * before, min(s.l, s.n_q) + s.c * (before - N{1}));
  }
  /// Theta(n(l + c·n/l)d), the quotient rounded up, where c <= l <= n.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * (s.l + s.c * fixing::blocks(s)) * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.l}, {s.n_q}, 1};
  }
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{s.c}, {s.l}, 1};
  }
  static constexpr attending::key_list keys_of(const variant_sizes<long long>& s, long long i) {
    return {fixing::summaries(s, i), attending::between(i / s.l * s.l, i, s.n_q)};
  }
};

}  // namespace conform
