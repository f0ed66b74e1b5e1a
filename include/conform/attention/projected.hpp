#pragma once
// projected: attention layers, which project one X into the queries, keys and values of all heads.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/attention/dense.hpp>
#include <conform/attention/products.hpp>

namespace conform::projecting {

/// Columns that the weights of a layer have for all heads together; those of W_O are rows.
template <class N>
struct widths {
  N q, k, v, o;
};

/// What a layer costs that scores `pairs` pairs of n positions in each of some heads. Vaswani et al. 2017, 3.2.2 and
/// eq. 1: X W_Q, X W_K, X W_V and the output's W_O are n·d_m multiply-adds for every column (or row, of W_O). Every
/// head is dense attention; summed over heads, d_k and d_v are the widths of W_Q and W_O, and what a pair or a head
/// costs besides comes `heads` times.
template <class N>
constexpr operations<N> layer(const N& pairs, const N& n, const N& d_m, const N& heads, const widths<N>& w) {
  const N projections = n * d_m * (w.q + w.k + w.v + w.o);
  operations<N> out;
  out.mul = pairs * (w.q + heads + w.o) + projections;
  out.add = pairs * (w.q + N{2} * heads + w.o) + projections;
  out.cmp = out.exp = heads * pairs;
  out.div = heads * pairs + heads;
  out.sqrt = heads;
  out.mac = pairs * (w.q + w.o) + projections;
  return out;
}
/// ... by step.
template <class N>
constexpr step_list<N> layer_steps(const N& pairs, const N& n, const N& d_m, const N& heads, const widths<N>& w) {
  return step_list<N>()
      .add("query projection", "Q = X·W_Q", attending::multiply_adds<N>(n * d_m * w.q))
      .add("key projection", "K = X·W_K", attending::multiply_adds<N>(n * d_m * w.k))
      .add("value projection", "V = X·W_V", attending::multiply_adds<N>(n * d_m * w.v))
      .add(attending::softmax_steps<N>(pairs, w.q, w.o, heads,
                                       {"S = Q·Kᵀ of every head", "S / √d_k", "O = P·V of every head"}))
      .add("output projection", "O·W_O", attending::multiply_adds<N>(n * d_m * w.o));
}
/// Queries, keys, values and the mixed values of all heads, and the scores of one.
template <class N>
constexpr N layer_scratch(const N& n, const widths<N>& w) {
  return n * n + n * (w.q + w.k + w.v + w.o);
}

/// A product and a tree in each projection, before and behind softmax attention of n positions.
inline constexpr const char* layer_depth = "lg d_m + lg d_k + 3 lg n + lg(heads·d_v) + 8";
constexpr long long depth(const variant_sizes<long long>& s) {
  using attending::tree;
  return tree(s.d_m) + tree(s.d_k) + 3 * tree(s.n_q) + tree(s.heads * s.d_v) + 8;
}

/// The columns of heads query heads and kv_heads heads of keys and values.
template <class N>
constexpr widths<N> widths_of(const variant_sizes<N>& s, const N& kv_heads) {
  return {s.heads * s.d_k, kv_heads * s.d_k, kv_heads * s.d_v, s.heads * s.d_v};
}
constexpr const char* impossible(const variant_sizes<long long>& s) {
  if (s.n_q != s.n_k) return "a layer has as many keys as queries";
  return s.heads < 1 ? "a layer has a head" : s.d_k < 1 ? "a query has a component" : nullptr;
}
/// X (n, d_m), W_Q (d_m, heads·d_k), W_K (d_m, kv_heads·d_k), W_V (d_m, kv_heads·d_v), W_O (heads·d_v, d_m)
constexpr matrix_list inputs(const variant_sizes<long long>& s, long long kv_heads) {
  const widths<long long> w = widths_of(s, kv_heads);
  return matrix_list()
      .add("x", s.n_q, s.d_m)
      .add("w_q", s.d_m, w.q)
      .add("w_k", s.d_m, w.k)
      .add("w_v", s.d_m, w.v)
      .add("w_o", w.o, s.d_m);
}

/// Dense attention of `heads` heads over projections of X; heads/kv_heads neighbouring ones share keys and values.
template <class T>
constexpr void attend(const head_problem<T>& p, machine<T> on, long long kv_heads) {
  const variant_sizes<long long>& s = p.size;
  const widths<long long> w = widths_of(s, kv_heads);
  workspace<T> q(on, s.n_q, w.q), k(on, s.n_q, w.k), v(on, s.n_q, w.v), mixed(on, s.n_q, w.o);
  begin_step(on, "query projection");
  attending::multiply(on, p.given[0], p.given[1], q);
  begin_step(on, "key projection");
  attending::multiply(on, p.given[0], p.given[2], k);
  begin_step(on, "value projection");
  attending::multiply(on, p.given[0], p.given[3], v);
  for (long long h = 0; h < s.heads; ++h) {
    const long long shared = h / (s.heads / kv_heads);
    head_problem<T> head;
    head.size = s;
    head.q = q.some_columns(h * s.d_k, s.d_k), head.k = k.some_columns(shared * s.d_k, s.d_k);
    head.v = v.some_columns(shared * s.d_v, s.d_v), head.out = mixed.some_columns(h * s.d_v, s.d_v);
    dense::run(head, on);
  }
  begin_step(on, "output projection");
  attending::multiply(on, mixed, p.given[4], p.out);
}

}  // namespace conform::projecting

#pragma GCC diagnostic pop
