#pragma once
// cosformer: linear attention with features relu(x), weighted by the cosine of the distance of query and key.

#include <conform/attention/recurrent.hpp>

namespace conform {

/// Weight of key j for query i: relu(q_i)·relu(k_j)·cos(pi(i - j)/2M), M >= n_q, n_k. Since
/// cos(a - b) = cos a cos b + sin a sin b, that is the product of 2·d_k features, relu(x)·cos and relu(x)·sin.
/// given    cos and sin of pi·i/2M for every position i
/// scratch  2·d_k·d_v + 2·d_k: the sums over the keys
/// source   Qin et al. 2022 (cos-based re-weighting)
struct cosformer : variant_defaults {
  static constexpr const char* name = "cosformer";
  static constexpr const char* title = "cosFormer: linear attention, features relu, weighted by cosines of distance";
  static constexpr const char* source = "Qin et al. 2022 (cos-based re-weighting)";
  static constexpr fidelity kind = fidelity::other;
  static constexpr bool every_key = true;
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;

  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    const long long positions = s.n_q < s.n_k ? s.n_k : s.n_q;
    return matrix_list().add("cos", positions, 1, content::fraction).add("sin", positions, 1, content::fraction);
  }
  /// Qin et al. 2022: an element is a cmp (relu) and two mul (cos, sin); then the sums and quotients of 2·d_k
  /// features (recurrent.hpp).
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = recurring::weighted_average(s.n_q, s.n_k, N{2} * s.d_k, s.d_v);
    out.cmp = (s.n_q + s.n_k) * s.d_k;
    out.mul = out.mul + N{2} * (s.n_q + s.n_k) * s.d_k;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    operations<N> features;
    features.cmp = (s.n_q + s.n_k) * s.d_k, features.mul = N{2} * features.cmp;
    return recurring::weighted_steps<N>("φ(x) = relu(x)·cos, relu(x)·sin of Q and K", features, s.n_q, s.n_k,
                                        N{2} * s.d_k, s.d_v);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return N{2} * s.d_k * (s.d_v + N{1});
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return (s.n_q + s.n_k) * s.d_k * s.d_v;
  }
  /// A feature takes a product; S a product and a tree over keys, phi(q) S a product and a tree over features, div. (relu
  /// is a maximum with 0 of one operation.)
  static constexpr const char* depth_formula = "lg n_k + lg(2·d_k) + 5";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::tree(s.n_k) + attending::tree(2 * s.d_k) + 5;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const matrix<const T>&cosine = p.given[0], &sine = p.given[1];
    const recurring::weighted_sums<T> sums(on, 2 * p.size.d_k, p.size.d_v);
    for (long long j = 0; j < p.size.n_k; ++j)
      for (long long f = 0; f < p.size.d_k; ++f) {
        begin_step(on, "features");
        const T x = arithmetic::larger(p.k.load(j, f), on.number(0));
        const T even = x * cosine.load(j, 0), odd = x * sine.load(j, 0);
        begin_step(on, "state");
        sums.learn(f, even, p.v, j);
        sums.learn(p.size.d_k + f, odd, p.v, j);
      }
    for (long long i = 0; i < p.size.n_q; ++i) {
      T total = on.number(0);
      recurring::clear_row(on, p.out, i);
      for (long long f = 0; f < p.size.d_k; ++f) {
        begin_step(on, "features");
        const T x = arithmetic::larger(p.q.load(i, f), on.number(0));
        const T even = x * cosine.load(i, 0), odd = x * sine.load(i, 0);
        begin_step(on, "output");
        sums.recall(f, even, p.out, i, total);
        sums.recall(p.size.d_k + f, odd, p.out, i, total);
      }
      begin_step(on, "normalise");
      recurring::divide_row(p.out, i, total);
    }
  }
};

}  // namespace conform
