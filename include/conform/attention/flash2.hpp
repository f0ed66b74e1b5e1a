#pragma once
// flash2: FlashAttention-2. Tiles of queries outside, tiles of keys inside; the output is divided by its sum at the end.

#include <conform/attention/tiles.hpp>

namespace conform {

/// For a tile of queries, over the tiles of keys: m' = max(m, row max of S), P = exp(S - m'), c = exp(m - m'),
/// l = c l + row sum of P, O = c O + P V; at the end O / l and L = m + log l.
/// scratch  B_r·B_c + B_r·d_v + 2B_r: the tile of scores, of the output, and m and l
/// source   Dao 2023, algorithm 1, and a scale; lines 13 and 15, which make L, only where it is written
template <bool Ordered, bool WithSum>
struct flash2_of : variant_defaults {
  static constexpr const char* name = Ordered ? (WithSum ? "flash2_lse_causal" : "flash2_causal")
                                              : (WithSum ? "flash2_lse" : "flash2");
  static constexpr const char* title = Ordered ? (WithSum ? "FlashAttention-2, causal, log-sum-exp written"
                                                          : "FlashAttention-2, causal, masked tiles skipped")
                                               : (WithSum ? "FlashAttention-2, log-sum-exp written" : "FlashAttention-2");
  static constexpr const char* source = Ordered ? "Dao 2023, algorithm 1 and 3.1.1 (masked tiles)" : "Dao 2023, algorithm 1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::B_r,
                           struct sizes::B_c>;
  using formula_alphabet = tiling::formula_alphabet<Ordered, alphabet>;
  static constexpr bool has_pairs = true, has_traffic = true, enclosed = Ordered,
                        square_tiles = Ordered;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return tiling::impossible(s); }
  static constexpr matrix_list outputs(const variant_sizes<long long>& s) {
    matrix_list out;
    if (WithSum) out.add("lse", s.n_q, 1);
    return out;
  }
  /// Pairs in the tiles that are visited: a visited tile is scored whole.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return tiling::visits(s, Ordered).pairs;
  }
  /// Dao 2023, algorithm 1: a scored pair costs its dot product, the scale, a cmp (row max), an add (subtract), an exp,
  /// an add (row sum) and d_v multiply-adds; each (row, tile) of which there are R a cmp (max with m), add and exp
  /// (c), mul and add (l), d_v mul (c O). At the end n_q·d_v div; with L an add and a log a row.
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
    return steps_of(s, tiling::visits(s, Ordered), N{1});
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.B_r * s.B_c + s.B_r * s.d_v + N{2} * s.B_r;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  /// Dao 2023, algorithm 1: Q and the output move once, K and V once for each tile of queries (for the part it visits).
  template <class N>
  static constexpr traffic<N> io(const variant_sizes<N>& s) {
    return {s.n_q * s.d_k + tiling::visits(s, Ordered).keys * (s.d_k + s.d_v),
            s.n_q * s.d_v + (WithSum ? s.n_q : N{})};
  }
  /// The first tile of b = min(B_c, n_k) keys: score, tree of the row max, subtract, exp, product, and the tree of b
  /// products and c O; two more for each tile that follows (a mul for c O, an add); at the end a div. The row sum is a tree
  /// of b weights and of c l one level deeper; with L a log and an add come after it.
  static constexpr const char* depth_formula =
      WithSum ? "max(1, lg d_k) + lg b + lg(b + 2) + 2 ceil(n_k/B_c) + 4, b = min(B_c, n_k)"
              : "max(1, lg d_k) + lg b + lg(b + 1) + 2 ceil(n_k/B_c) + 4, b = min(B_c, n_k)";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return depth_of_tiles(s.d_k, tiling::least(s.B_c, s.n_k), (s.n_k + s.B_c - 1) / s.B_c);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    workspace<T> scores(on, s.B_r, s.B_c, level::fast), sums(on, s.B_r, s.d_v, level::fast);
    workspace<T> state(on, s.B_r, 2, level::fast);  // m and l
    const T scale = attending::scale_of(on, s.d_k);
    for (long long first = 0; first < s.n_q; first += s.B_r) {
      const long long rows = tiling::least(s.B_r, s.n_q - first), keys = tiling::keys_visited(first, rows, s, Ordered);
      const auto queries = p.q.some_rows(first, rows);
      stage(on, queries);
      for (long long i = 0; i < rows; ++i) {
        for (long long w = 0; w < s.d_v; ++w) sums.store(i, w, on.number(0));
        state.store(i, 0, on.number(-arithmetic::series::infinity)), state.store(i, 1, on.number(0));
      }
      for (long long from = 0; from < keys; from += s.B_c) {
        const long long columns = tiling::least(s.B_c, s.n_k - from);
        const auto k = p.k.some_rows(from, columns), v = p.v.some_rows(from, columns);
        stage(on, k), stage(on, v);
        for (long long i = 0; i < rows; ++i) {
          const long long seen = Ordered ? first + i + s.n_k - s.n_q + 1 - from : columns;  // keys not masked
          step(on, scores, sums, state, queries, k, v, scale, i, columns, seen);
        }
        drop(on, k), drop(on, v);
      }
      drop(on, queries);
      finish(p, on, sums, state, first, rows);
    }
  }

 protected:
  static constexpr long long depth_of_tiles(long long d_k, long long columns, long long tiles) {
    return attending::depth_of_score(d_k) + attending::tree(columns) + attending::tree(columns + (WithSum ? 2 : 1)) + 4 +
           2 * (tiles - 1);
  }
  template <class N>
  static constexpr operations<N> claim_of(const variant_sizes<N>& s, const tiling::visited<N>& v) {
    operations<N> out;
    out.mul = v.pairs * (s.d_k + N{1} + s.d_v) + v.rows * (N{1} + s.d_v);
    out.add = v.pairs * (s.d_k + N{2} + s.d_v) + N{2} * v.rows + (WithSum ? s.n_q : N{});
    out.cmp = out.exp = v.pairs + v.rows;
    out.div = s.n_q * s.d_v + N{1};
    out.sqrt = N{1};
    out.log = WithSum ? s.n_q : N{};
    out.mac = v.pairs * (s.d_k + s.d_v);
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps_of(const variant_sizes<N>& s, const tiling::visited<N>& v, const N& devices) {
    operations<N> quotients, sums;
    quotients.div = s.n_q * s.d_v;
    sums.add = sums.log = s.n_q;
    step_list<N> out = tiling::running_steps(s, v, devices);
    out.add("normalise", "O / l", quotients);
    if (WithSum) out.add("log-sum-exp", "L = m + log l", sums);
    return out;
  }
  /// One row of a tile.
  template <class T>
  static constexpr void step(machine<T> on, const matrix<T>& scores, const matrix<T>& sums, const matrix<T>& state,
                             const matrix<const T>& q, const matrix<const T>& k, const matrix<const T>& v, T scale,
                             long long i, long long columns, long long seen) {
    T top = on.number(-arithmetic::series::infinity);
    for (long long j = 0; j < columns; ++j) {
      T score = attending::scaled_score(on, q, i, k, j, scale);
      if (j >= seen) score = on.number(-arithmetic::series::infinity);  // masked: as costly as any other
      scores.store(i, j, score);
      begin_step(on, "softmax");
      top = arithmetic::larger(top, score);
    }
    begin_step(on, "statistics");
    const T before = state.load(i, 0), now = arithmetic::larger(before, top);
    const T reference = arithmetic::zero_if_infinite(now);  // a row without keys so far
    const T rescale = arithmetic::exp(before - reference);
    begin_step(on, "softmax");
    T sum = on.number(0);
    for (long long j = 0; j < columns; ++j) {
      const T weight = arithmetic::exp(scores.load(i, j) - reference);
      sum = sum + weight;
      scores.store(i, j, weight);
    }
    begin_step(on, "statistics");
    state.store(i, 0, now), state.store(i, 1, rescale * state.load(i, 1) + sum);
    for (long long w = 0; w < v.columns; ++w) {
      begin_step(on, "rescale");
      T mixed = rescale * sums.load(i, w);
      begin_step(on, "output");
      for (long long j = 0; j < columns; ++j)
        mixed = attending::weighted(on, mixed, scores.load(i, j), v, j, w, j >= seen);
      sums.store(i, w, mixed);
    }
  }
  template <class T>
  static constexpr void finish(const head_problem<T>& p, machine<T> on, const matrix<T>& sums, const matrix<T>& state,
                               long long first, long long rows) {
    const auto out = p.out.some_rows(first, rows);
    reserve(on, out);
    begin_step(on, "normalise");
    for (long long i = 0; i < rows; ++i) {
      const T sum = arithmetic::one_if_zero(state.load(i, 1));
      for (long long w = 0; w < out.columns; ++w) out.store(i, w, sums.load(i, w) / sum);
    }
    write_back(on, out), drop(on, out);
    if constexpr (WithSum) {
      const auto lse = p.made[0].some_rows(first, rows);
      reserve(on, lse);
      begin_step(on, "log-sum-exp");
      for (long long i = 0; i < rows; ++i) lse.store(i, 0, state.load(i, 0) + arithmetic::log(state.load(i, 1)));
      write_back(on, lse), drop(on, lse);
    }
  }
};
using flash2 = flash2_of<false, false>;
using flash2_causal = flash2_of<true, false>;
using flash2_lse = flash2_of<false, true>;
using flash2_lse_causal = flash2_of<true, true>;

}  // namespace conform
