#pragma once
// dense_standard_backward: the gradients of standard attention as five passes through slow memory, dP and dS written.

#include <conform/attention/dense_backward.hpp>

namespace conform {

/// dV = Pᵀ·dO; dP = dO·Vᵀ to slow memory; each row of P and dP read, D = row sum of P∘dP and dS = scale·P∘(dP - D)
/// written back; dQ = dS·K; dK = dSᵀ·Q.
/// given    dO (n_q, d_v), P (n_q, n_k)
/// made     dQ (n_q, d_k), dK (n_k, d_k), dV (n_k, d_v)
/// scratch  n_q·n_k: dP, and dS in its place
/// source   Dao et al. 2022, algorithm 3, and a scale
struct dense_standard_backward : variant_defaults {
  static constexpr const char* name = "dense_standard_backward";
  static constexpr const char* title = "gradients of standard attention, P, dP and dS through slow memory";
  static constexpr const char* source = "Dao et al. 2022, algorithm 3";
  using alphabet = dense_backward::alphabet;
  static constexpr bool has_pairs = true, has_traffic = true, is_core = false;

  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    matrix_list out;
    return out.add("d_out", s.n_q, s.d_v).add("weights", s.n_q, s.n_k, content::fraction);
  }
  static constexpr matrix_shape result(const variant_sizes<long long>&) { return {}; }  // but for `outputs`
  static constexpr matrix_list outputs(const variant_sizes<long long>& s) { return dense_backward::outputs(s); }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  /// Dao et al. 2022, algorithm 3: four products of n_q·n_k·d each (dV, dP over d_v, dQ, dK over d_k); line 3 is a mul and an
  /// add (D), an add (dP - D) and two mul (P, scale) a pair.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    const N all = pairs(s);
    operations<N> out;
    out.mac = all * (N{2} * s.d_k + N{2} * s.d_v);
    out.mul = out.mac + N{3} * all;
    out.add = out.mac + N{2} * all;
    out.div = out.sqrt = N{1};
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const N all = pairs(s);
    operations<N> d_scores;
    d_scores.mul = N{3} * all, d_scores.add = N{2} * all;
    return step_list<N>()
        .add("scale", "1 / √d_k", attending::scaling<N>(N{}))
        .add("dV", "dV = Pᵀ·dO", attending::multiply_adds<N>(all * s.d_v))
        .add("dP", "dP = dO·Vᵀ", attending::multiply_adds<N>(all * s.d_v))
        .add("dS", "dS = P ⊙ (dP - D) / √d_k, D = row sum of P ⊙ dP", d_scores)
        .add("dQ", "dQ = dS·K", attending::multiply_adds<N>(all * s.d_k))
        .add("dK", "dK = dSᵀ·Q", attending::multiply_adds<N>(all * s.d_k));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  /// Dao et al. 2022, algorithm 3, E = n_q·n_k: line 1 reads P, dO; 2 reads dO, V and writes dP; 3 reads P, dP and writes
  /// dS; 4 reads dS, K; 5 reads dS, Q; each writes its gradient. (Each product reads each operand once.)
  template <class N>
  static constexpr traffic<N> io(const variant_sizes<N>& s) {
    const N all = pairs(s), gradients = s.n_q * s.d_k + s.n_k * (s.d_k + s.d_v);
    return {N{5} * all + N{2} * s.n_q * s.d_v + s.n_k * s.d_v + (s.n_q + s.n_k) * s.d_k, N{2} * all + gradients};
  }
  /// As dense_backward, but D is the sum of P ⊙ dP over keys, a product and a tree behind dP.
  static constexpr const char* depth_formula = "lg d_v + lg n_k + lg max(n_q, n_k) + 6";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    using attending::tree;
    return tree(s.d_v) + tree(s.n_k) + tree(attending::most(s.n_q, s.n_k)) + 6;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const auto& d_out = p.given[0];
    const auto& weights = p.given[1];
    workspace<T> scores(on, p.size.n_q, p.size.n_k);  // dP, then dS
    const T scale = attending::scale_of(on, p.size.d_k);
    gather(on, "dV", weights, d_out, p.made[2]);
    spread(on, "dP", d_out, p.v.transposed(), scores);
    for (long long i = 0; i < scores.rows; ++i) differentiate(on, weights.some_rows(i, 1), scores.some_rows(i, 1), scale);
    spread(on, "dQ", scores, p.k, p.made[0]);
    gather(on, "dK", scores, p.q, p.made[1]);
  }

 private:
  /// out = aᵀ·b, row by row of a and b; out stays in fast memory.
  template <class T>
  static constexpr void gather(machine<T> on, const char* step, const readable<T>& a, const readable<T>& b,
                               const matrix<T>& out) {
    begin_step(on, step);
    reserve(on, out);
    attending::fill_zero(on, out);
    for (long long i = 0; i < a.rows; ++i) {
      const auto left = a.some_rows(i, 1), right = b.some_rows(i, 1);
      stage(on, left), stage(on, right);
      for (long long j = 0; j < out.rows; ++j)
        for (long long f = 0; f < out.columns; ++f)
          out.store(j, f, arithmetic::multiply_add(out.load(j, f), left.load(0, j), right.load(0, f)));
      drop(on, left), drop(on, right);
    }
    write_back(on, out), drop(on, out);
  }
  /// out = a·b, row by row of a and out; b stays in fast memory.
  template <class T>
  static constexpr void spread(machine<T> on, const char* step, const readable<T>& a, const readable<T>& b,
                               const matrix<T>& out) {
    begin_step(on, step);
    stage(on, b);
    for (long long i = 0; i < a.rows; ++i) {
      const auto left = a.some_rows(i, 1);
      const auto row = out.some_rows(i, 1);
      stage(on, left), reserve(on, row);
      for (long long f = 0; f < out.columns; ++f) {
        T sum = on.number(0);
        for (long long j = 0; j < b.rows; ++j) sum = arithmetic::multiply_add(sum, left.load(0, j), b.load(j, f));
        row.store(0, f, sum);
      }
      write_back(on, row), drop(on, row), drop(on, left);
    }
    drop(on, b);
  }
  /// A row of dP becomes one of dS.
  template <class T>
  static constexpr void differentiate(machine<T> on, const readable<T>& weights, const matrix<T>& row, T scale) {
    begin_step(on, "dS");
    stage(on, weights), stage(on, row);
    T overlap = on.number(0);
    for (long long j = 0; j < row.columns; ++j) overlap = overlap + weights.load(0, j) * row.load(0, j);
    for (long long j = 0; j < row.columns; ++j)
      row.store(0, j, scale * (weights.load(0, j) * (row.load(0, j) - overlap)));
    write_back(on, row), drop(on, row), drop(on, weights);
  }
};

}  // namespace conform
