#pragma once
// tiled_tile: a panel of queries, and the step that softmax attention takes with it at one tile of keys (tiled.hpp).
// Queries are in lanes; scores stand transposed, {key, query}, so that the softmax of many queries is one of vectors,
// and neither K nor V is packed: their numbers are broadcast.

#include <conform/kernel/matrix_pairs.hpp>
#include <conform/kernel/seen_keys.hpp>
#include <conform/kernel/staging.hpp>
#include <conform/machine/arithmetic.hpp>

namespace conform::kernel {

/// One head: cells and steps (elements) of Q {query, head_dim}, K {key, head_dim}, V {key, value_dim} and the result.
/// Cells are numbers T, or bf16; of K that is packed, pairs.
template <class T, class Q = T, class K = T, class V = T>
struct head {
  static constexpr bool wide_k = std::is_same_v<K, T>, wide_v = std::is_same_v<V, T>, wide = wide_k && wide_v;
  using number = T;
  using cell_q = Q;
  using cell_k = K;
  using cell_v = V;

  const Q* q;
  const K* k;
  const V* v;
  T* out;
  std::ptrdiff_t n_q, n_k, d_k, d_v;
  std::ptrdiff_t query_q, match_q, key_k, match_k, key_v, own_v, query_out, own_out;
  bool ordered = false;       ///< query i sees no key beyond i + n_k - n_q, its place
  std::ptrdiff_t window = 0;  ///< with `ordered`: at most this many keys, its own included; 0: no limit
  /// Where given: of each query a reference of its scores (in powers of two), and n_q further on the sum of
  /// 2^(score - reference); without keys -inf and 0. The log-sum-exp is reference·ln 2 + log(sum).
  T* totals = nullptr;
  bool near = false;  ///< K and V are in fast memory already: widened() made them
  T scale = T{1};     ///< of scores, where packed queries are not scaled
  /// Where block_keys > 0: no query sees a key outside these blocks of so many keys, which ascend; the last may be cut.
  const long long* blocks = nullptr;
  std::ptrdiff_t block_count = 0, block_keys = 0;
};

namespace tiled {

inline constexpr std::ptrdiff_t tile_keys = 64;

/// Whether scores are products of pairs of terms: queries and keys are packed so, unscaled.
template <class V, class H>
inline constexpr bool by_pairs =
    V::multiplies_pairs && !H::wide_k && !std::is_same_v<typename H::cell_q, typename V::number>;

/// The queries that see key j where the head is ordered, those beyond its last among them.
template <class H>
constexpr interval seeing(const H& h, std::ptrdiff_t j) {
  const std::ptrdiff_t first = j - (h.n_k - h.n_q);
  return {first, first + (h.window > 0 ? h.window : h.n_k)};
}

/// Running maximum and sum of each query (lane).
template <class V>
struct running {
  V largest, sum;
};

/// Queries first ... first + count on their way through the keys, at most V::vectors vectors of them.
template <class V>
struct panel {
  using T = typename V::number;
  static constexpr std::ptrdiff_t width = V::width * V::vectors;

  std::ptrdiff_t first, count;
  T *queries, *sums;  ///< {head_dim, query}, {value_dim, query}, a row `width` cells
  running<V> state[V::vectors];
};

/// Asks for rows of cells, which the second cache is to hold when they are read, or written. (Where cells of a row are
/// no neighbours it asks for others, which changes nothing: a look would split the loops of the products, at 1 to 2 %
/// of all time.)
template <int Written = 0, class T>
CONFORM_INLINE void fetch(const cell_block<T>& cells) {
  constexpr std::ptrdiff_t line = 64 / static_cast<std::ptrdiff_t>(sizeof(float));
  for (std::ptrdiff_t i = 0; i < cells.rows; ++i)
    for (std::ptrdiff_t j = 0; j < cells.columns; j += line)
      __builtin_prefetch(cells.data + i * cells.row_step + j, Written, 2);
}

template <class H>
constexpr cell_block<typename H::cell_k> keys_of(const H& h, std::ptrdiff_t first, std::ptrdiff_t count) {
  return {h.k + first * h.key_k, count, h.d_k, h.key_k, h.match_k};
}
template <class H>
constexpr cell_block<typename H::cell_v> values_of(const H& h, std::ptrdiff_t first, std::ptrdiff_t count) {
  return {h.v + first * h.key_v, count, h.d_v, h.key_v, h.own_v};
}

/// Where queries stand at some keys of an ordered head: what the next panel reads there, and where the results of this
/// one go. (Behind the last key it asks for what follows in memory, often the next head.)
template <class V, class H>
CONFORM_INLINE void fetch_next(const H& h, std::ptrdiff_t key, std::ptrdiff_t count) {
  const std::ptrdiff_t query = key - (h.n_k - h.n_q), next = panel<V>::width;
  if (query < 0 || h.near) return;
  fetch(keys_of(h, key + next, count)), fetch(values_of(h, key + next, count));
  fetch(cell_block<typename H::cell_q>{h.q + (query + next) * h.query_q, count, h.d_k, h.query_q, h.match_q});
  fetch<1>(cell_block<typename H::number>{h.out + query * h.query_out, count, h.d_v, h.query_out, h.own_out});
}

/// Which vector of queries sees some keys of a tile in part: its pairs are masked.
enum class edge { none, first, last };

/// A tile of keys against `Vectors` vectors of queries.
template <class V, int Vectors, edge Edge>
struct step {
  using T = typename V::number;
  using whole = typename V::whole;
  static constexpr std::ptrdiff_t row = panel<V>::width;
  static constexpr int masked = Edge == edge::none ? Vectors : Edge == edge::first ? 0 : Vectors - 1;

  running<V>* state;
  T *queries, *scores, *sums;  // (head_dim, query), (key, query), (value_dim, query), a row a panel
  whole low[Edge == edge::none ? 1 : tile_keys], high[Edge == edge::none ? 1 : tile_keys];  // lanes that see a key

  /// Keys from ... from + count; the first lane is query `first`. The keys from `next` on come after them.
  template <class H>
  CONFORM_INLINE void run(const H& h, std::ptrdiff_t first, std::ptrdiff_t from, std::ptrdiff_t count,
                          std::ptrdiff_t next) {
    if constexpr (Edge != edge::none)
      for (std::ptrdiff_t j = 0; j < count; ++j) {
        const interval lanes_of_key = seeing(h, from + j);
        low[j] = lane_of(lanes_of_key.begin - first), high[j] = lane_of(lanes_of_key.end - first);
      }
    V top[Vectors];
    score(h, from, count, top);
    weigh(count, top, h.d_v);
    gather(h, from, count, next);
  }

 private:
  /// Of the masked vector.
  CONFORM_INLINE static whole lane_of(std::ptrdiff_t query) {
    const std::ptrdiff_t lane = query - masked * V::width;
    return static_cast<whole>(lane < 0 ? 0 : lane < V::width ? lane : V::width);
  }

  // scores = K·Qᵀ and the maximum of each query; meanwhile the values come near, and at an edge what is next
  template <class H>
  CONFORM_INLINE void score(const H& h, std::ptrdiff_t from, std::ptrdiff_t count, V (&top)[Vectors]) {
    using cell = typename H::cell_k;
    const broadcast_rows<cell> k{h.k + from * h.key_k, h.key_k, h.match_k};
    const V none = V::all(-__builtin_huge_valf());
    for (V& largest : top) largest = none;
    in_rows<V>(count, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t key) {
      if constexpr (Edge == edge::none) fetch(values_of(h, from + key, Rows));
      if constexpr (Edge == edge::first) fetch_next<V>(h, from + key, Rows);
      block<V, Rows, Vectors> sums_of;
      sums_of.clear();
      product(sums_of, k.from(key), reinterpret_cast<const cell*>(queries), row, h.d_k);
#pragma GCC unroll 8
      for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
        for (int c = 0; c < Vectors; ++c) {
          V score = sums_of.at[r][c];
          if constexpr (!H::wide_k) score = score * V::all(h.scale);
          if (c == masked) score = between(low[key + r], high[key + r], score, none);
          top[c] = larger(score, top[c]);
          score.store(scores + (key + r) * row + c * V::width);
        }
    });
  }
  // scores = 2^(scores - largest). A row is rescaled only where its maximum grew by more than 8, so that its weights
  // stay below 2^8; what it becomes does not depend on its neighbours.
  CONFORM_INLINE void weigh(std::ptrdiff_t count, const V (&top)[Vectors], std::ptrdiff_t d_v) {
    const V none = V::all(-__builtin_huge_valf());
    V reference[Vectors], sum[Vectors];
    bool grown = false;
    for (int c = 0; c < Vectors; ++c) grown |= any_above(top[c], state[c].largest + V::all(8));
    for (int c = 0; c < Vectors; ++c) {
      if (grown) {
        const V now = where_above(top[c], state[c].largest + V::all(8), top[c], state[c].largest);
        if (any_above(state[c].largest, none)) {
          const V factor = exp2(state[c].largest - zero_if_infinite(now));
          state[c].sum = state[c].sum * factor;
          for (std::ptrdiff_t w = 0; w < d_v; ++w) {
            T* at = sums + w * row + c * V::width;
            (V::load(at) * factor).store(at);
          }
        }
        state[c].largest = now;
      }
      reference[c] = zero_if_infinite(state[c].largest);
      sum[c] = state[c].sum;
    }
    const auto keys = [&]<int Keys>(std::integral_constant<int, Keys>, std::ptrdiff_t j) {
      V weight[Keys * Vectors];
      T* at = scores + j * row;
#pragma GCC unroll 6
      for (int i = 0; i < Keys * Vectors; ++i)
        weight[i] = V::load(at + i / Vectors * row + i % Vectors * V::width) - reference[i % Vectors];
      exp2_each(weight);
#pragma GCC unroll 6
      for (int i = 0; i < Keys * Vectors; ++i) {
        sum[i % Vectors] = sum[i % Vectors] + weight[i];
        weight[i].store(at + i / Vectors * row + i % Vectors * V::width);
      }
    };
    std::ptrdiff_t j = 0;
    for (; j + 2 <= count; j += 2) keys(std::integral_constant<int, 2>{}, j);
    if (j < count) keys(std::integral_constant<int, 1>{}, j);
    for (int c = 0; c < Vectors; ++c) state[c].sum = sum[c];
  }
  // sums += Vᵀ·scores; at an edge a masked pair is left out, so that its value cannot reach the row. Meanwhile the next
  // keys come near.
  template <class H>
  CONFORM_INLINE void gather(const H& h, std::ptrdiff_t from, std::ptrdiff_t count, std::ptrdiff_t next) {
    const broadcast_rows<T> v{h.v + from * h.key_v, h.own_v, h.key_v};
    const std::ptrdiff_t last = next + tile_keys < h.n_k ? next + tile_keys : h.n_k,
                         share = h.d_v > 0 ? (tile_keys * V::rows + h.d_v - 1) / h.d_v : 0;
    in_rows<V>(h.d_v, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t w) {
      if constexpr (Edge == edge::none && Rows == V::rows)
        fetch(keys_of(h, next, share < last - next ? share : last - next)), next += share;
      block<V, Rows, Vectors> total;
      T* to = sums + w * row;
      total.load(to, row);
      const broadcast_rows<T> values = v.from(w);
      if constexpr (Edge != edge::none) {
        for (std::ptrdiff_t j = 0; j < count; ++j) {
          V weight[Vectors];
#pragma GCC unroll 4
          for (int c = 0; c < Vectors; ++c) weight[c] = V::load(scores + j * row + c * V::width);
#pragma GCC unroll 8
          for (int r = 0; r < Rows; ++r) {
            const V number = V::all(values.from(r, j).data[0]);
#pragma GCC unroll 4
            for (int c = 0; c < Vectors; ++c) {
              const V more = multiply_add(total.at[r][c], number, weight[c]);
              total.at[r][c] = c == masked ? between(low[j], high[j], more, total.at[r][c]) : more;
            }
          }
        }
      } else {
        product(total, values, scores, row, count);
      }
      total.store(to, row);
    });
  }
};

/// packed[f, query] = q[query, f]·scale for queries first ... first + count of a panel, lanes beyond them 0.
template <class V, class H>
void pack(const H& h, std::ptrdiff_t first, std::ptrdiff_t count, typename V::number scale,
          typename V::number* packed) {
  using T = typename V::number;
  constexpr std::ptrdiff_t row = panel<V>::width;
  for (std::ptrdiff_t c = 0; c * V::width < count; ++c) {
    const auto* q = h.q + (first + c * V::width) * h.query_q;
    T* to = packed + c * V::width;
    const std::ptrdiff_t here = count - c * V::width < V::width ? count - c * V::width : V::width;
    std::ptrdiff_t f = 0;
    if (h.match_q == 1 && here == V::width)
      for (; f + V::width <= h.d_k; f += V::width) {
        V rows[V::width];
        for (int i = 0; i < V::width; ++i) rows[i] = V::load(q + i * h.query_q + f) * V::all(scale);
        transpose(rows);
        for (int i = 0; i < V::width; ++i) rows[i].store(to + (f + i) * row);
      }
    for (; f < h.d_k; ++f)
      for (std::ptrdiff_t i = 0; i < V::width; ++i)
        arithmetic::store(
            to[f * row + i],
            i < here ? static_cast<T>(arithmetic::load(q[i * h.query_q + f * h.match_q])) * scale : T{0});
  }
}

/// out[query, w] = sums[w, query] / sum[query], 0 for a query without keys
template <class V, class H>
void unpack(const H& h, const panel<V>& p) {
  using T = typename V::number;
  constexpr std::ptrdiff_t row = panel<V>::width;
  for (std::ptrdiff_t c = 0; c * V::width < p.count; ++c) {
    T* out = h.out + (p.first + c * V::width) * h.query_out;
    const T* from = p.sums + c * V::width;
    const V inverse = V::all(1) / one_if_zero(p.state[c].sum);
    const std::ptrdiff_t here = p.count - c * V::width < V::width ? p.count - c * V::width : V::width;
    const written<V> rows_of_out({out, here, h.d_v, h.query_out, h.own_out});
    std::ptrdiff_t w = 0;
    if (h.own_out == 1)
      for (; w + V::width <= h.d_v; w += V::width) {
        V rows[V::width];
        for (int i = 0; i < V::width; ++i) rows[i] = V::load(from + (w + i) * row) * inverse;
        transpose(rows);
        for (std::ptrdiff_t i = 0; i < here; ++i) rows[i].store(out + i * h.query_out + w);
      }
    T factor[V::width];
    inverse.store(factor);
    for (; w < h.d_v; ++w)
      for (std::ptrdiff_t i = 0; i < here; ++i)
        arithmetic::store(out[i * h.query_out + w * h.own_out], arithmetic::load(from[w * row + i]) * factor[i]);
  }
}

/// totals of the panel's queries
template <class V, class H>
void tell_sums(const H& h, const panel<V>& p) {
  using T = typename V::number;
  T largest[V::width], sum[V::width];
  for (std::ptrdiff_t i = 0; i < p.count; ++i) {
    const std::ptrdiff_t lane = i % V::width;
    if (lane == 0) p.state[i / V::width].largest.store(largest), p.state[i / V::width].sum.store(sum);
    arithmetic::store(h.totals[p.first + i], largest[lane]);
    arithmetic::store(h.totals[h.n_q + p.first + i], sum[lane]);
  }
}

}  // namespace tiled
}  // namespace conform::kernel
