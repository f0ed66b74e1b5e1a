#pragma once
// dense: softmax attention with the scores of one head in memory.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/attention/pattern.hpp>
#include <conform/attention/variant.hpp>
#include <conform/tensor/layout.hpp>

namespace conform {

/// Sizes and scored pairs of one attention head. N is long long, integer or polynomial.
template <class N>
struct attention_sizes {
  N n_q, n_k, d_k, d_v;
  N carried;  ///< heads × batch: how often the head is computed
};

/// What one head of another attention costs, as formulas of a meter.
struct head_formulas {
  operations<polynomial> done;
  polynomial scratch;  ///< peak live elements beside inputs and output, one head at a time
  polynomial moved;    ///< elements between slow and fast memory; zero where none are stated
  polynomial seen;     ///< keys that a query scores; zero: all
};

/// One call of a kernel: cells, strides and extents of Q, K, V and the result. Cells are numbers T, or bf16.
template <class T, class Q = T, class K = T, class V = T>
struct attention_problem {
  const Q* q;
  const K* k;
  const V* v;
  T* out;
  attention_sizes<long long> size;
  nest<4> carried;  ///< over q, k, v and out
  nest<2> own;      ///< V's own axes, over v and out; d_v points
  std::ptrdiff_t query_q, query_out, match_q, match_k, key_k, key_v;
  pattern keys;
};

/// Three passes over the scores, which stand in memory:
///   s[i, j] = q[i]·k[j] / sqrt(d_k);  p[i, j] = exp(s[i, j] - max_j s[i, j]) / sum_j ...;  out[i] = sum_j p[i, j] v[j]
/// scratch  n_q·n_k (elements), one head at a time
/// source   Vaswani et al. 2017, eq. 1, with the maximum subtracted (Goodfellow et al. 2016, 4.1)
struct dense : variant_defaults {
  static constexpr const char* name = "dense";
  static constexpr const char* title = "dense softmax attention, three passes";
  static constexpr const char* source = "Vaswani et al. 2017, eq. 1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;

  template <class T, class... Cells>
  static constexpr void run(const attention_problem<T, Cells...>& p, machine<T> on) {
    if (p.size.carried == 0) return;
    cells<T> scores(on, cell_count({{p.size.n_q, p.size.n_k}, 2}));
    run_over(p, on, scores.data(), p.size.n_k,
             [&](long long i) { return p.keys.keys_of(i, p.size.n_q, p.size.n_k); });
  }
  /// The same over other keys: query i scores keys_of(i)(m), m < keys_of(i).count(), in row i of `scores`, rows `step`
  /// apart.
  template <class T, class P, class KeysOf>
  static constexpr void run_over(const P& p, machine<T> on, T* scores, long long step,
                                 const KeysOf& keys_of) {
    walk(p.carried, [&](const offsets<4>& at) {
      begin_step(on, "scale");
      const T scale = on.number(1) / arithmetic::sqrt(on.number(static_cast<double>(p.size.d_k > 0 ? p.size.d_k : 1)));
      for (long long i = 0; i < p.size.n_q; ++i) {
        const auto keys = keys_of(i);
        T* row = scores + i * step;
        score(p, at, i, keys, scale, row, on);
        weigh(keys.count(), row, on);
        gather(p, at, i, keys, row, on);
      }
    });
  }

  /// Vaswani et al. 2017, eq. 1, E = scored pairs of one head. A score is d_k multiply-adds and one scaling; then each
  /// pair costs cmp (max), add (subtract), exp, add (sum), div (normalise) and d_v multiply-adds with V. The scale
  /// 1/sqrt(d_k) is one sqrt and one div a head.
  template <class N>
  static constexpr operations<N> claim(const attention_sizes<N>& s, const pattern& keys) {
    const N pairs = scored_pairs(keys, s.n_q, s.n_k);
    operations<N> head;
    head.mul = pairs * (s.d_k + N{1} + s.d_v);
    head.add = pairs * (s.d_k + N{2} + s.d_v);
    head.cmp = head.exp = pairs;
    head.div = pairs + N{1};
    head.sqrt = N{1};
    head.mac = pairs * (s.d_k + s.d_v);
    return s.carried * head;
  }
  /// Elements that the scores of all heads move through slow memory: S is written, read, and so is P.
  /// source   Dao et al. 2022, algorithm 0 (dense_standard)
  template <class N>
  static constexpr N moved_scores(const attention_sizes<N>& s, const pattern& keys) {
    return s.carried * N{4} * scored_pairs(keys, s.n_q, s.n_k);
  }
  /// O(n_q·n_k·d) for each head: the growth that Vaswani et al. 2017, table 1, states as n²·d.
  template <class N>
  static constexpr N bound(const attention_sizes<N>& s) {
    return s.carried * s.n_q * s.n_k * (s.d_k == s.d_v ? s.d_k : s.d_k + s.d_v);
  }
  /// Peak live elements beside inputs and output: the scores of one head.
  template <class N>
  static constexpr N scratch(const attention_sizes<N>& s) {
    return s.n_q * s.n_k;
  }

  // as a variant of the registry: one head, by the sizes of all variants
  static constexpr bool has_pairs = true;
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s, const pattern& keys = full) {
    return claim(attention_sizes<N>{s.n_q, s.n_k, s.d_k, s.d_v, N{1}}, keys);
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s, const pattern& keys = full) {
    return attending::softmax_steps<N>(scored_pairs(keys, s.n_q, s.n_k), s.d_k, s.d_v);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  static constexpr const char* depth_formula = attending::softmax_depth;
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::depth_of_softmax(s.d_k, s.n_k);
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    run_head(p, on, full);
  }

 protected:
  template <class T>
  static constexpr void run_head(const head_problem<T>& p, machine<T> on, const pattern& keys) {
    attention_problem<T> one{};
    one.q = p.q.data, one.k = p.k.data, one.v = p.v.data, one.out = p.out.data;
    one.size = {p.size.n_q, p.size.n_k, p.size.d_k, p.size.d_v, 1};
    one.own.add(p.v.columns, {p.v.column_step, p.out.column_step});
    one.query_q = p.q.row_step, one.match_q = p.q.column_step, one.query_out = p.out.row_step;
    one.key_k = p.k.row_step, one.match_k = p.k.column_step, one.key_v = p.v.row_step;
    one.keys = keys;
    run(one, on);
  }

 private:
  // row[m] = scale * (q[i] · k[keys(m)])
  template <class T, class P, class Keys>
  static constexpr void score(const P& p, const offsets<4>& at, long long i, const Keys& keys, T scale, T* row,
                              machine<T> on) {
    const auto* query = p.q + at.at[0] + i * p.query_q;
    for (long long m = 0; m < keys.count(); ++m) {
      const auto* key = p.k + at.at[1] + keys(m) * p.key_k;
      begin_step(on, "scores");
      T sum = on.number(0);
      for (long long f = 0; f < p.size.d_k; ++f)
        sum = arithmetic::multiply_add(sum, static_cast<T>(arithmetic::load(query[f * p.match_q])),
                                       static_cast<T>(arithmetic::load(key[f * p.match_k])));
      begin_step(on, "scale");
      arithmetic::store(row[m], sum * scale);
    }
  }
  // row = softmax(row); a row of -inf weighs nothing
  template <class T>
  static constexpr void weigh(long long count, T* row, machine<T> on) {
    begin_step(on, "softmax");
    T largest = on.number(-arithmetic::series::infinity);
    for (long long m = 0; m < count; ++m) largest = arithmetic::larger(largest, arithmetic::load(row[m]));
    largest = arithmetic::zero_if_infinite(largest);
    T sum = on.number(0);
    for (long long m = 0; m < count; ++m) {
      const T weight = arithmetic::exp(arithmetic::load(row[m]) - largest);
      sum = sum + weight;
      arithmetic::store(row[m], weight);
    }
    sum = arithmetic::one_if_zero(sum);
    for (long long m = 0; m < count; ++m) arithmetic::store(row[m], arithmetic::load(row[m]) / sum);
  }
  // out[i] = sum over m of row[m] v[keys(m)]
  template <class T, class P, class Keys>
  static constexpr void gather(const P& p, const offsets<4>& at, long long i, const Keys& keys, const T* row,
                               machine<T> on) {
    begin_step(on, "output");
    walk(p.own, [&](const offsets<2>& own) {
      const std::ptrdiff_t value = at.at[2] + own.at[0];  // no pointer: without keys V may have no cells
      T sum = on.number(0);
      for (long long m = 0; m < keys.count(); ++m)
        sum = arithmetic::multiply_add(sum, arithmetic::load(row[m]),
                                       static_cast<T>(arithmetic::load(p.v[value + keys(m) * p.key_v])));
      arithmetic::store(p.out[at.at[3] + i * p.query_out + own.at[1]], sum);
    });
  }
};

/// dense, where a query scores the keys up to its own place (bottom right).
struct dense_causal : dense {
  static constexpr const char* name = "dense_causal";
  static constexpr const char* title = "dense softmax attention, causal, aligned with the last keys";
  static constexpr const char* source = "Vaswani et al. 2017, eq. 1 and 3.2.3";

  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return scored_pairs(causal, s.n_q, s.n_k);
  }
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return dense::claim(s, causal);
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return dense::steps(s, causal);
  }
  /// min(n_q, n_k) queries score half of n_k keys or more.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return min(s.n_q, s.n_k) * s.n_k * (s.d_k + s.d_v);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    run_head(p, on, causal);
  }
};

/// dense, where one new query scores a cache of n_k keys.
struct dense_decode : dense {
  static constexpr const char* name = "dense_decode";
  static constexpr const char* title = "dense softmax attention of one query against a cache";
  static constexpr const char* source = "Vaswani et al. 2017, eq. 1; Pope et al. 2022 (decoding)";
  using alphabet = symbols<struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;
  static constexpr bool every_key = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.n_q != 1 ? "a decode step has one query" : nullptr;
  }
};

}  // namespace conform

#pragma GCC diagnostic pop
