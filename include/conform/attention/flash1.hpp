#pragma once
// flash1: FlashAttention. Tiles of keys outside, tiles of queries inside; the output is kept normalised in slow memory,
// with the maximum and the sum of each row.

#include <conform/attention/tiles.hpp>

namespace conform {

/// For a tile of keys, over the tiles of queries: S = Q·Kᵀ·scale, m~ = row max, P = exp(S - m~), l~ = row sum;
/// m' = max(m, m~), c = exp(m - m')·l, b = exp(m~ - m'), l' = c + b·l~, O = (c·O + b·(P·V)) / l'.
/// scratch  B_r·B_c + 2n_q: the tile of scores, and m and l of every row
/// source   Dao et al. 2022, algorithm 1, and the scale of algorithm 2
template <bool Ordered>
struct flash1_of : variant_defaults {
  static constexpr const char* name = Ordered ? "flash1_causal" : "flash1";
  static constexpr const char* title = Ordered ? "FlashAttention, causal, masked tiles skipped" : "FlashAttention";
  static constexpr const char* source = Ordered ? "Dao et al. 2022, algorithm 1; Dao 2023, 3.1.1 (masked tiles)"
                                                : "Dao et al. 2022, algorithm 1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::B_r,
                           struct sizes::B_c>;
  using formula_alphabet = tiling::formula_alphabet<Ordered, alphabet>;
  static constexpr bool has_pairs = true, has_traffic = true, enclosed = Ordered,
                        square_tiles = Ordered;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return tiling::impossible(s); }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return tiling::visits(s, Ordered).pairs;
  }
  /// Dao et al. 2022, algorithm 1, lines 9 to 13: a scored pair costs its dot product, the scale, cmp (row max), add and
  /// exp (P), add (row sum), d_v multiply-adds. Each (row, tile): cmp (m'), add, exp and mul (c), add and exp (b), mul and
  /// add (l'), and for each of d_v columns two mul, an add and a div.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return claim_of(s, tiling::visits(s, Ordered));
  }
  template <class N>
  static constexpr operations<N> claim_below(const variant_sizes<N>& s) {
    return claim_of(s, tiling::least_visits(s));
  }
  template <class N>
  static constexpr operations<N> claim_above(const variant_sizes<N>& s) {
    return claim_of(s, tiling::most_visits(s));
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const tiling::visited<N> v = tiling::visits(s, Ordered);
    operations<N> softmax, statistics, rescale, quotients;
    softmax.cmp = softmax.exp = v.pairs, softmax.add = N{2} * v.pairs;
    statistics.cmp = v.rows, statistics.exp = statistics.mul = N{2} * v.rows, statistics.add = N{3} * v.rows;
    rescale.mul = N{2} * v.rows * s.d_v, rescale.add = v.rows * s.d_v;
    quotients.div = v.rows * s.d_v;
    return step_list<N>()
        .add("scores", "S = Q·Kᵀ", attending::multiply_adds<N>(v.pairs * s.d_k))
        .add("scale", "S / √d_k", attending::scaling<N>(v.pairs))
        .add("softmax", "m~ = max S, P = exp(S - m~), l~ = Σ P", softmax)
        .add("statistics", "m' = max(m, m~), c = exp(m - m')·l, b = exp(m~ - m'), l' = c + b·l~", statistics)
        .add("output", "P·V", attending::multiply_adds<N>(v.pairs * s.d_v))
        .add("rescale", "c·O + b·(P·V)", rescale)
        .add("normalise", "O / l'", quotients);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.B_r * s.B_c + N{2} * s.n_q;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  /// Dao et al. 2022, theorem 2: K and V move once, Q, O, m and l for each tile of keys that a row visits; O, m and l are
  /// written once at the start.
  template <class N>
  static constexpr traffic<N> io(const variant_sizes<N>& s) {
    const N rows = tiling::visits(s, Ordered).rows;
    return {s.n_k * (s.d_k + s.d_v) + rows * (s.d_k + s.d_v + N{2}), (s.n_q + rows) * (s.d_v + N{2})};
  }
  /// The first tile of b = min(B_c, n_k) keys: score, tree of the row max, subtract, exp, product, tree of b products, then
  /// mul, add and div; three more (mul, add, div of the output so far) for each tile that follows. (Ordered: of the last
  /// query, which no tile masks.)
  static constexpr const char* depth_formula = "max(1, lg d_k) + 2 lg b + 3 ceil(n_k/B_c) + 5, b = min(B_c, n_k)";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::depth_of_score(s.d_k) + 2 * attending::tree(tiling::least(s.B_c, s.n_k)) +
           3 * ((s.n_k + s.B_c - 1) / s.B_c) + 3;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    workspace<T> scores(on, s.B_r, s.B_c, level::fast), state(on, s.n_q, 2);  // m and l, in slow memory
    const T scale = attending::scale_of(on, s.d_k);
    start(p, on, state);
    for (long long from = 0; from < s.n_k; from += s.B_c) {
      const long long columns = tiling::least(s.B_c, s.n_k - from);
      const auto k = p.k.some_rows(from, columns), v = p.v.some_rows(from, columns);
      stage(on, k), stage(on, v);
      for (long long first = 0; first < s.n_q; first += s.B_r) {
        const long long rows = tiling::least(s.B_r, s.n_q - first);
        if (from >= tiling::keys_visited(first, rows, s, Ordered)) continue;
        const auto q = p.q.some_rows(first, rows);
        const auto out = p.out.some_rows(first, rows), own = state.some_rows(first, rows);
        stage(on, q), stage(on, out), stage(on, own);
        for (long long i = 0; i < rows; ++i) {
          const long long seen = Ordered ? first + i + s.n_k - s.n_q + 1 - from : columns;  // keys not masked
          step(on, scores, own, out, q, k, v, scale, i, columns, seen);
        }
        write_back(on, out), write_back(on, own);
        drop(on, q), drop(on, out), drop(on, own);
      }
      drop(on, k), drop(on, v);
    }
  }

 private:
  template <class N>
  static constexpr operations<N> claim_of(const variant_sizes<N>& s, const tiling::visited<N>& v) {
    operations<N> out;
    out.mul = v.pairs * (s.d_k + N{1} + s.d_v) + v.rows * (N{2} + N{2} * s.d_v);
    out.add = v.pairs * (s.d_k + N{2} + s.d_v) + v.rows * (N{3} + s.d_v);
    out.cmp = v.pairs + v.rows;
    out.exp = v.pairs + N{2} * v.rows;
    out.div = v.rows * s.d_v + N{1};
    out.sqrt = N{1};
    out.mac = v.pairs * (s.d_k + s.d_v);
    return out;
  }
  template <class T>
  static constexpr void start(const head_problem<T>& p, machine<T> on, const matrix<T>& state) {
    for (long long i = 0; i < p.size.n_q; ++i) {
      const auto out = p.out.some_rows(i, 1), own = state.some_rows(i, 1);
      reserve(on, out), reserve(on, own);
      for (long long w = 0; w < out.columns; ++w) out.store(0, w, on.number(0));
      own.store(0, 0, on.number(-arithmetic::series::infinity)), own.store(0, 1, on.number(0));
      write_back(on, out), write_back(on, own);
      drop(on, out), drop(on, own);
    }
  }
  /// One row of a tile.
  template <class T>
  static constexpr void step(machine<T> on, const matrix<T>& scores, const matrix<T>& state, const matrix<T>& out,
                             const matrix<const T>& q, const matrix<const T>& k, const matrix<const T>& v, T scale,
                             long long i, long long columns, long long seen) {
    T top = on.number(-arithmetic::series::infinity);
    for (long long j = 0; j < columns; ++j) {
      T score = attending::scaled_score(on, q, i, k, j, scale);
      if (j >= seen) score = on.number(-arithmetic::series::infinity);
      scores.store(i, j, score);
      begin_step(on, "softmax");
      top = arithmetic::larger(top, score);
    }
    const T own = arithmetic::zero_if_infinite(top);  // a row that is masked in this tile
    T sum = on.number(0);
    for (long long j = 0; j < columns; ++j) {
      const T weight = arithmetic::exp(scores.load(i, j) - own);
      sum = sum + weight;
      scores.store(i, j, weight);
    }
    begin_step(on, "statistics");
    const T before = state.load(i, 0), now = arithmetic::larger(before, top), reference = arithmetic::zero_if_infinite(now);
    const T old_part = arithmetic::exp(before - reference) * state.load(i, 1);
    const T new_part = arithmetic::exp(top - reference);
    const T total = old_part + new_part * sum, divisor = arithmetic::one_if_zero(total);
    for (long long w = 0; w < v.columns; ++w) {
      begin_step(on, "output");
      T mixed = on.number(0);
      for (long long j = 0; j < columns; ++j)
        mixed = attending::weighted(on, mixed, scores.load(i, j), v, j, w, j >= seen);
      begin_step(on, "rescale");
      const T joined = old_part * out.load(i, w) + new_part * mixed;
      begin_step(on, "normalise");
      out.store(i, w, joined / divisor);
    }
    state.store(i, 0, now), state.store(i, 1, total);
  }
};
using flash1 = flash1_of<false>;
using flash1_causal = flash1_of<true>;

}  // namespace conform
