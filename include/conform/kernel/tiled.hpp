#pragma once
// tiled: softmax attention of one head without its matrix of scores, queries in lanes. Blocks of queries outside, tiles
// of keys inside (FlashAttention-2). Scores stand transposed, {key, query}, so that the softmax of many queries is one
// of vectors, and neither K nor V is packed: their numbers are broadcast.

#include <conform/kernel/product.hpp>
#include <conform/kernel/staging.hpp>
#include <conform/machine/arithmetic.hpp>

namespace conform::kernel {

/// One head: cells and steps (elements) of Q {query, head_dim}, K {key, head_dim}, V {key, value_dim} and the result.
template <class T>
struct head {
  const T *q, *k, *v;
  T* out;
  std::ptrdiff_t n_q, n_k, d_k, d_v;
  std::ptrdiff_t query_q, match_q, key_k, match_k, key_v, own_v, query_out, own_out;
  bool ordered = false;       ///< query i sees no key beyond i + n_k - n_q, its place
  std::ptrdiff_t window = 0;  ///< with `ordered`: at most this many keys, its own included; 0: no limit
  T* lse = nullptr;           ///< where given: of each query log(sum of exp(scores)), -inf without keys
};

namespace tiled {

inline constexpr std::ptrdiff_t tile_keys = 64;

/// Cells that a call works in: packed queries, one tile of scores, the output so far.
template <class V>
constexpr std::ptrdiff_t workspace_cells(std::ptrdiff_t d_k, std::ptrdiff_t d_v) {
  return (d_k + tile_keys + d_v) * V::width * V::vectors;
}

/// Running maximum and sum of each query (lane).
template <class V>
struct running {
  V largest, sum;
};

/// A tile of keys against `Vectors` vectors of queries.
template <class V, int Vectors>
struct step {
  using T = typename V::number;
  static constexpr std::ptrdiff_t panel = V::width * V::vectors;

  running<V>* state;
  T *queries, *scores, *sums;  // (head_dim, query), (key, query), (value_dim, query), a row a panel

  /// Lanes that see key j: first + j <= lane < first + j + window.
  struct edge {
    std::ptrdiff_t first, window;
    CONFORM_INLINE V keep(std::ptrdiff_t key, int vector, V seen, V masked) const {
      using whole = typename V::whole;
      const std::ptrdiff_t low = first + key - vector * V::width, high = low + window;
      return between(static_cast<whole>(low), static_cast<whole>(high < V::width ? high : V::width), seen, masked);
    }
  };

  template <bool Edge>
  CONFORM_INLINE void run(const head<T>& h, std::ptrdiff_t from, std::ptrdiff_t count, const edge& at, bool begun) {
    V top[Vectors];
    score<Edge>({h.k + from * h.key_k, h.key_k, h.match_k}, h.d_k, count, at, top);
    weigh(count, top, h.d_v, begun);
    gather<Edge>({h.v + from * h.key_v, h.own_v, h.key_v}, h.d_v, count, at, begun);
  }

 private:
  // scores = K·Qᵀ and the maximum of each query
  template <bool Edge>
  CONFORM_INLINE void score(broadcast_rows<T> k, std::ptrdiff_t d_k, std::ptrdiff_t count, const edge& at,
                            V (&top)[Vectors]) {
    const V none = V::all(-__builtin_huge_valf());
    for (V& largest : top) largest = none;
    in_rows<V>(count, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t key) {
      block<V, Rows, Vectors> sums_of;
      sums_of.clear();
      product(sums_of, k.from(key), queries, panel, d_k);
      for (int r = 0; r < Rows; ++r)
        for (int c = 0; c < Vectors; ++c) {
          V score = sums_of.at[r][c];
          if constexpr (Edge) score = at.keep(key + r, c, score, none);
          top[c] = larger(score, top[c]);
          score.store(scores + (key + r) * panel + c * V::width);
        }
    });
  }
  // scores = 2^(scores - largest). A row is rescaled only where its maximum grew by more than 8, so that its weights
  // stay below 2^8; what it becomes does not depend on its neighbours.
  CONFORM_INLINE void weigh(std::ptrdiff_t count, const V (&top)[Vectors], std::ptrdiff_t d_v, bool begun) {
    V reference[Vectors], sum[Vectors];
    bool grown = !begun;
    for (int c = 0; c < Vectors; ++c) grown |= any_above(top[c], state[c].largest + V::all(8));
    for (int c = 0; c < Vectors; ++c) {
      if (grown) {
        const V now = where_above(top[c], state[c].largest + V::all(8), top[c], state[c].largest);
        reference[c] = zero_if_infinite(now);
        if (begun) {
          const V factor = exp2(state[c].largest - reference[c]);
          state[c].sum = state[c].sum * factor;
          for (std::ptrdiff_t w = 0; w < d_v; ++w) {
            T* at = sums + w * panel + c * V::width;
            (V::load(at) * factor).store(at);
          }
        }
        state[c].largest = now;
      }
      reference[c] = zero_if_infinite(state[c].largest);
      sum[c] = state[c].sum;
    }
    for (std::ptrdiff_t j = 0; j < count; ++j)
      for (int c = 0; c < Vectors; ++c) {
        T* at = scores + j * panel + c * V::width;
        const V weight = exp2(V::load(at) - reference[c]);
        sum[c] = sum[c] + weight;
        weight.store(at);
      }
    for (int c = 0; c < Vectors; ++c) state[c].sum = sum[c];
  }
  // sums += Vᵀ·scores; at an edge a masked pair is left out, so that its value cannot reach the row
  template <bool Edge>
  CONFORM_INLINE void gather(broadcast_rows<T> v, std::ptrdiff_t d_v, std::ptrdiff_t count, const edge& at,
                             bool begun) {
    in_rows<V>(d_v, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t w) {
      block<V, Rows, Vectors> total;
      T* to = sums + w * panel;
      for (int r = 0; r < Rows; ++r)
        for (int c = 0; c < Vectors; ++c) total.at[r][c] = begun ? V::load(to + r * panel + c * V::width) : V::all(0);
      const broadcast_rows<T> values = v.from(w);
      if constexpr (Edge) {
        for (std::ptrdiff_t j = 0; j < count; ++j)
          for (int c = 0; c < Vectors; ++c) {
            const V weight = V::load(scores + j * panel + c * V::width);
            for (int r = 0; r < Rows; ++r)
              total.at[r][c] = at.keep(j, c, multiply_add(total.at[r][c], V::all(values.from(r, j).data[0]), weight),
                                       total.at[r][c]);
          }
      } else {
        product(total, values, scores, panel, count);
      }
      for (int r = 0; r < Rows; ++r)
        for (int c = 0; c < Vectors; ++c) total.at[r][c].store(to + r * panel + c * V::width);
    });
  }
};

/// packed[f, query] = q[query, f]·scale for `count` queries, the lanes beyond them 0.
template <class V>
void pack(const head<typename V::number>& h, std::ptrdiff_t first, std::ptrdiff_t count, typename V::number scale,
          typename V::number* packed) {
  using T = typename V::number;
  constexpr std::ptrdiff_t panel = V::width * V::vectors;
  for (std::ptrdiff_t c = 0; c * V::width < count; ++c) {
    const T* q = h.q + (first + c * V::width) * h.query_q;
    T* to = packed + c * V::width;
    const std::ptrdiff_t here = count - c * V::width < V::width ? count - c * V::width : V::width;
    const staged<V> rows_of_q({q, here, h.d_k, h.query_q, h.match_q});
    std::ptrdiff_t f = 0;
    if (h.match_q == 1 && here == V::width)
      for (; f + V::width <= h.d_k; f += V::width) {
        V rows[V::width];
        for (int i = 0; i < V::width; ++i) rows[i] = V::load(q + i * h.query_q + f) * V::all(scale);
        transpose(rows);
        for (int i = 0; i < V::width; ++i) rows[i].store(to + (f + i) * panel);
      }
    for (; f < h.d_k; ++f)
      for (std::ptrdiff_t i = 0; i < V::width; ++i)
        arithmetic::store(to[f * panel + i],
                          i < here ? arithmetic::load(q[i * h.query_q + f * h.match_q]) * scale : T{0});
  }
}

/// out[query, w] = sums[w, query] / sum[query]
template <class V>
void unpack(const head<typename V::number>& h, std::ptrdiff_t first, std::ptrdiff_t count, const running<V>* state,
            const typename V::number* sums) {
  using T = typename V::number;
  constexpr std::ptrdiff_t panel = V::width * V::vectors;
  for (std::ptrdiff_t c = 0; c * V::width < count; ++c) {
    T* out = h.out + (first + c * V::width) * h.query_out;
    const T* from = sums + c * V::width;
    const V inverse = V::all(1) / one_if_zero(state[c].sum);
    const std::ptrdiff_t here = count - c * V::width < V::width ? count - c * V::width : V::width;
    const written<V> rows_of_out({out, here, h.d_v, h.query_out, h.own_out});
    std::ptrdiff_t w = 0;
    if (h.own_out == 1)
      for (; w + V::width <= h.d_v; w += V::width) {
        V rows[V::width];
        for (int i = 0; i < V::width; ++i) rows[i] = V::load(from + (w + i) * panel) * inverse;
        transpose(rows);
        for (std::ptrdiff_t i = 0; i < here; ++i) rows[i].store(out + i * h.query_out + w);
      }
    T factor[V::width];
    inverse.store(factor);
    for (; w < h.d_v; ++w)
      for (std::ptrdiff_t i = 0; i < here; ++i)
        arithmetic::store(out[i * h.query_out + w * h.own_out], arithmetic::load(from[w * panel + i]) * factor[i]);
  }
}

/// lse[query] = log(sum of exp(scores)), natural, of sums of 2^(score - largest)
template <class V>
void tell_sums(const running<V>* state, std::ptrdiff_t count, typename V::number* lse) {
  using T = typename V::number;
  T largest[V::width], sum[V::width];
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const std::ptrdiff_t lane = i % V::width;
    if (lane == 0) state[i / V::width].largest.store(largest), state[i / V::width].sum.store(sum);
    arithmetic::store(lse[i], largest[lane] * static_cast<T>(0.6931471805599453) + arithmetic::log(sum[lane]));
  }
}

/// Queries first ... first + count, of at most Vectors vectors.
template <class V, int Vectors>
[[gnu::noinline]] void some_queries(const head<typename V::number>& h, std::ptrdiff_t first, std::ptrdiff_t count,
                                    typename V::number scale, typename V::number* workspace) {
  using T = typename V::number;
  constexpr std::ptrdiff_t panel = V::width * V::vectors, lanes = V::width * Vectors;
  T *queries = workspace, *scores = queries + h.d_k * panel, *sums = scores + tile_keys * panel;
  running<V> state[Vectors];
  for (auto& s : state) s = {V::all(-__builtin_huge_valf()), V::all(0)};
  pack<V>(h, first, count, scale, queries);

  const std::ptrdiff_t place = first + h.n_k - h.n_q;  // the key that the first query stands at
  const bool ordered = h.ordered;
  const std::ptrdiff_t window = ordered && h.window > 0 ? h.window : h.n_k + lanes + (place < 0 ? -place : place);
  const auto inside = [&](std::ptrdiff_t key) { return key < 0 ? 0 : key > h.n_k ? h.n_k : key; };
  const std::ptrdiff_t begin = ordered ? inside(place + 1 - window) : 0, end = ordered ? inside(place + count) : h.n_k;
  bool begun = false;
  const auto tiles = [&]<int Some, bool Edge>(std::integral_constant<int, Some>, std::bool_constant<Edge>, int skipped,
                                              std::ptrdiff_t from, std::ptrdiff_t to) {
    for (std::ptrdiff_t key = from; key < to; key += tile_keys) {
      const std::ptrdiff_t keys = to - key < tile_keys ? to - key : tile_keys, at = skipped * V::width;
      const staged<V> some_keys({h.k + key * h.key_k, keys, h.d_k, h.key_k, h.match_k});
      const staged<V> some_values({h.v + key * h.key_v, keys, h.d_v, h.key_v, h.own_v});
      step<V, Some> tile{state + skipped, queries + at, scores + at, sums + at};
      tile.template run<Edge>(h, key, keys, {key - place - at, window}, begun);
      begun = true;
    }
  };
  const std::ptrdiff_t whole_from = ordered ? inside(place + lanes - window) : 0,
                       whole_to = ordered ? inside(place + 1) : h.n_k;
  std::integral_constant<int, Vectors> all;
  if (whole_from >= whole_to) {
    tiles(all, std::true_type{}, 0, begin, end);
  } else {
    tiles(all, std::true_type{}, 0, begin, whole_from);
    tiles(all, std::false_type{}, 0, whole_from, whole_to);
    if constexpr (Vectors == 1) {
      tiles(all, std::true_type{}, 0, whole_to, end);
    } else {
      std::ptrdiff_t key = whole_to;  // a vector of queries sees no key beyond its last lane
      const auto until = [&](int vector) {
        const std::ptrdiff_t last = place + (vector + 1) * V::width;
        return last < end ? (last < key ? key : last) : end;
      };
      tiles(all, std::true_type{}, 0, key, until(0)), key = until(0);
      tiles(std::integral_constant<int, Vectors - 1>{}, std::true_type{}, 1, key, until(1)), key = until(1);
      if constexpr (Vectors > 2) tiles(std::integral_constant<int, Vectors - 2>{}, std::true_type{}, 2, key, end);
    }
  }
  if (!begun)
    for (std::ptrdiff_t i = 0; i < h.d_v * panel; ++i) arithmetic::store(sums[i], T{0});
  unpack<V>(h, first, count, state, sums);
  if (h.lse) tell_sums<V>(state, count, h.lse + first);
}

}  // namespace tiled

/// The head by blocks of queries.
template <class V>
void tiled_attention(const head<typename V::number>& h, typename V::number* workspace) {
  using T = typename V::number;
  constexpr std::ptrdiff_t panel = V::width * V::vectors;
  const T scale = static_cast<T>(1.4426950408889634 / __builtin_sqrt(static_cast<double>(h.d_k)));
  for (std::ptrdiff_t first = 0; first < h.n_q; first += panel) {
    const std::ptrdiff_t count = h.n_q - first < panel ? h.n_q - first : panel;
    if (count > 2 * V::width)
      tiled::some_queries<V, 3>(h, first, count, scale, workspace);
    else if (count > V::width)
      tiled::some_queries<V, 2>(h, first, count, scale, workspace);
    else
      tiled::some_queries<V, 1>(h, first, count, scale, workspace);
  }
}

}  // namespace conform::kernel
