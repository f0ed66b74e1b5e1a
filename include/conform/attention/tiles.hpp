#pragma once
// tiles: which tiles of keys a tile of queries visits, and how many pairs and rows that makes; shared by tiled variants.

#include <conform/attention/rows.hpp>

namespace conform {
namespace tiling {

/// Ordered formulas are of as many queries as keys, and of square tiles (B_r) but for scratch and what encloses a claim.
template <bool Ordered, class Alphabet>
using formula_alphabet =
    std::conditional_t<Ordered, symbols<struct sizes::n, struct sizes::d_k, struct sizes::d_v, struct sizes::B_r, struct sizes::B_c>,
                       Alphabet>;

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

/// Sum of floor((a i + b) / m) for 0 <= i < n, in as many steps as Euclid's algorithm takes. a, b >= 0, m > 0.
/// source   Graham, Knuth and Patashnik 1994, 3.5 (sums of floors)
constexpr integer sum_of_floors(integer n, integer a, integer b, integer m) {
  integer out = 0, sign = 1;
  while (n > 0) {
    out += sign * (n * (n - 1) / 2 * (a / m) + n * (b / m));
    a = a % m, b = b % m;
    const integer top = (a * (n - 1) + b) / m;  // floors still to be counted are 0 to top
    if (top == 0) break;
    // those that reach j are the i with a i + b >= j m: counted by j, the other way round
    out += sign * top * n;
    sign = -sign;
    b = m - b + a - 1, n = top;
    a = std::exchange(m, a);
  }
  return out;
}

constexpr visited<integer> counted_visits(const variant_sizes<integer>& s) {
  if (s.n_q == 0) return {};
  const integer whole = (s.n_q - 1) / s.B_r, last = s.n_q - whole * s.B_r;  // tiles of queries but the last; its rows
  const integer all = (s.n_k + s.B_c - 1) / s.B_c;                         // tiles of keys
  // query tile i ends at key first + i B_r, and so visits floor((first + i B_r) / B_c) + 1 tiles of keys, at most all
  const integer first = s.B_r - 1 + s.n_k - s.n_q;
  const auto from = [&](integer key) { return key <= first ? integer{0} : (key - first + s.B_r - 1) / s.B_r; };
  const integer begin = min(from(0), whole), end = max(begin, min(from((all - 1) * s.B_c), whole));
  const integer some = end - begin + sum_of_floors(end - begin, s.B_r, first + begin * s.B_r, s.B_c), rest = whole - end;
  return {s.B_r * (some * s.B_c + rest * s.n_k) + last * s.n_k, s.B_r * (some + rest * all) + last * all,
          some * s.B_c + rest * s.n_k + s.n_k};
}

/// The steps of a running softmax over tiles: Dao 2023, algorithm 1, up to where O is divided. `scales`: how often the
/// scale is made.
template <class N>
constexpr step_list<N> running_steps(const variant_sizes<N>& s, const visited<N>& v, const N& scales) {
  operations<N> softmax, statistics, rescale;
  softmax.cmp = softmax.exp = v.pairs, softmax.add = N{2} * v.pairs;
  statistics.cmp = statistics.exp = statistics.mul = v.rows, statistics.add = N{2} * v.rows;
  rescale.mul = v.rows * s.d_v;
  return step_list<N>()
      .add("scores", "S = Q·Kᵀ", attending::multiply_adds<N>(v.pairs * s.d_k))
      .add("scale", "S / √d_k", attending::scaling<N>(v.pairs, scales))
      .add("softmax", "P = exp(S - m'), and row max and row sum of the tile", softmax)
      .add("statistics", "m' = max(m, max S), c = exp(m - m'), l = c·l + Σ P", statistics)
      .add("rescale", "c·O", rescale)
      .add("output", "O = c·O + P·V", attending::multiply_adds<N>(v.pairs * s.d_v));
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

/// At most every tile.
template <class N>
constexpr visited<N> most_visits(const variant_sizes<N>& s) {
  return {s.n_q * s.n_k, s.n_q * ceil_div(s.n_k, s.B_c), s.n_q * s.n_k};
}

}  // namespace tiling

}  // namespace conform
