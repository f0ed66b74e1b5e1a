#pragma once
// backward: the gradients of softmax attention of one head, its weights computed again from the largest score and the
// sum of each query, apart: their log-sum-exp would round large scores. Blocks of keys outside, whose dK and dV stay
// near; blocks of queries inside, in lanes; tiles of weights P and of dS stand transposed, {key, query}, as in
// tiled_tile.hpp, so that neither K nor V is packed.

#include <conform/kernel/tiled.hpp>

namespace conform::kernel {

/// One head, with `out` and `totals` as tiled_attention left them; dO and the gradients, which are added to: dQ {query,
/// head_dim}, dK {key, head_dim} and dV {key, value_dim}.
template <class T>
struct head_gradients {
  head<T> of;
  const T* d_out;
  T *d_q, *d_k, *d_v;
  std::ptrdiff_t query_d_out, own_d_out, query_d_q, match_d_q, key_d_k, match_d_k, key_d_v, own_d_v;
};

namespace backward {

/// Keys of a tile, and of one at the edge of a pattern.
inline constexpr std::ptrdiff_t tile = 64, edge_tile = 16;

/// Keys of a block: its dK and dV take about 256 KB.
template <class V>
constexpr std::ptrdiff_t block_keys(std::ptrdiff_t n_k, std::ptrdiff_t d_k, std::ptrdiff_t d_v) {
  const std::ptrdiff_t most = (65536 / (in_whole<V>(d_k) + in_whole<V>(d_v) + 1) + tile) / tile * tile;
  return n_k < most ? n_k : most;
}
/// Qᵀ, dOᵀ, dQᵀ, P and dS of a tile; rows of Q and dO; dK and dV of a block of keys; D of every query.
template <class V>
constexpr std::ptrdiff_t workspace_cells(std::ptrdiff_t n_q, std::ptrdiff_t n_k, std::ptrdiff_t d_k,
                                         std::ptrdiff_t d_v) {
  constexpr std::ptrdiff_t panel = V::width * V::vectors;
  return panel * (2 * d_k + d_v + 2 * tile) +
         (panel + block_keys<V>(n_k, d_k, d_v)) * (in_whole<V>(d_k) + in_whole<V>(d_v)) + in_whole<V>(n_q);
}

/// Rows of whole vectors.
template <class T>
struct rows {
  const T* data;
  std::ptrdiff_t step;
};
/// Some rows of `width` cells: where they lie, or a copy.
template <class V, class T>
rows<T> in_rows_of(const T* from, std::ptrdiff_t row, std::ptrdiff_t own, std::ptrdiff_t width, std::ptrdiff_t count,
                   T* copy) {
  const std::ptrdiff_t step = in_whole<V>(width);
  if (in_whole_lines<V>(from, row, own, width)) return {from, row};
  for (std::ptrdiff_t i = 0; i < count; ++i)
    for (std::ptrdiff_t f = 0; f < width; f += V::width)
      load_some<V>(from + i * row + f * own, own, width - f).store(copy + i * step + f);
  return {copy, step};
}

/// The queries that see a key of a tile: lanes first + key <= lane < first + key + window, of `count`.
struct edge {
  std::ptrdiff_t first, window, count;

  std::ptrdiff_t low(std::ptrdiff_t key) const { return inside(first + key); }
  std::ptrdiff_t high(std::ptrdiff_t key) const { return inside(first + key + window); }
  template <class V>
  CONFORM_INLINE V keep(std::ptrdiff_t key, int vector, V seen, V masked) const {
    const std::ptrdiff_t at = first + key - vector * V::width, end = at + window;
    using whole = typename V::whole;
    const auto lane = [](std::ptrdiff_t l) { return static_cast<whole>(l < 0 ? 0 : l < V::width ? l : V::width); };
    return between(lane(at), lane(end), seen, masked);
  }

 private:
  std::ptrdiff_t inside(std::ptrdiff_t lane) const { return lane < 0 ? 0 : lane < count ? lane : count; }
};

/// What a block of queries brings along.
template <class V>
struct queries {
  using T = typename V::number;
  static constexpr std::ptrdiff_t panel = V::width * V::vectors;

  std::ptrdiff_t count;
  T *q, *d_out, *d_q, *weights,
      *d_scores;  // (head_dim, query), (value_dim, query), (head_dim, query), (key, query) × 2
  rows<T> q_rows, d_out_rows;
  V reference[V::vectors], inverse[V::vectors], overlap[V::vectors];
};

/// A tile of keys against the vectors of queries from `Skipped` on.
template <class V, int Skipped, int Vectors, bool Edge>
struct step {
  using T = typename V::number;
  static constexpr std::ptrdiff_t panel = V::width * V::vectors, skip = Skipped * V::width;
  static constexpr int Some = Vectors - Skipped;

  const head<T>& h;
  const queries<V>& of;
  edge at;
  std::ptrdiff_t from, count;

  CONFORM_INLINE void run(T* d_k, T* d_v) const {
    weigh();
    learn(of.weights, of.d_out_rows, h.d_v, d_v);
    learn(of.d_scores, of.q_rows, h.d_k, d_k);
    answer();
  }

 private:
  // P = 2^(K·Qᵀ - reference) / sum, dS = P∘(V·dOᵀ - D); 0 where a pair is masked
  CONFORM_INLINE void weigh() const {
    const broadcast_rows<T> k{h.k + from * h.key_k, h.key_k, h.match_k}, v{h.v + from * h.key_v, h.key_v, h.own_v};
    in_rows<V>(count, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t j) {
      block<V, Rows, Some> scores, d_weights;
      scores.clear();
      product(scores, k.from(j), of.q + skip, panel, h.d_k);
#pragma GCC unroll 8
      for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
        for (int c = 0; c < Some; ++c)
          kept(j + r, c, exp2(scores.at[r][c] - of.reference[Skipped + c]) * of.inverse[Skipped + c])
              .store(place(of.weights, j + r, c));
      d_weights.clear();
      product(d_weights, v.from(j), of.d_out + skip, panel, h.d_v);
#pragma GCC unroll 8
      for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
        for (int c = 0; c < Some; ++c) {
          const V above = d_weights.at[r][c] - of.overlap[Skipped + c];
          kept(j + r, c, V::load(place(of.weights, j + r, c)) * above).store(place(of.d_scores, j + r, c));
        }
    });
  }
  // to[j] += sum over the queries i that see key j of by[j, i]·from[i]
  CONFORM_INLINE void learn(const T* by, rows<T> of_queries, std::ptrdiff_t width, T* to) const {
    const std::ptrdiff_t whole = in_whole<V>(width);
    in_vectors(whole / V::width, [&]<int Wide>(std::integral_constant<int, Wide>, std::ptrdiff_t c) {
      in_rows<V>(count, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t j) {
        block<V, Rows, Wide> sums;
        sums.load(to + j * whole + c * V::width, whole);
        const broadcast_rows<T> weights{by + j * panel, panel, 1};
        const T* with = of_queries.data + c * V::width;
        if constexpr (Edge)
          seen(sums, weights, j, with, of_queries.step);
        else
          product(sums, weights, with, of_queries.step, of.count);
        sums.store(to + j * whole + c * V::width, whole);
      });
    });
  }
  // the queries that see some rows, those that see all, and again some: a masked pair is left out
  template <int Rows, int Wide>
  CONFORM_INLINE void seen(block<V, Rows, Wide>& sums, broadcast_rows<T> weights, std::ptrdiff_t j, const T* with,
                           std::ptrdiff_t step_of) const {
    const std::ptrdiff_t end = at.high(j + Rows - 1);
    std::ptrdiff_t all = at.low(j + Rows - 1), some = at.high(j);
    if (all > some) all = some = end;
    const auto each = [&](std::ptrdiff_t i, std::ptrdiff_t until) {
      for (; i < until; ++i)
#pragma GCC unroll 8
        for (int r = 0; r < Rows; ++r)
          if (at.low(j + r) <= i && i < at.high(j + r))
#pragma GCC unroll 4
            for (int c = 0; c < Wide; ++c)
              sums.at[r][c] = multiply_add(sums.at[r][c], V::all(*weights.from(r, i).data),
                                           V::load(with + i * step_of + c * V::width));
    };
    each(at.low(j), all);
    product(sums, weights.from(0, all), with + all * step_of, step_of, some - all);
    each(some, end);
  }
  // dQᵀ += Kᵀ·dS
  CONFORM_INLINE void answer() const {
    const broadcast_rows<T> k{h.k + from * h.key_k, h.match_k, h.key_k};
    in_rows<V>(h.d_k, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t f) {
      block<V, Rows, Some> sums;
      T* to = of.d_q + f * panel + skip;
      sums.load(to, panel);
      if constexpr (Edge) {
        for (std::ptrdiff_t j = 0; j < count; ++j)
#pragma GCC unroll 8
          for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
            for (int c = 0; c < Some; ++c) {
              const V more =
                  multiply_add(sums.at[r][c], V::all(*k.from(f + r, j).data), V::load(place(of.d_scores, j, c)));
              sums.at[r][c] = kept(j, c, more, sums.at[r][c]);
            }
      } else {
        product(sums, k.from(f), of.d_scores + skip, panel, count);
      }
      sums.store(to, panel);
    });
  }

  CONFORM_INLINE static T* place(T* tile_of, std::ptrdiff_t key, int vector) {
    return tile_of + key * panel + skip + vector * V::width;
  }
  CONFORM_INLINE V kept(std::ptrdiff_t key, int vector, V value, V masked = V::all(0)) const {
    if constexpr (Edge) return at.keep(key, Skipped + vector, value, masked);
    return value;
  }
};

/// to[i, f] += turned[f, i]·scale for `count` queries i
template <class V>
void add_turned(const typename V::number* turned, std::ptrdiff_t count, std::ptrdiff_t width, typename V::number scale,
                typename V::number* to, std::ptrdiff_t row, std::ptrdiff_t own) {
  constexpr std::ptrdiff_t panel = V::width * V::vectors;
  for (std::ptrdiff_t first = 0; first < count; first += V::width) {
    const std::ptrdiff_t here = count - first < V::width ? count - first : V::width;
    std::ptrdiff_t f = 0;
    if (own == 1)
      for (; f + V::width <= width; f += V::width) {
        V cells[V::width];
        for (int i = 0; i < V::width; ++i) cells[i] = V::load(turned + (f + i) * panel + first) * V::all(scale);
        transpose(cells);
        for (std::ptrdiff_t i = 0; i < here; ++i) {
          typename V::number* at = to + (first + i) * row + f;
          (V::load(at) + cells[i]).store(at);
        }
      }
    for (; f < width; ++f)
      for (std::ptrdiff_t i = first; i < first + here; ++i) {
        typename V::number& at = to[i * row + f * own];
        at = at + turned[f * panel + i] * scale;
      }
  }
}
/// to[j, f] += rows[j, f]·scale
template <class T>
void add_rows(rows<T> from, std::ptrdiff_t count, std::ptrdiff_t width, T scale, T* to, std::ptrdiff_t row,
              std::ptrdiff_t own) {
  for (std::ptrdiff_t j = 0; j < count; ++j)
    for (std::ptrdiff_t f = 0; f < width; ++f) {
      T& at = to[j * row + f * own];
      at = at + from.data[j * from.step + f] * scale;
    }
}

/// Keys from ... to of a block against queries that all stand in `Vectors` vectors.
template <class V, int Vectors>
[[gnu::noinline]] void some_queries(const head<typename V::number>& h, const queries<V>& of, std::ptrdiff_t place,
                                    std::ptrdiff_t from, std::ptrdiff_t to, typename V::number* d_k,
                                    typename V::number* d_v) {
  constexpr std::ptrdiff_t lanes = V::width * Vectors;
  const std::ptrdiff_t window = h.ordered && h.window > 0 ? h.window : h.n_k + h.n_q + lanes;
  const auto inside = [&](std::ptrdiff_t key) { return key < from ? from : key < to ? key : to; };
  const auto one = [&]<int Skipped, bool Edge>(std::integral_constant<int, Skipped>, std::bool_constant<Edge>,
                                               std::ptrdiff_t key, std::ptrdiff_t count) {
    const step<V, Skipped, Vectors, Edge> tiles{h, of, {key - place, window, of.count}, key, count};
    tiles.run(d_k + (key - from) * in_whole<V>(h.d_k), d_v + (key - from) * in_whole<V>(h.d_v));
  };
  const auto edges = [&](std::ptrdiff_t key, std::ptrdiff_t end) {
    for (; key < end; key += edge_tile) {
      const std::ptrdiff_t count = end - key < edge_tile ? end - key : edge_tile;
      const std::ptrdiff_t unseen = (key - place) / V::width;  // vectors of queries before the first key
      if constexpr (Vectors > 2)
        if (unseen >= 2) {
          one(std::integral_constant<int, 2>{}, std::true_type{}, key, count);
          continue;
        }
      if constexpr (Vectors > 1)
        if (unseen >= 1) {
          one(std::integral_constant<int, 1>{}, std::true_type{}, key, count);
          continue;
        }
      one(std::integral_constant<int, 0>{}, std::true_type{}, key, count);
    }
  };
  std::ptrdiff_t begin = from, whole_from = from, whole_to = to, end = to;
  if (h.ordered) {
    begin = inside(place + 1 - window), whole_from = inside(place + of.count - window);
    whole_to = inside(place + 1), end = inside(place + of.count);
    if (whole_from >= whole_to) whole_from = whole_to = end;
  }
  edges(begin, whole_from);
  for (std::ptrdiff_t key = whole_from; key < whole_to; key += tile)
    one(std::integral_constant<int, 0>{}, std::false_type{}, key, whole_to - key < tile ? whole_to - key : tile);
  edges(whole_to, end);
}

}  // namespace backward

/// dV += Pᵀ·dO; with dP = dO·Vᵀ, D = row sums of dO∘O and dS = P∘(dP - D)/√d_k: dQ += dS·K, dK += dSᵀ·Q; P as the
/// head attends. A query without keys, and a key without queries, get nothing.
/// cost     10·E·d flops for E scored pairs and d = d_k = d_v
/// source   Dao 2023, algorithm 2
template <class V>
void attention_backward(const head_gradients<typename V::number>& g, typename V::number* workspace) {
  using T = typename V::number;
  constexpr std::ptrdiff_t panel = V::width * V::vectors;
  const head<T>& h = g.of;
  const double root = __builtin_sqrt(static_cast<double>(h.d_k));
  const T scale = static_cast<T>(1 / root);
  const std::ptrdiff_t keys = backward::block_keys<V>(h.n_k, h.d_k, h.d_v), wide_k = in_whole<V>(h.d_k),
                       wide_v = in_whole<V>(h.d_v);
  head<T> turning = h;  // dO in place of Q, to be packed as Q is
  turning.query_q = g.query_d_out, turning.match_q = g.own_d_out, turning.d_k = h.d_v, turning.q = g.d_out;

  backward::queries<V> of;
  of.q = workspace, of.d_out = of.q + h.d_k * panel, of.d_q = of.d_out + h.d_v * panel;
  of.weights = of.d_q + h.d_k * panel, of.d_scores = of.weights + backward::tile * panel;
  T *q_copy = of.d_scores + backward::tile * panel, *d_out_copy = q_copy + panel * wide_k,
    *d_k = d_out_copy + panel * wide_v, *d_v = d_k + keys * wide_k, *overlaps = d_v + keys * wide_v;
  for (std::ptrdiff_t i = 0; i < h.n_q; ++i) {
    const staged<V> d_out({g.d_out + i * g.query_d_out, 1, h.d_v, 0, g.own_d_out});
    const staged<V> out({h.out + i * h.query_out, 1, h.d_v, 0, h.own_out});
    V total = V::all(0);
    for (std::ptrdiff_t w = 0; w < h.d_v; w += V::width)
      total = multiply_add(total, load_some<V>(g.d_out + i * g.query_d_out + w * g.own_d_out, g.own_d_out, h.d_v - w),
                           load_some<V>(h.out + i * h.query_out + w * h.own_out, h.own_out, h.d_v - w));
    overlaps[i] = sum(total);
  }
  for (std::ptrdiff_t from = 0; from < h.n_k; from += keys) {
    const std::ptrdiff_t to = h.n_k - from < keys ? h.n_k : from + keys;
    const staged<V> some_keys(tiled::keys_of(h, from, to - from)), some_values(tiled::values_of(h, from, to - from));
    for (std::ptrdiff_t i = 0; i < (to - from) * wide_k; ++i) d_k[i] = V::constant(0);
    for (std::ptrdiff_t i = 0; i < (to - from) * wide_v; ++i) d_v[i] = V::constant(0);
    for (std::ptrdiff_t first = 0; first < h.n_q; first += panel) {
      of.count = h.n_q - first < panel ? h.n_q - first : panel;
      const std::ptrdiff_t at = first + h.n_k - h.n_q;  // the key that the first query stands at
      if (h.ordered && (at + of.count <= from || (h.window > 0 && at + 1 - h.window >= to))) continue;
      const staged<V> q({h.q + first * h.query_q, of.count, h.d_k, h.query_q, h.match_q});
      const staged<V> d_out({g.d_out + first * g.query_d_out, of.count, h.d_v, g.query_d_out, g.own_d_out});
      const staged<V> totals({h.totals + first, 2, of.count, h.n_q, 1});
      tiled::pack<V>(h, first, of.count, static_cast<T>(log2_e / root), of.q);
      tiled::pack<V>(turning, first, of.count, T{1}, of.d_out);
      of.q_rows = backward::in_rows_of<V>(h.q + first * h.query_q, h.query_q, h.match_q, h.d_k, of.count, q_copy);
      of.d_out_rows = backward::in_rows_of<V>(g.d_out + first * g.query_d_out, g.query_d_out, g.own_d_out, h.d_v,
                                              of.count, d_out_copy);
      for (int c = 0; c < V::vectors && c * V::width < of.count; ++c) {
        const std::ptrdiff_t here = of.count - c * V::width, i = first + c * V::width;
        of.reference[c] = zero_if_infinite(load_some<V>(h.totals + i, 1, here));
        of.inverse[c] = V::all(1) / one_if_zero(load_some<V>(h.totals + h.n_q + i, 1, here));
        of.overlap[c] = load_some<V>(overlaps + i, 1, here);
      }
      for (std::ptrdiff_t i = 0; i < h.d_k * panel; ++i) of.d_q[i] = V::constant(0);
      if (of.count > 2 * V::width)
        backward::some_queries<V, 3>(h, of, at, from, to, d_k, d_v);
      else if (of.count > V::width)
        backward::some_queries<V, 2>(h, of, at, from, to, d_k, d_v);
      else
        backward::some_queries<V, 1>(h, of, at, from, to, d_k, d_v);
      const changed<V> d_q({g.d_q + first * g.query_d_q, of.count, h.d_k, g.query_d_q, g.match_d_q});
      backward::add_turned<V>(of.d_q, of.count, h.d_k, scale, g.d_q + first * g.query_d_q, g.query_d_q, g.match_d_q);
    }
    const changed<V> all_d_k({g.d_k + from * g.key_d_k, to - from, h.d_k, g.key_d_k, g.match_d_k});
    const changed<V> all_d_v({g.d_v + from * g.key_d_v, to - from, h.d_v, g.key_d_v, g.own_d_v});
    backward::add_rows<T>({d_k, wide_k}, to - from, h.d_k, scale, g.d_k + from * g.key_d_k, g.key_d_k, g.match_d_k);
    backward::add_rows<T>({d_v, wide_v}, to - from, h.d_v, T{1}, g.d_v + from * g.key_d_v, g.key_d_v, g.own_d_v);
  }
}

}  // namespace conform::kernel
