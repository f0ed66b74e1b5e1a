#pragma once
// online: softmax attention in two passes over the keys, with a running maximum and sum; the scores of one row are kept.

#include <conform/attention/pattern.hpp>
#include <conform/attention/rows.hpp>

namespace conform {

/// First pass: m' = max(m, s_j), l = l·exp(m - m') + exp(s_j - m'); second pass: the scores again, out = sum of
/// exp(s_j - m)/l · v_j.
/// scratch  n_k: the scores of one row
/// source   Milakov and Gimelshein 2018, algorithm 3
template <bool Ordered>
struct online_of : variant_defaults {
  static constexpr const char* name = Ordered ? "online_causal" : "online";
  static constexpr const char* title =
      Ordered ? "two-pass softmax attention with a running maximum and sum, causal"
              : "two-pass softmax attention with a running maximum and sum";
  static constexpr const char* source = "Milakov and Gimelshein 2018, algorithm 3";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;
  static constexpr bool has_pairs = true;
  static constexpr pattern keys = Ordered ? causal : full;

  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return scored_pairs(keys, s.n_q, s.n_k);
  }
  /// Milakov and Gimelshein 2018, algorithm 3: a pair costs cmp (max, line 4), add and exp for exp(m - m'), mul, add
  /// and exp for exp(s - m'), add (sum, line 5); then, its score kept, add, exp and div for its weight (line 8); d_v
  /// multiply-adds.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    const N all = pairs(s);
    operations<N> out;
    out.mul = all * (s.d_k + N{2} + s.d_v);
    out.add = all * (s.d_k + N{4} + s.d_v);
    out.cmp = all;
    out.exp = N{3} * all;
    out.div = all + N{1};
    out.sqrt = N{1};
    out.mac = all * (s.d_k + s.d_v);
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const N all = pairs(s);
    operations<N> running, weights;
    running.cmp = running.mul = all, running.exp = N{2} * all, running.add = N{3} * all;
    weights.add = weights.exp = weights.div = all;
    return step_list<N>()
        .add("scores", "S = Q·Kᵀ", attending::multiply_adds<N>(all * s.d_k))
        .add("scale", "S / √d_k", attending::scaling<N>(all))
        .add("running softmax", "m' = max(m, s), l = l·exp(m - m') + exp(s - m')", running)
        .add("softmax", "P = exp(S - m) / l", weights)
        .add("output", "O = P·V", attending::multiply_adds<N>(all * s.d_v));
  }
  /// The scores of one row.
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_k;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return (Ordered ? min(s.n_q, s.n_k) : s.n_q) * s.n_k * (s.d_k + s.d_v);
  }
  /// The score; the first key's maximum has no equal, then subtract, exp, mul and add (l), mul and add for each key more;
  /// in the second pass div and product, and the tree of P·V.
  static constexpr const char* depth_formula = "max(1, lg d_k) + 2 n_k + lg n_k + 6";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::depth_of_score(s.d_k) + 4 + 2 * (s.n_k - 1) + 2 + attending::tree(s.n_k);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    workspace<T> row(on, 1, p.size.n_k);
    const T scale = attending::scale_of(on, p.size.d_k);
    for (long long i = 0; i < p.size.n_q; ++i) {
      const key_range seen = keys.keys_of(i, p.size.n_q, p.size.n_k);
      T top = on.number(-arithmetic::series::infinity), sum = on.number(0);
      for (long long j = seen.begin; j < seen.end; ++j) {
        const T score = attending::scaled_score(on, p.q, i, p.k, j, scale);
        row.store(0, j, score);
        begin_step(on, "running softmax");
        const T now = arithmetic::larger(top, score), reference = arithmetic::zero_if_infinite(now);
        sum = sum * arithmetic::exp(top - reference) + arithmetic::exp(score - reference);
        top = now;
      }
      begin_step(on, "softmax");
      top = arithmetic::zero_if_infinite(top), sum = arithmetic::one_if_zero(sum);
      for (long long j = seen.begin; j < seen.end; ++j) row.store(0, j, arithmetic::exp(row.load(0, j) - top) / sum);
      begin_step(on, "output");
      for (long long w = 0; w < p.v.columns; ++w) {
        T mixed = on.number(0);
        for (long long j = seen.begin; j < seen.end; ++j)
          mixed = arithmetic::multiply_add(mixed, row.load(0, j), p.v.load(j, w));
        p.out.store(i, w, mixed);
      }
    }
  }
};
using online = online_of<false>;
using online_causal = online_of<true>;

}  // namespace conform
