#pragma once
// delta: linear attention by the delta rule: a position corrects what the state holds under its key, in place of adding
// to it.

#include <conform/attention/recurrent.hpp>

namespace conform {

/// S_t = S_{t-1} + k_t (beta_t (v_t - S_{t-1}^T k_t))^T; out_t = q_t S_t
/// given    beta (n, 1), in (0, 1); q and k are features already, normalised where that is wanted
/// scratch  d_k·d_v + d_v: S and the correction of one position
/// source   Schlag et al. 2021, 4.2; Yang et al. 2024, 2.2
struct delta : recurring::recurrent_defaults {
  static constexpr const char* name = "delta";
  static constexpr const char* title = "delta rule (DeltaNet), recurrent form";
  static constexpr const char* source = "Schlag et al. 2021, 4.2; Yang et al. 2024, 2.2";
  static constexpr bool is_core = false;

  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("beta", s.n_k, 1, content::fraction);
  }
  /// Schlag et al. 2021, 4.2: a position takes d_k·d_v multiply-adds each for S^T k, for k u^T and for q S, where u is
  /// the correction: d_v add (v less what is held) and d_v mul (beta).
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out;
    out.mac = N{3} * s.n_q * s.d_k * s.d_v;
    out.mul = out.add = out.mac + s.n_q * s.d_v;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const N cells = s.n_q * s.d_k * s.d_v;
    operations<N> correction;
    correction.mul = correction.add = s.n_q * s.d_v;
    return step_list<N>()
        .add("retrieval", "Sᵀ·k", attending::multiply_adds<N>(cells))
        .add("correction", "u = β·(v - Sᵀ·k)", correction)
        .add("state", "S = S + k·uᵀ", attending::multiply_adds<N>(cells))
        .add("output", "o = q·S", attending::multiply_adds<N>(cells));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.d_k * s.d_v + s.d_v;
  }
  /// A position takes a product and the sum of d_k of them and v (lg(d_k + 1) levels and one, since they come later), a
  /// product with beta, one with k and an add; at the end q S is a product and a tree.
  static constexpr const char* depth_formula = "n (lg(d_k + 1) + 4) + lg d_k";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return s.n_q * (attending::tree(s.d_k + 1) + 4) + attending::tree(s.d_k);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const workspace<T> state(on, p.size.d_k, p.size.d_v), change(on, 1, p.size.d_v);
    for (long long t = 0; t < p.size.n_q; ++t) {
      recurring::clear_row(on, change, 0);
      recurring::clear_row(on, p.out, t);
      begin_step(on, "retrieval");
      for (long long f = 0; f < p.size.d_k; ++f) recurring::add_row(change, 0, p.k.load(t, f), state, f);
      begin_step(on, "correction");
      for (long long w = 0; w < p.size.d_v; ++w)
        change.store(0, w, p.given[0].load(t, 0) * (p.v.load(t, w) - change.load(0, w)));
      for (long long f = 0; f < p.size.d_k; ++f) {
        begin_step(on, "state");
        recurring::add_row(state, f, p.k.load(t, f), change, 0);
        begin_step(on, "output");
        recurring::add_row(p.out, t, p.q.load(t, f), state, f);
      }
    }
  }
};

}  // namespace conform
