#pragma once
// flash2_backward: the gradients of softmax attention, its weights computed again from the log-sum-exp of each row.

#include <conform/attention/dense_backward.hpp>
#include <conform/attention/tiles.hpp>

namespace conform {
namespace attending {

/// exp(scale·q[i]·k[j] - L[i]): the weight of a pair, computed again.
template <class T>
constexpr T weight_again(machine<T> on, const readable<T>& q, long long i, const readable<T>& k, long long j, T scale,
                         T log_sum) {
  const T score = scaled_score(on, q, i, k, j, scale, "recomputed scores");
  begin_step(on, "recomputed softmax");
  return arithmetic::exp(score - log_sum);
}

}  // namespace attending

/// D = row sum of dO∘O first; then tiles of keys outside, of queries inside: P = exp(Q·Kᵀ·scale - L), and the rest as in
/// dense_backward, dK and dV of a tile kept in fast memory.
/// given    dO (n_q, d_v), O (n_q, d_v), L (n_q, 1)
/// made     dQ (n_q, d_k), dK (n_k, d_k), dV (n_k, d_v)
/// scratch  n_q: D
/// source   Dao 2023, algorithm 2
struct flash2_backward : variant_defaults {
  static constexpr const char* name = "flash2_backward";
  static constexpr const char* title = "gradients of FlashAttention-2, weights computed again";
  static constexpr const char* source = "Dao 2023, algorithm 2";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::B_r,
                           struct sizes::B_c>;
  static constexpr bool has_pairs = true, has_traffic = true, is_core = false;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return tiling::impossible(s); }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    matrix_list out;
    return out.add("d_out", s.n_q, s.d_v).add("out", s.n_q, s.d_v).add("lse", s.n_q, 1);
  }
  static constexpr matrix_shape result(const variant_sizes<long long>&) { return {}; }  // but for `outputs`
  static constexpr matrix_list outputs(const variant_sizes<long long>& s) { return dense_backward::outputs(s); }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  /// Dao 2023, algorithm 2: dense_backward's work, and again for every pair its dot product, scale, add (less L) and exp.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    const N all = pairs(s);
    operations<N> out;
    out.mul = all * (N{3} * s.d_k + N{2} * s.d_v + N{3}) + s.n_q * s.d_v;
    out.add = all * (N{3} * s.d_k + N{2} * s.d_v + N{2}) + s.n_q * s.d_v;
    out.exp = all;
    out.div = out.sqrt = N{1};
    out.mac = all * (N{3} * s.d_k + N{2} * s.d_v);
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s, const N& devices = N{1}) {
    const N all = pairs(s);
    operations<N> weights;
    weights.add = weights.exp = all;
    return step_list<N>()
        .add("recomputed scores", "S = Q·Kᵀ", attending::multiply_adds<N>(all * s.d_k))
        .add("scale", "S / √d_k", attending::scaling<N>(all, devices))
        .add("recomputed softmax", "P = exp(S - L)", weights)
        .add(attending::gradient_steps<N>(all, s.n_q, s));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_q;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  /// Dao 2023, algorithm 2: dO and O for D, which is written; K and V once; Q, dO, dQ, L and D for each tile of keys
  /// (not O, which line 9 lists, too, but no later line reads); dQ is written once at the start and after each tile, dK
  /// and dV once.
  template <class N>
  static constexpr traffic<N> io(const variant_sizes<N>& s) {
    const N rows = s.n_q * ceil_div(s.n_k, s.B_c), keys = s.n_k * (s.d_k + s.d_v);
    return {N{2} * s.n_q * s.d_v + keys + rows * (N{2} * s.d_k + s.d_v + N{2}),
            s.n_q + s.n_q * s.d_k + keys + rows * s.d_k};
  }
  /// A weight is its score, subtract, exp.
  static constexpr const char* depth_formula = "max(max(1, lg d_k) + 4, lg d_v + 2) + lg max(n_q, n_k) + 3";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::depth_of_gradients(s, attending::depth_of_score(s.d_k) + 2);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    workspace<T> overlaps(on, s.n_q, 1);
    start(p, on, overlaps);
    const T scale = attending::scale_of(on, s.d_k);
    for (long long from = 0; from < s.n_k; from += s.B_c) {
      const long long columns = tiling::least(s.B_c, s.n_k - from);
      const auto k = p.k.some_rows(from, columns), v = p.v.some_rows(from, columns);
      const auto d_k = p.made[1].some_rows(from, columns), d_v = p.made[2].some_rows(from, columns);
      stage(on, k), stage(on, v), reserve(on, d_k), reserve(on, d_v);
      attending::fill_zero(on, d_k), attending::fill_zero(on, d_v);
      for (long long first = 0; first < s.n_q; first += s.B_r) {
        const long long rows = tiling::least(s.B_r, s.n_q - first);
        const auto q = p.q.some_rows(first, rows), d_out = p.given[0].some_rows(first, rows);
        const auto lse = p.given[2].some_rows(first, rows);
        const auto d_q = p.made[0].some_rows(first, rows), own = overlaps.some_rows(first, rows);
        stage(on, q), stage(on, d_out), stage(on, d_q), stage(on, lse), stage(on, own);
        const attending::gradients<T> all{q, k, v, d_out, d_q, d_k, d_v};
        for (long long i = 0; i < rows; ++i)
          for (long long j = 0; j < columns; ++j)
            all.add(on, i, j, attending::weight_again(on, q, i, k, j, scale, lse.load(i, 0)), own.load(i, 0), scale);
        write_back(on, d_q);
        drop(on, q), drop(on, d_out), drop(on, d_q), drop(on, lse), drop(on, own);
      }
      write_back(on, d_k), write_back(on, d_v);
      drop(on, k), drop(on, v), drop(on, d_k), drop(on, d_v);
    }
  }

 private:
  template <class T>
  static constexpr void start(const head_problem<T>& p, machine<T> on, const matrix<T>& overlaps) {
    for (long long i = 0; i < p.size.n_q; ++i) {
      const auto d_out = p.given[0].some_rows(i, 1), out = p.given[1].some_rows(i, 1);
      const auto own = overlaps.some_rows(i, 1), d_q = p.made[0].some_rows(i, 1);
      stage(on, d_out), stage(on, out), reserve(on, own), reserve(on, d_q);
      own.store(0, 0, attending::overlap(on, d_out, out, 0));
      attending::fill_zero(on, d_q);
      write_back(on, own), write_back(on, d_q);
      drop(on, d_out), drop(on, out), drop(on, own), drop(on, d_q);
    }
  }
};

}  // namespace conform
