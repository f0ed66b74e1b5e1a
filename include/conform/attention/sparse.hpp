#pragma once
// sparse: what the sparse patterns share: the keys that a query scores, listed in order, and the sums that count them.

#include <conform/attention/rows.hpp>
#include <conform/size/list.hpp>

namespace conform {
namespace attending {

/// A number that is structure, not data: a bit of a mask, a bucket, a place. Reading it counts nothing.
template <class T>
constexpr auto structure_of(const T& cell) {
  if constexpr (requires { cell.value; })
    return cell.value;
  else
    return cell;
}

/// Keys at regular places: `run` neighbours from `first` on, then from first + step on, and so on, `count` in all.
struct keys_at {
  long long first = 0, count = 0, step = 1, run = 1;

  constexpr long long operator()(long long m) const { return first + m / run * step + m % run; }
};

/// The keys of one query: some, and more.
struct key_list {
  keys_at some, more{};

  constexpr long long count() const { return some.count + more.count; }
  constexpr long long operator()(long long m) const { return m < some.count ? some(m) : more(m - some.count); }
};

/// The keys of one query as blocks of `width` neighbours. Only the last block of the list may be cut short.
struct block_list {
  list<long long> blocks;
  long long width = 1, total = 0;

  /// Block b, of the keys up to `keys`.
  constexpr void add(long long b, long long keys) {
    blocks.push_back(b);
    total += least(width, keys - b * width);
  }
  constexpr long long count() const { return total; }
  constexpr long long operator()(long long m) const {
    return blocks[static_cast<std::size_t>(m / width)] * width + m % width;
  }
};

/// Positions first, ..., last, those from 0 to n - 1 of them.
constexpr keys_at between(long long first, long long last, long long n) {
  const long long from = most(first, 0);
  return {from, most(least(last, n - 1) + 1 - from, 0)};
}

/// Every query by attend_row over its keys keys_of(i). The longest row of scores is in memory, nothing else.
template <class T, class KeysOf>
constexpr void attend_rows(const head_problem<T>& p, machine<T> on, const KeysOf& keys_of) {
  long long longest = 0;
  for (long long i = 0; i < p.size.n_q; ++i) longest = most(longest, keys_of(i).count());
  workspace<T> row(on, 1, longest);
  const T scale = scale_of(on, p.size.d_k);
  for (long long i = 0; i < p.size.n_q; ++i) {
    const auto keys = keys_of(i);
    attend_row(p, on, row, scale, i, keys.count(), keys);
  }
}

/// Pairs of n queries with their own position and those s, 2s, ... before it, w in all: the one m·s before is there for
/// n - m·s queries. Over m < w' = min(w, ceil(n/s)) that makes n w' - s w'(w' - 1)/2.
template <class N>
constexpr N pairs_before(const N& n, const N& w, const N& s) {
  const N taps = min(w, ceil_div(n, s));
  return n * taps - s * taps * (taps - N{1}) / 2;
}
/// ... of the last n_q of n_k queries alone: those of all, less those of the n_k - n_q before.
template <class N>
constexpr N last_pairs_before(const N& n_q, const N& n_k, const N& w, const N& s) {
  return pairs_before<N>(n_k, w, s) - pairs_before<N>(n_k - n_q, w, s);
}
/// Pairs of n queries with their own position and w on either side, s apart: n, and twice n - m·s for 0 < m < w' with
/// w' = min(w + 1, ceil(n/s)). That makes n(2w' - 1) - s w'(w' - 1).
template <class N>
constexpr N pairs_around(const N& n, const N& w, const N& s) {
  const N taps = min(w + N{1}, ceil_div(n, s));
  return n * (N{2} * taps - N{1}) - s * taps * (taps - N{1});
}

}  // namespace attending

/// Softmax attention of n queries over their own n positions, where the query at place i scores V::keys_of(sizes, i). V
/// states pairs(sizes), from which its operations follow (rows.hpp); where `enclosed`, pairs_below and pairs_above,
/// too.
template <class V>
struct sparse_variant : variant_defaults {
  static constexpr bool has_pairs = true, square = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.n_q != s.n_k ? "the pattern has as many keys as queries" : nullptr;
  }
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return attending::softmax_over(V::pairs(s), s.d_k, s.d_v);
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return attending::softmax_steps<N>(V::pairs(s), s.d_k, s.d_v);
  }
  /// No more than all pairs.
  template <class N>
  static constexpr operations<N> most(const variant_sizes<N>& s) {
    return attending::softmax_over<N>(s.n_q * s.n_k, s.d_k, s.d_v);
  }
  template <class N>
  static constexpr operations<N> claim_below(const variant_sizes<N>& s) {
    return attending::softmax_over(V::pairs_below(s), s.d_k, s.d_v);
  }
  template <class N>
  static constexpr operations<N> claim_above(const variant_sizes<N>& s) {
    return attending::softmax_over(V::pairs_above(s), s.d_k, s.d_v);
  }
  /// That of its longest row, which is its scratch; without keys nothing is done.
  static constexpr const char* depth_formula = "max(1, lg d_k) + 3 lg r + 6, r = scratch (keys of the longest row)";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    const auto longest = static_cast<long long>(V::scratch(sizes_as<integer>(s)));
    return longest < 1 ? 0 : attending::depth_of_softmax(s.d_k, longest);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const long long before = p.size.n_k - p.size.n_q;
    attending::attend_rows(p, on, [&](long long i) { return V::keys_of(p.size, i + before); });
  }
};

/// ... of a pattern that looks back only, so that the last queries alone get what they get among all: n_q queries stand
/// at the last of n_k positions, behind a cache of the others. V states seen(sizes), too: the keys that are scored at
/// all.
template <class V>
struct causal_sparse_variant : sparse_variant<V> {
  static constexpr bool square = false;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.n_q < 1       ? "a query at least stands at the last keys"
           : s.n_q > s.n_k ? "queries stand at the last keys, and are no more than those"
                           : nullptr;
  }
  template <class N>
  static constexpr variant_defaults::regime<N> always(const variant_sizes<N>& s) {
    return {{s.n_q}, {s.n_k}, 1};
  }
  /// No more than all causal pairs.
  template <class N>
  static constexpr operations<N> most(const variant_sizes<N>& s) {
    return attending::softmax_over<N>(s.n_q * (s.n_k - s.n_q) + s.n_q * (s.n_q + N{1}) / 2, s.d_k, s.d_v);
  }
};

}  // namespace conform
