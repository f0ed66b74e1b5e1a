#pragma once
// dense_backward: the gradients of softmax attention, from the stored weights.

#include <conform/attention/rows.hpp>

namespace conform {
namespace attending {

/// D[i] = sum over w of dO[i, w]·O[i, w]
template <class T>
constexpr T overlap(machine<T> on, const matrix<const T>& gradient, const matrix<const T>& output, long long i) {
  begin_step(on, "row sums");
  T sum = on.number(0);
  for (long long w = 0; w < output.columns; ++w) sum = sum + gradient.load(i, w) * output.load(i, w);
  return sum;
}

/// What the pair (i, j) of weight P brings: dV[j] += P·dO[i]; with dP = dO[i]·V[j] and dS = scale·P·(dP - D):
/// dQ[i] += dS·K[j], dK[j] += dS·Q[i].
template <class T>
struct gradients {
  matrix<const T> q, k, v, d_out;
  matrix<T> d_q, d_k, d_v;

  constexpr void add(machine<T> on, long long i, long long j, T weight, T overlap_of_row, T scale) const {
    begin_step(on, "dV");
    for (long long w = 0; w < v.columns; ++w)
      d_v.store(j, w, arithmetic::multiply_add(d_v.load(j, w), weight, d_out.load(i, w)));
    begin_step(on, "dP");
    const T d_weight = dot(on, d_out, i, v, j);
    begin_step(on, "dS");
    const T d_score = scale * (weight * (d_weight - overlap_of_row));
    for (long long f = 0; f < q.columns; ++f) {
      begin_step(on, "dQ");
      d_q.store(i, f, arithmetic::multiply_add(d_q.load(i, f), d_score, k.load(j, f)));
      begin_step(on, "dK");
      d_k.store(j, f, arithmetic::multiply_add(d_k.load(j, f), d_score, q.load(i, f)));
    }
  }
};

/// The depth of gradients whose weights are made again at this one: dP - D is a product, a tree and a subtract; then two
/// products (P, scale), and dQ and dK a product and a tree over keys or queries.
constexpr long long depth_of_gradients(const variant_sizes<long long>& s, long long weight) {
  return most(weight, tree(s.d_v) + 2) + 3 + tree(most(s.n_q, s.n_k));
}

/// The steps of the gradients: D so many times a row, the rest for each of so many pairs.
template <class N>
constexpr step_list<N> gradient_steps(const N& pairs, const N& rows, const variant_sizes<N>& s) {
  operations<N> sums, d_score;
  sums.mul = sums.add = rows * s.d_v;
  d_score.add = pairs, d_score.mul = N{2} * pairs;
  return step_list<N>()
      .add("row sums", "D = row sum of dO ⊙ O", sums)
      .add("dV", "dV = Pᵀ·dO", multiply_adds<N>(pairs * s.d_v))
      .add("dP", "dP = dO·Vᵀ", multiply_adds<N>(pairs * s.d_v))
      .add("dS", "dS = P ⊙ (dP - D) / √d_k", d_score)
      .add("dQ", "dQ = dS·K", multiply_adds<N>(pairs * s.d_k))
      .add("dK", "dK = dSᵀ·Q", multiply_adds<N>(pairs * s.d_k));
}

template <class T>
constexpr void fill_zero(machine<T> on, const matrix<T>& cells) {
  for (long long i = 0; i < cells.rows; ++i)
    for (long long j = 0; j < cells.columns; ++j) cells.store(i, j, on.number(0));
}

}  // namespace attending

/// D = row sum of dO∘O; dV = Pᵀ·dO, dP = dO·Vᵀ, dS = scale·P∘(dP - D), dQ = dS·K, dK = dSᵀ·Q
/// given    dO (n_q, d_v), O (n_q, d_v), P (n_q, n_k)
/// made     dQ (n_q, d_k), dK (n_k, d_k), dV (n_k, d_v)
/// scratch  none
/// source   Dao et al. 2022, appendix B.2, and the scale of Vaswani et al. 2017, eq. 1
struct dense_backward : variant_defaults {
  static constexpr const char* name = "dense_backward";
  static constexpr const char* title = "gradients of dense attention from stored weights";
  static constexpr const char* source = "Dao et al. 2022, B.2; Vaswani et al. 2017, eq. 1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;
  static constexpr bool has_pairs = true, is_core = false;

  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    matrix_list out;
    return out.add("d_out", s.n_q, s.d_v).add("out", s.n_q, s.d_v).add("weights", s.n_q, s.n_k, content::fraction);
  }
  static constexpr matrix_shape result(const variant_sizes<long long>&) { return {}; }  // but for `outputs`
  static constexpr matrix_list outputs(const variant_sizes<long long>& s) {
    matrix_list out;
    return out.add("d_q", s.n_q, s.d_k).add("d_k", s.n_k, s.d_k).add("d_v", s.n_k, s.d_v);
  }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  /// Dao et al. 2022, B.2: four products of n_q·n_k·d each (dV and dP over d_v, dQ and dK over d_k), an add (dP - D) and two
  /// mul (P, scale) a pair, and n_q·d_v multiply-adds for D.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    const N all = pairs(s);
    operations<N> out;
    out.mul = all * (N{2} * s.d_k + N{2} * s.d_v + N{2}) + s.n_q * s.d_v;
    out.add = all * (N{2} * s.d_k + N{2} * s.d_v + N{1}) + s.n_q * s.d_v;
    out.div = out.sqrt = N{1};
    out.mac = all * (N{2} * s.d_k + N{2} * s.d_v);
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return step_list<N>()
        .add("scale", "1 / √d_k", attending::scaling<N>(N{}))
        .add(attending::gradient_steps<N>(pairs(s), s.n_q, s));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>&) {
    return N{};
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  /// dP and D are a product and a tree; subtract, two products (P, scale), and dQ and dK a product and a tree over keys or
  /// queries.
  static constexpr const char* depth_formula = "lg d_v + lg max(n_q, n_k) + 5";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::tree(s.d_v) + attending::tree(attending::most(s.n_q, s.n_k)) + 5;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const attending::gradients<T> all{p.q, p.k, p.v, p.given[0], p.made[0], p.made[1], p.made[2]};
    for (int i = 0; i < 3; ++i) attending::fill_zero(on, p.made[i]);
    const T scale = attending::scale_of(on, p.size.d_k);
    for (long long i = 0; i < p.size.n_q; ++i) {
      const T overlap = attending::overlap(on, p.given[0], p.given[1], i);
      for (long long j = 0; j < p.size.n_k; ++j) all.add(on, i, j, p.given[2].load(i, j), overlap, scale);
    }
  }
};

}  // namespace conform
