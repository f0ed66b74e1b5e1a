#pragma once
// split_k: the keys in splits that could run side by side, each with a running maximum and sum, merged at the end; for
// few queries against long caches (flash-decoding).

#include <conform/attention/tiles.hpp>

namespace conform {

/// s splits of ceil(n_k/s) keys (the last may be shorter, and fewer may do). Each goes over its keys in tiles of B_c as
/// FlashAttention-2 does; then m = max of m_t, l = sum of exp(m_t - m) l_t, out = sum of exp(m_t - m) O_t, over l.
/// scratch  B_c + splits·(d_v + 2): a tile of scores; each split's part of the output, maximum and sum
/// source   Dao et al. 2023, Flash-Decoding for long-context inference, whose splits leave quotients and a log-sum-exp
///          each, where here sums and maxima are left; Dao 2023, algorithm 1, for each split
struct split_k : variant_defaults {
  static constexpr const char* name = "split_k";
  static constexpr const char* title = "flash-decoding: keys in splits, merged by their maxima and sums";
  static constexpr const char* source = "Dao et al. 2023 (Flash-Decoding); Dao 2023, algorithm 1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::B_c,
                           struct sizes::s>;
  static constexpr bool has_pairs = true, enclosed = true, every_key = true;

  static constexpr const char* impossible(const variant_sizes<long long>& at) {
    return at.B_c < 1 || at.s < 1 || at.n_k < 1 ? "a key, a split and a tile are needed" : nullptr;
  }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& at) {
    return at.n_q * at.n_k;
  }
  /// Each pair as in FlashAttention-2; each of R (row, tile) cmp, add and exp (rescale), mul and add (l), d_v mul; each of
  /// S (row, split) cmp, add and exp (weight), mul and add (l), d_v mul and d_v add; then n_q·d_v div.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& at) {
    const N length = ceil_div(at.n_k, at.s), splits = ceil_div(at.n_k, length);
    const N last = at.n_k - (splits - N{1}) * length;
    const N tiles = (splits - N{1}) * ceil_div(length, at.B_c) + ceil_div(last, at.B_c);
    return claim_of(at, at.n_q * tiles, at.n_q * splits);
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& at) {
    const N length = ceil_div(at.n_k, at.s), splits = ceil_div(at.n_k, length);
    const N last = at.n_k - (splits - N{1}) * length, all = at.n_q * at.n_k, parts = at.n_q * splits;
    const N tiles = at.n_q * ((splits - N{1}) * ceil_div(length, at.B_c) + ceil_div(last, at.B_c));
    operations<N> merge, quotients;
    merge.cmp = merge.exp = parts, merge.mul = parts * (N{1} + at.d_v), merge.add = parts * (N{2} + at.d_v);
    quotients.div = at.n_q * at.d_v;
    return tiling::running_steps(at, {all, tiles, N{}}, N{1})
        .add("merge", "Σ over splits of exp(m_t - max m)·O_t, and of l_t", merge)
        .add("normalise", "O / l", quotients);
  }
  template <class N>
  static constexpr operations<N> claim_below(const variant_sizes<N>& at) {
    return claim_of(at, at.n_q, at.n_q);
  }
  template <class N>
  static constexpr operations<N> claim_above(const variant_sizes<N>& at) {
    return claim_of(at, at.n_q * at.n_k, at.n_q * at.n_k);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& at) {
    return at.B_c + ceil_div(at.n_k, ceil_div(at.n_k, at.s)) * (at.d_v + N{2});
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& at) {
    return at.n_q * at.n_k * (at.d_k + at.d_v);
  }
  /// A part is that of FlashAttention-2 up to its output (P) and its maximum (M); the tree of the splits' maxima, subtract and
  /// exp make weights (W), and the sum of weight·part a product, a tree and a div. The last split may be shorter.
  static constexpr const char* depth_formula =
      "lg(Σ over splits of 2^max(P, W)) + 2, P = max(1, lg d_k) + lg b + lg(b + 1) + 2 t + 3, W = lg(Σ over splits of 2^M) "
      "+ 2, M = max(1, lg d_k) + lg b + t + 1, of t = ceil(L/B_c) tiles, b = min(B_c, L), L keys of a split";
  static constexpr long long depth(const variant_sizes<long long>& at) {
    const long long length = (at.n_k + at.s - 1) / at.s, whole = (at.n_k - 1) / length, last = at.n_k - whole * length;
    const long long weight =
        attending::met(whole, depth_of_maximum(at, length), 1, depth_of_maximum(at, last)) + 2;
    return attending::met(whole, attending::most(depth_of_part(at, length), weight), 1,
                          attending::most(depth_of_part(at, last), weight)) + 2;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& at = p.size;
    const long long length = (at.n_k + at.s - 1) / at.s, splits = (at.n_k + length - 1) / length;
    workspace<T> row(on, 1, at.B_c), parts(on, splits, at.d_v), state(on, splits, 2);
    const T scale = attending::scale_of(on, at.d_k);
    for (long long i = 0; i < at.n_q; ++i) {
      for (long long t = 0; t < splits; ++t) {
        start(on, parts.some_rows(t, 1), state.some_rows(t, 1));
        const long long end = tiling::least((t + 1) * length, at.n_k);
        for (long long from = t * length; from < end; from += at.B_c)
          step(p, on, row, parts.some_rows(t, 1), state.some_rows(t, 1), scale, i, from,
               tiling::least(at.B_c, end - from));
      }
      merge(p, on, parts, state, i);
    }
  }

 private:
  /// Of a split of `length` keys, its running maximum and its part of the output.
  static constexpr long long depth_of_maximum(const variant_sizes<long long>& at, long long length) {
    return attending::depth_of_score(at.d_k) + attending::tree(tiling::least(at.B_c, length)) +
           (length + at.B_c - 1) / at.B_c - 1;
  }
  static constexpr long long depth_of_part(const variant_sizes<long long>& at, long long length) {
    const long long columns = tiling::least(at.B_c, length);
    return attending::depth_of_score(at.d_k) + attending::tree(columns) + attending::tree(columns + 1) + 1 +
           2 * ((length + at.B_c - 1) / at.B_c);
  }
  template <class N>
  static constexpr operations<N> claim_of(const variant_sizes<N>& at, const N& tiles, const N& splits) {
    const N all = at.n_q * at.n_k;
    operations<N> out;
    out.mul = all * (at.d_k + N{1} + at.d_v) + (tiles + splits) * (N{1} + at.d_v);
    out.add = all * (at.d_k + N{2} + at.d_v) + N{2} * tiles + splits * (N{2} + at.d_v);
    out.cmp = out.exp = all + tiles + splits;
    out.div = at.n_q * at.d_v + N{1};
    out.sqrt = N{1};
    out.mac = all * (at.d_k + at.d_v);
    return out;
  }
  template <class T>
  static constexpr void start(machine<T> on, const matrix<T>& part, const matrix<T>& state) {
    for (long long w = 0; w < part.columns; ++w) part.store(0, w, on.number(0));
    state.store(0, 0, on.number(-arithmetic::series::infinity)), state.store(0, 1, on.number(0));
  }
  /// Query i and the keys [from, from + columns).
  template <class T>
  static constexpr void step(const head_problem<T>& p, machine<T> on, const matrix<T>& row, const matrix<T>& part,
                             const matrix<T>& state, T scale, long long i, long long from, long long columns) {
    T top = on.number(-arithmetic::series::infinity);
    for (long long j = 0; j < columns; ++j) {
      const T score = attending::scaled_score(on, p.q, i, p.k, from + j, scale);
      row.store(0, j, score);
      begin_step(on, "softmax");
      top = arithmetic::larger(top, score);
    }
    begin_step(on, "statistics");
    const T before = state.load(0, 0), now = arithmetic::larger(before, top), reference = arithmetic::zero_if_infinite(now);
    const T rescale = arithmetic::exp(before - reference);
    begin_step(on, "softmax");
    T sum = on.number(0);
    for (long long j = 0; j < columns; ++j) {
      const T weight = arithmetic::exp(row.load(0, j) - reference);
      sum = sum + weight;
      row.store(0, j, weight);
    }
    begin_step(on, "statistics");
    state.store(0, 0, now), state.store(0, 1, rescale * state.load(0, 1) + sum);
    for (long long w = 0; w < part.columns; ++w) {
      begin_step(on, "rescale");
      T mixed = rescale * part.load(0, w);
      begin_step(on, "output");
      for (long long j = 0; j < columns; ++j)
        mixed = arithmetic::multiply_add(mixed, row.load(0, j), p.v.load(from + j, w));
      part.store(0, w, mixed);
    }
  }
  template <class T>
  static constexpr void merge(const head_problem<T>& p, machine<T> on, const matrix<T>& parts, const matrix<T>& state,
                              long long i) {
    begin_step(on, "merge");
    T top = on.number(-arithmetic::series::infinity);
    for (long long t = 0; t < parts.rows; ++t) top = arithmetic::larger(top, state.load(t, 0));
    top = arithmetic::zero_if_infinite(top);
    T sum = on.number(0);
    for (long long t = 0; t < parts.rows; ++t) {
      const T weight = arithmetic::exp(state.load(t, 0) - top);
      sum = sum + weight * state.load(t, 1);
      state.store(t, 0, weight);
    }
    sum = arithmetic::one_if_zero(sum);
    for (long long w = 0; w < parts.columns; ++w) {
      begin_step(on, "merge");
      T mixed = on.number(0);
      for (long long t = 0; t < parts.rows; ++t) mixed = mixed + state.load(t, 0) * parts.load(t, w);
      begin_step(on, "normalise");
      p.out.store(i, w, mixed / sum);
    }
  }
};

}  // namespace conform
