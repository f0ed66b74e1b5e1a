#pragma once
// tiles: which tiles of keys a tile of queries visits, and how many pairs and rows that makes; shared by tiled variants.

#include <conform/attention/rows.hpp>

namespace conform {
namespace tiling {

/// Ordered formulas are of square tiles (B_r) and as many queries as keys; the others of the whole alphabet.
template <bool Ordered, class Alphabet>
using formula_alphabet =
    std::conditional_t<Ordered, symbols<struct sizes::n, struct sizes::d_k, struct sizes::d_v, struct sizes::B_r>, Alphabet>;

using attending::least;

constexpr const char* impossible(const variant_sizes<long long>& s) {
  return s.B_r < 1 || s.B_c < 1 ? "a tile has a row and a column" : nullptr;
}

/// Keys that the tile of queries [first, first + rows) visits, whole tiles of them. Ordered: bottom right.
constexpr long long keys_visited(long long first, long long rows, const variant_sizes<long long>& s, bool ordered) {
  if (!ordered) return s.n_k;
  const long long last = first + rows - 1 + s.n_k - s.n_q;  // the last query's own key
  if (last < 0) return 0;
  return least((last / s.B_c + 1) * s.B_c, s.n_k);
}

/// Sums over the visited tiles: scored pairs, (row, tile) pairs, and keys that are read.
template <class N>
struct visited {
  N pairs{}, rows{}, keys{};
};

constexpr visited<integer> counted_visits(const variant_sizes<integer>& big) {
  variant_sizes<long long> s;
  s.n_q = static_cast<long long>(big.n_q), s.n_k = static_cast<long long>(big.n_k);
  s.B_r = static_cast<long long>(big.B_r), s.B_c = static_cast<long long>(big.B_c);
  visited<integer> out;
  for (long long first = 0; first < s.n_q; first += s.B_r) {
    const long long rows = least(s.B_r, s.n_q - first), keys = keys_visited(first, rows, s, true);
    out.pairs += integer{rows} * keys;
    out.rows += integer{rows} * ((keys + s.B_c - 1) / s.B_c);
    out.keys += keys;
  }
  return out;
}

/// Full: every tile, so n_q·n_k pairs, n_q·ceil(n_k/B_c) row tiles, and ceil(n_q/B_r)·n_k keys. Ordered: in whole
/// numbers the sum over tiles of queries; as a formula for square tiles B (= B_r) of n = n_q = n_k, with T = ceil(n/B) and
/// b = n - (T - 1)B rows in the last: pairs B²T(T-1)/2 + bn, rows BT(T-1)/2 + bT, keys B T(T-1)/2 + n.
template <class N>
constexpr visited<N> visits(const variant_sizes<N>& s, bool ordered) {
  if (!ordered) return {s.n_q * s.n_k, s.n_q * ceil_div(s.n_k, s.B_c), ceil_div(s.n_q, s.B_r) * s.n_k};
  if constexpr (std::is_same_v<N, integer>) {
    return counted_visits(s);
  } else {
    const N tiles = ceil_div(s.n_q, s.B_r), before = tiles * (tiles - N{1}) / 2;
    const N last = s.n_q - (tiles - N{1}) * s.B_r;
    return {s.B_r * s.B_r * before + last * s.n_q, s.B_r * before + last * tiles, s.B_r * before + s.n_q};
  }
}

/// At least the pairs that are not masked, of as many queries as keys, and a tile a row.
template <class N>
constexpr visited<N> least_visits(const variant_sizes<N>& s) {
  return {s.n_q * (s.n_q + N{1}) / 2, s.n_q, s.n_q};
}

/// B_c, or B_r where a formula is of square tiles.
template <class N>
constexpr N columns(const variant_sizes<N>& s, bool ordered) {
  return ordered && !std::is_same_v<N, integer> ? s.B_r : s.B_c;
}

/// At most every tile.
template <class N>
constexpr visited<N> most_visits(const variant_sizes<N>& s) {
  return {s.n_q * s.n_k, s.n_q * ceil_div(s.n_k, columns(s, true)), s.n_q * s.n_k};
}

}  // namespace tiling

}  // namespace conform
