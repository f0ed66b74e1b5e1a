#pragma once
// dense_standard: softmax attention as three passes through slow memory, S written, read, P written, read.

#include <conform/attention/rows.hpp>

namespace conform {

/// S = Q·Kᵀ·scale to slow memory; each row of S read, its softmax P written back; P read, out = P·V written.
/// scratch  n_q·n_k: S, and P in its place
/// source   Dao et al. 2022, algorithm 0, and the scale of Vaswani et al. 2017, eq. 1
struct dense_standard : variant_defaults {
  static constexpr const char* name = "dense_standard";
  static constexpr const char* title = "standard attention, S and P through slow memory";
  static constexpr const char* source = "Dao et al. 2022, algorithm 0; Vaswani et al. 2017, eq. 1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;
  static constexpr bool has_pairs = true, has_traffic = true, every_key = true;

  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  /// Vaswani et al. 2017, eq. 1: see softmax_over.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return attending::softmax_over(pairs(s), s.d_k, s.d_v);
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return attending::softmax_steps<N>(pairs(s), s.d_k, s.d_v);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  /// Dao et al. 2022, algorithm 0: Q, K, V and out move once; S is written, read, and so is P. (Each product reads each
  /// operand once: fast memory holds K, then V, and a row.)
  template <class N>
  static constexpr traffic<N> io(const variant_sizes<N>& s) {
    const N scores = s.n_q * s.n_k;
    return {(s.n_q + s.n_k) * s.d_k + s.n_k * s.d_v + N{2} * scores, N{2} * scores + s.n_q * s.d_v};
  }
  static constexpr const char* depth_formula = attending::softmax_depth;
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::depth_of_softmax(s.d_k, s.n_k);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    workspace<T> scores(on, p.size.n_q, p.size.n_k);
    score(p, on, scores);
    normalise(on, scores);
    mix(p, on, scores);
  }

 private:
  template <class T>
  static constexpr void score(const head_problem<T>& p, machine<T> on, const matrix<T>& scores) {
    const T scale = attending::scale_of(on, p.size.d_k);
    stage(on, p.k);
    for (long long i = 0; i < scores.rows; ++i) {
      const auto q = p.q.some_rows(i, 1);
      const auto row = scores.some_rows(i, 1);
      stage(on, q), reserve(on, row);
      for (long long j = 0; j < row.columns; ++j) row.store(0, j, attending::scaled_score<T>(on, q, 0, p.k, j, scale));
      write_back(on, row), drop(on, row), drop(on, q);
    }
    drop(on, p.k);
  }
  template <class T>
  static constexpr void normalise(machine<T> on, const matrix<T>& scores) {
    for (long long i = 0; i < scores.rows; ++i) {
      const auto row = scores.some_rows(i, 1);
      stage(on, row);
      attending::weigh_row(on, row, 0, row.columns);
      write_back(on, row), drop(on, row);
    }
  }
  template <class T>
  static constexpr void mix(const head_problem<T>& p, machine<T> on, const matrix<T>& weights) {
    begin_step(on, "output");
    stage(on, p.v);
    for (long long i = 0; i < weights.rows; ++i) {
      const auto row = weights.some_rows(i, 1);
      const auto out = p.out.some_rows(i, 1);
      stage(on, row), reserve(on, out);
      for (long long w = 0; w < out.columns; ++w) {
        T sum = on.number(0);
        for (long long j = 0; j < row.columns; ++j)
          sum = arithmetic::multiply_add(sum, row.load(0, j), p.v.load(j, w));
        out.store(0, w, sum);
      }
      write_back(on, out), drop(on, out), drop(on, row);
    }
    drop(on, p.v);
  }
};

}  // namespace conform
