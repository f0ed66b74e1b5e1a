#pragma once
// latent: multi-head latent attention. The cache holds one narrow latent for all heads, and a rotary key beside it;
// keys and values of a head are projections of the latent. One head, in two orders of the same products.

#include <conform/attention/products.hpp>

namespace conform {

/// What both forms are given: queries in two parts, q (n_q, d_k) and the rotary part (n_q, d_R), already turned; the
/// cache, a latent (n_k, d_c) and a rotary key (n_k, d_R), already turned; the head's W_UK (d_c, d_k), W_UV (d_c, d_v).
///   score = (q·k + q_rotary·k_rotary) / sqrt(d_k + d_R),  k = latent W_UK,  v = latent W_UV
/// source   DeepSeek-AI 2024 (DeepSeek-V2), eq. 10, 11 and 16 to 18
struct latent_attention : variant_defaults {
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v,
                           struct sizes::d_c, struct sizes::d_R>;
  static constexpr bool has_pairs = true, reads_k_v = false, is_core = false;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.d_k + s.d_R < 1 ? "a query has a component" : nullptr;
  }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list()
        .add("q_rotary", s.n_q, s.d_R)
        .add("latent", s.n_k, s.d_c)
        .add("k_rotary", s.n_k, s.d_R)
        .add("w_uk", s.d_c, s.d_k)
        .add("w_uv", s.d_c, s.d_v);
  }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }

 protected:
  /// row = softmax over all keys j of (a[i]·keys[j] + q_rotary[query]·k_rotary[j])·scale
  template <class T>
  static constexpr void weigh(const head_problem<T>& p, machine<T> on, const matrix<T>& row, T scale, long long query,
                              const readable<T>& a, long long i, const readable<T>& keys) {
    for (long long j = 0; j < keys.rows; ++j) {
      begin_step(on, "scores");
      const T product = attending::dot_onto(attending::dot(on, a, i, keys, j), p.given[0], query, p.given[2], j);
      begin_step(on, "scale");
      row.store(0, j, product * scale);
    }
    attending::weigh_row(on, row, 0, keys.rows);
  }
};

/// Keys and values are made of the latent first, as the definition reads.
/// scratch  n_k(d_k + d_v + 1): keys, values, and the scores of one query
struct mla_naive : latent_attention {
  static constexpr const char* name = "mla_naive";
  static constexpr const char* title = "latent attention, one head: keys and values made of the latent";
  static constexpr const char* source = "DeepSeek-AI 2024 (DeepSeek-V2), eq. 10, 11 and 16 to 18";

  /// DeepSeek-V2, eq. 10 and 11: latent W_UK and latent W_UV are n_k·d_c(d_k + d_v) multiply-adds; eq. 16 to 18: softmax
  /// attention with queries and keys of d_k + d_R and values of d_v.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = attending::softmax_over(pairs(s), s.d_k + s.d_R, s.d_v);
    const N made = s.n_k * s.d_c * (s.d_k + s.d_v);
    out.mul = out.mul + made, out.add = out.add + made, out.mac = out.mac + made;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return step_list<N>()
        .add("key up-projection", "K = latent·W_UK", attending::multiply_adds<N>(s.n_k * s.d_c * s.d_k))
        .add("value up-projection", "V = latent·W_UV", attending::multiply_adds<N>(s.n_k * s.d_c * s.d_v))
        .add(attending::softmax_steps<N>(pairs(s), s.d_k + s.d_R, s.d_v, N{1},
                                         {"S = Q·Kᵀ + Q_R·K_Rᵀ", "S / √(d_k + d_R)", "O = P·V"}));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_k * (s.d_k + s.d_v + N{1});
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_R + s.d_v) + s.n_k * s.d_c * (s.d_k + s.d_v);
  }
  /// K is a product and a tree over d_c; the sum of a score has d_k products with it, and d_R of inputs alone.
  static constexpr const char* depth_formula = "lg(4·2^(lg d_c)·d_k + 2·d_R) + 3 lg n_k + 5";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::met(s.d_k, attending::tree(s.d_c) + 2, s.d_R, 1) + 3 * attending::tree(s.n_k) + 5;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    workspace<T> k(on, s.n_k, s.d_k), v(on, s.n_k, s.d_v), row(on, 1, s.n_k);
    const T scale = attending::scale_of(on, s.d_k + s.d_R);
    begin_step(on, "key up-projection");
    attending::multiply(on, p.given[1], p.given[3], k);
    begin_step(on, "value up-projection");
    attending::multiply(on, p.given[1], p.given[4], v);
    for (long long i = 0; i < s.n_q; ++i) {
      weigh(p, on, row, scale, i, p.q, i, k);
      begin_step(on, "output");
      attending::multiply(on, row, v, p.out.some_rows(i, 1));
    }
  }
};

/// W_UK goes into the query and W_UV out of the sum over keys: q·(latent W_UK) = (q W_UKᵀ)·latent. All heads share what
/// is left as keys and values, the latent itself. The scale stays that of d_k + d_R, longer though the product is.
/// scratch  n_k + 2d_c: the scores of one query, the query and the mixed value as latents
struct mla_absorbed : latent_attention {
  static constexpr const char* name = "mla_absorbed";
  static constexpr const char* title = "latent attention, one head: projections absorbed by query and output";
  static constexpr const char* source = "DeepSeek-AI 2024 (DeepSeek-V2), 2.1.2 and eq. 16 to 18";

  /// DeepSeek-V2, 2.1.2: q W_UKᵀ and, of the mixed latent, its product with W_UV are n_q·d_c(d_k + d_v) multiply-adds;
  /// between them softmax attention with queries and keys of d_c + d_R and values of d_c.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = attending::softmax_over(pairs(s), s.d_c + s.d_R, s.d_c);
    const N moved = s.n_q * s.d_c * (s.d_k + s.d_v);
    out.mul = out.mul + moved, out.add = out.add + moved, out.mac = out.mac + moved;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return step_list<N>()
        .add("absorbed query", "Q' = Q·W_UKᵀ", attending::multiply_adds<N>(s.n_q * s.d_c * s.d_k))
        .add(attending::softmax_steps<N>(pairs(s), s.d_c + s.d_R, s.d_c, N{1},
                                         {"S = Q'·latentᵀ + Q_R·K_Rᵀ", "S / √(d_k + d_R)", "O' = P·latent"}))
        .add("absorbed output", "O = O'·W_UV", attending::multiply_adds<N>(s.n_q * s.d_c * s.d_v));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_k + N{2} * s.d_c;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_c + s.d_R) + s.n_q * s.d_c * (s.d_k + s.d_v);
  }
  /// Q' is a product and a tree over d_k; the sum of a score has d_c products with it, and d_R of inputs alone; at the end a
  /// product and a tree over d_c.
  static constexpr const char* depth_formula = "lg(4·2^(lg d_k)·d_c + 2·d_R) + 3 lg n_k + lg d_c + 6";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    using attending::tree;
    return attending::met(s.d_c, tree(s.d_k) + 2, s.d_R, 1) + 3 * tree(s.n_k) + tree(s.d_c) + 6;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    workspace<T> query(on, 1, s.d_c), mixed(on, 1, s.d_c), row(on, 1, s.n_k);
    const T scale = attending::scale_of(on, s.d_k + s.d_R);
    for (long long i = 0; i < s.n_q; ++i) {
      begin_step(on, "absorbed query");
      attending::multiply(on, p.q.some_rows(i, 1), p.given[3].transposed(), query);
      weigh(p, on, row, scale, i, query, 0, p.given[1]);
      begin_step(on, "output");
      attending::multiply(on, row, p.given[1], mixed);
      begin_step(on, "absorbed output");
      attending::multiply(on, mixed, p.given[4], p.out.some_rows(i, 1));
    }
  }
};

}  // namespace conform
