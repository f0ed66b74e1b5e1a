#pragma once
// linformer: keys and values are projected along the sequence to a fixed length first.

#include <conform/attention/products.hpp>

namespace conform {

/// out = softmax(Q (E K)ᵀ / sqrt(d_k)) (F V), E and F (k, n_k) given. Dense attention where E and F are identities.
/// Every key is mixed into all projected keys, so a NaN in one is in every row.
/// scratch  k(d_k + d_v + 1): projected keys and values, the scores of one query
/// source   Wang et al. 2020, eq. 7
struct linformer : variant_defaults {
  static constexpr const char* name = "linformer";
  static constexpr const char* title = "Linformer: keys and values projected to length k";
  static constexpr const char* source = "Wang et al. 2020, eq. 7";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::k>;
  static constexpr fidelity kind = fidelity::approximate;
  static constexpr bool has_pairs = true, is_core = false;  // its projections are learned

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.k < 1 ? "a projected key is left" : s.d_k < 1 ? "a query has a component" : nullptr;
  }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("e", s.k, s.n_k).add("f", s.k, s.n_k);
  }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.k;
  }
  /// Wang et al. 2020, eq. 7: E K and F V are k·n_k·d_k and k·n_k·d_v multiply-adds; then softmax attention of n_q
  /// queries over k keys.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = attending::softmax_over(pairs(s), s.d_k, s.d_v);
    const N projected = s.k * s.n_k * (s.d_k + s.d_v);
    out.mul = out.mul + projected, out.add = out.add + projected, out.mac = out.mac + projected;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return step_list<N>()
        .add("key projection", "K' = E·K", attending::multiply_adds<N>(s.k * s.n_k * s.d_k))
        .add("value projection", "V' = F·V", attending::multiply_adds<N>(s.k * s.n_k * s.d_v))
        .add(attending::softmax_steps<N>(pairs(s), s.d_k, s.d_v, N{1}, {"S = Q·K'ᵀ", "S / √d_k", "O = P·V'"}));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.k * (s.d_k + s.d_v + N{1});
  }
  /// Wang et al. 2020, 4, O(nk), for each component.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return (s.n_q + s.n_k) * s.k * (s.d_k + s.d_v);
  }
  /// K' is a product and a tree over keys; then a score and softmax over k of them.
  static constexpr const char* depth_formula = "lg n_k + lg d_k + 3 lg k + 7";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::tree(s.n_k) + attending::tree(s.d_k) + 3 * attending::tree(s.k) + 7;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    workspace<T> k(on, s.k, s.d_k), v(on, s.k, s.d_v), row(on, 1, s.k);
    const T scale = attending::scale_of(on, s.d_k);
    begin_step(on, "key projection");
    attending::multiply(on, p.given[0], p.k, k);
    begin_step(on, "value projection");
    attending::multiply(on, p.given[1], p.v, v);
    head_problem<T> shorter = p;
    shorter.k = k, shorter.v = v;
    for (long long i = 0; i < s.n_q; ++i)
      attending::attend_row(shorter, on, row, scale, i, s.k, [](long long m) { return m; });
  }
};

}  // namespace conform
