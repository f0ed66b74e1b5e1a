#pragma once
// grouped_query: attention layers whose query heads share heads of keys and values.

#include <conform/attention/projected.hpp>

namespace conform {

/// multi_head, where each of kv_heads heads of keys and values serves heads/kv_heads neighbouring query heads.
/// scratch  n² + n(heads + kv_heads)(d_k + d_v): the scores of a head; queries, keys, values, mixed values of all
/// source   Ainslie et al. 2023, 2.2
struct gqa : variant_defaults {
  static constexpr const char* name = "gqa";
  static constexpr const char* title = "grouped-query attention with its projections";
  static constexpr const char* source = "Ainslie et al. 2023, 2.2";
  using alphabet = symbols<struct sizes::n, struct sizes::heads, struct sizes::kv_heads, struct sizes::d_k,
                           struct sizes::d_v, struct sizes::d_m>;
  static constexpr bool has_pairs = true, reads_k_v = false, reads_q = false, is_core = false,
                        square = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    if (s.kv_heads < 1 || s.heads % s.kv_heads != 0) return "kv_heads divides heads";
    return projecting::impossible(s);
  }
  static constexpr matrix_shape result(const variant_sizes<long long>& s) { return {"out", s.n_q, s.d_m}; }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) { return projecting::inputs(s, s.kv_heads); }
  /// Of every query head: sharing saves no pair.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.heads * s.n_q * s.n_q;
  }
  /// Ainslie et al. 2023, 2.2: as Vaswani et al. 2017, 3.2.2 (projecting::layer), but W_K and W_V have the columns of
  /// kv_heads heads, so that the projections are n·d_m(heads·d_k + kv_heads·d_k + kv_heads·d_v + heads·d_v).
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s, const pattern& keys = full) {
    return projecting::layer(scored_pairs(keys, s.n_q, s.n_q), s.n_q, s.d_m, s.heads,
                             projecting::widths_of(s, s.kv_heads));
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return projecting::layer_steps<N>(s.n_q * s.n_q, s.n_q, s.d_m, s.heads, projecting::widths_of(s, s.kv_heads));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return projecting::layer_scratch(s.n_q, projecting::widths_of(s, s.kv_heads));
  }
  /// The scores of all heads, and the projections of queries and output: those of keys and values are no larger.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.heads * s.n_q * (s.n_q + s.d_m) * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{s.kv_heads}, {s.heads}, 1};
  }
  static constexpr const char* depth_formula = projecting::layer_depth;
  static constexpr long long depth(const variant_sizes<long long>& s) { return projecting::depth(s); }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    projecting::attend(p, on, p.size.kv_heads);
  }
};

/// gqa, where all query heads share one head of keys and values.
/// source   Shazeer 2019, 3
struct mqa : gqa {
  static constexpr const char* name = "mqa";
  static constexpr const char* title = "multi-query attention with its projections";
  static constexpr const char* source = "Shazeer 2019, 3";
  using alphabet = symbols<struct sizes::n, struct sizes::heads, struct sizes::d_k, struct sizes::d_v,
                           struct sizes::d_m>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return gqa::impossible(grouped(s)); }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) { return gqa::inputs(grouped(s)); }
  /// Shazeer 2019, 3: W_K and W_V have the columns of one head.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s, const pattern& keys = full) {
    return gqa::claim(grouped(s), keys);
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return gqa::steps(grouped(s));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return gqa::scratch(grouped(s));
  }
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>&) {
    return {};
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    projecting::attend(p, on, 1);
  }

 private:
  template <class N>
  static constexpr variant_sizes<N> grouped(variant_sizes<N> s) {
    s.kv_heads = N{1};
    return s;
  }
};

}  // namespace conform
