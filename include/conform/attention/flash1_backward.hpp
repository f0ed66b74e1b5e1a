#pragma once
// flash1_backward: the gradients of FlashAttention, its weights computed again from the maximum and sum of each row.

#include <conform/attention/dense_backward.hpp>
#include <conform/attention/tiles.hpp>

namespace conform {

/// Tiles of keys outside, of queries inside: P = exp(Q·Kᵀ·scale - m) / l and D = row sum of dO∘O for each tile anew; the
/// rest as in dense_backward, dK and dV of a tile kept in fast memory.
/// given    dO (n_q, d_v), O (n_q, d_v), m (n_q, 1), l (n_q, 1)
/// made     dQ (n_q, d_k), dK (n_k, d_k), dV (n_k, d_v)
/// scratch  none
/// source   Dao et al. 2022, algorithm 4 (without dropout)
struct flash1_backward : variant_defaults {
  static constexpr const char* name = "flash1_backward";
  static constexpr const char* title = "gradients of FlashAttention, weights computed again";
  static constexpr const char* source = "Dao et al. 2022, algorithm 4";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::B_r,
                           struct sizes::B_c>;
  static constexpr bool has_pairs = true, has_traffic = true, is_core = false;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return tiling::impossible(s); }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    matrix_list out;
    return out.add("d_out", s.n_q, s.d_v).add("out", s.n_q, s.d_v).add("largest", s.n_q, 1).add("total", s.n_q, 1, content::fraction);
  }
  static constexpr matrix_shape result(const variant_sizes<long long>&) { return {}; }  // but for `outputs`
  static constexpr matrix_list outputs(const variant_sizes<long long>& s) { return dense_backward::outputs(s); }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  /// Dao et al. 2022, algorithm 4, lines 11 to 22: dense_backward's work for every pair, and again its dot product, scale,
  /// add (less m), exp and div (by l); D costs d_v multiply-adds for each (row, tile), of which there are
  /// n_q·ceil(n_k/B_c).
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    const N all = pairs(s), rows = s.n_q * ceil_div(s.n_k, s.B_c);
    operations<N> out;
    out.mul = all * (N{3} * s.d_k + N{2} * s.d_v + N{3}) + rows * s.d_v;
    out.add = all * (N{3} * s.d_k + N{2} * s.d_v + N{2}) + rows * s.d_v;
    out.exp = all;
    out.div = all + N{1};
    out.sqrt = N{1};
    out.mac = all * (N{3} * s.d_k + N{2} * s.d_v);
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const N all = pairs(s);
    operations<N> weights;
    weights.add = weights.exp = weights.div = all;
    return step_list<N>()
        .add("recomputed scores", "S = Q·Kᵀ", attending::multiply_adds<N>(all * s.d_k))
        .add("scale", "S / √d_k", attending::scaling<N>(all))
        .add("recomputed softmax", "P = exp(S - m) / l", weights)
        .add(attending::gradient_steps<N>(all, s.n_q * ceil_div(s.n_k, s.B_c), s));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>&) {
    return N{};
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  /// Dao et al. 2022, algorithm 4: K and V once; Q, O, dO, dQ, m and l for each tile of keys; dQ, dK and dV are written
  /// once at the start (line 5), dQ after each tile, dK and dV once at the end.
  template <class N>
  static constexpr traffic<N> io(const variant_sizes<N>& s) {
    const N rows = s.n_q * ceil_div(s.n_k, s.B_c), keys = s.n_k * (s.d_k + s.d_v);
    return {keys + rows * (N{2} * s.d_k + N{2} * s.d_v + N{2}), s.n_q * s.d_k + N{2} * keys + rows * s.d_k};
  }
  /// A weight is its score, subtract, exp, div.
  static constexpr const char* depth_formula = "max(max(1, lg d_k) + 5, lg d_v + 2) + lg max(n_q, n_k) + 3";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::depth_of_gradients(s, attending::depth_of_score(s.d_k) + 3);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    for (int i = 0; i < 3; ++i) start(on, p.made[i]);
    const T scale = attending::scale_of(on, s.d_k);
    for (long long from = 0; from < s.n_k; from += s.B_c) {
      const long long columns = tiling::least(s.B_c, s.n_k - from);
      const auto k = p.k.some_rows(from, columns), v = p.v.some_rows(from, columns);
      const auto d_k = p.made[1].some_rows(from, columns), d_v = p.made[2].some_rows(from, columns);
      stage(on, k), stage(on, v), reserve(on, d_k), reserve(on, d_v);
      for (long long first = 0; first < s.n_q; first += s.B_r)
        tile(p, on, first, tiling::least(s.B_r, s.n_q - first), k, v, d_k, d_v, scale);
      write_back(on, d_k), write_back(on, d_v);
      drop(on, k), drop(on, v), drop(on, d_k), drop(on, d_v);
    }
  }

 private:
  template <class T>
  static constexpr void start(machine<T> on, const matrix<T>& cells) {
    for (long long i = 0; i < cells.rows; ++i) {
      const auto row = cells.some_rows(i, 1);
      reserve(on, row);
      attending::fill_zero(on, row);
      write_back(on, row), drop(on, row);
    }
  }
  template <class T>
  static constexpr void tile(const head_problem<T>& p, machine<T> on, long long first, long long rows,
                             const matrix<const T>& k, const matrix<const T>& v, const matrix<T>& d_k,
                             const matrix<T>& d_v, T scale) {
    const auto q = p.q.some_rows(first, rows), d_out = p.given[0].some_rows(first, rows);
    const auto out = p.given[1].some_rows(first, rows), top = p.given[2].some_rows(first, rows);
    const auto total = p.given[3].some_rows(first, rows);
    const auto d_q = p.made[0].some_rows(first, rows);
    stage(on, q), stage(on, d_out), stage(on, out), stage(on, d_q), stage(on, top), stage(on, total);
    const attending::gradients<T> all{q, k, v, d_out, d_q, d_k, d_v};
    for (long long i = 0; i < rows; ++i) {
      const T overlap = attending::overlap(on, d_out, out, i);
      for (long long j = 0; j < k.rows; ++j) {
        const T score = attending::scaled_score(on, q, i, k, j, scale, "recomputed scores");
        begin_step(on, "recomputed softmax");
        const T weight = arithmetic::exp(score - top.load(i, 0)) / total.load(i, 0);
        all.add(on, i, j, weight, overlap, scale);
      }
    }
    write_back(on, d_q);
    drop(on, q), drop(on, d_out), drop(on, out), drop(on, d_q), drop(on, top), drop(on, total);
  }
};

}  // namespace conform
