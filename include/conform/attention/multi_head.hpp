#pragma once
// multi_head: a whole attention layer, projections included.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/attention/projected.hpp>

namespace conform {

/// Head h is softmax(Q_h K_hᵀ / sqrt(d_k)) V_h with Q, K, V = X W_Q, X W_K, X W_V; the heads side by side times W_O.
/// source   Vaswani et al. 2017, 3.2.2
struct multi_head : variant_defaults {
  static constexpr const char* name = "mha";
  static constexpr const char* title = "multi-head attention with its projections";
  static constexpr const char* source = "Vaswani et al. 2017, 3.2.2";
  using alphabet = symbols<struct sizes::n, struct sizes::heads, struct sizes::d_k, struct sizes::d_v,
                           struct sizes::d_m>;
  /// Formulas are of the paper's layer, where heads·d_k = heads·d_v = d_m = d. (gqa has them for any widths.)
  using formula_alphabet = symbols<struct sizes::n, struct sizes::heads, struct sizes::d>;
  static constexpr bool has_pairs = true, reads_k_v = false, reads_q = false, is_core = false,
                        square = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return projecting::impossible(s); }
  static constexpr matrix_shape result(const variant_sizes<long long>& s) { return {"out", s.n_q, s.d_m}; }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) { return projecting::inputs(s, s.heads); }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.heads * s.n_q * s.n_q;
  }
  /// Vaswani et al. 2017, 3.2.2: every head has keys and values of its own; see projecting::layer. In the paper's layer
  /// all four projections are n·d·d, so mul is n²(2d + heads) + 4nd², and so on.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s, const pattern& keys = full) {
    return projecting::layer(scored_pairs(keys, s.n_q, s.n_q), s.n_q, s.d_m, s.heads, widths_of(s));
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return projecting::layer_steps<N>(s.n_q * s.n_q, s.n_q, s.d_m, s.heads, widths_of(s));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return projecting::layer_scratch(s.n_q, widths_of(s));
  }
  /// Vaswani et al. 2017, table 1, n²·d, and the projections. (d is the width of all heads; a head has d/heads.)
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_q * s.d_m + s.n_q * s.d_m * s.d_m;
  }
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{s.heads}, {s.d_m}, 1};
  }
  static constexpr const char* depth_formula = projecting::layer_depth;
  static constexpr long long depth(const variant_sizes<long long>& s) { return projecting::depth(s); }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    projecting::attend(p, on, p.size.heads);
  }

 private:
  template <class N>
  static constexpr projecting::widths<N> widths_of(const variant_sizes<N>& s) {
    if constexpr (std::is_same_v<N, polynomial>)
      return {s.d_m, s.d_m, s.d_m, s.d_m};
    else
      return projecting::widths_of(s, s.heads);
  }
};
using mha = multi_head;

}  // namespace conform

#pragma GCC diagnostic pop
