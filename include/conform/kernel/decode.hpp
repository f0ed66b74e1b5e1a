#pragma once
// decode: softmax attention of few queries against many keys, bound by how fast memory reads. Queries that share a head
// of keys are computed together, so that K and V are read once for all of them, in one pass (FlashDecoding: parts of
// the keys apart, merged by log-sum-exp). Lanes hold head_dim where a key is contiguous, and keys where those are.

#include <conform/kernel/parallel.hpp>
#include <conform/kernel/product.hpp>
#include <conform/kernel/staging.hpp>
#include <conform/kernel/workspace.hpp>
#include <conform/machine/arithmetic.hpp>

namespace conform::kernel {

/// Cells and steps (elements) of one head of keys and all queries that share it: Q {group, query, head_dim},
/// K {key, head_dim}, V {key, value_dim}, in cells S (T or bf16), and the result {group, query, value_dim}.
template <class T, class S = T>
struct shared_head {
  const T* q;
  const S *k, *v;
  T* out;
  std::ptrdiff_t n_group, n_q, n_k, d_k, d_v;
  std::ptrdiff_t group_q, query_q, match_q, key_k, match_k, key_v, own_v, group_out, query_out, own_out;
  bool ordered = false;       ///< query i sees no key beyond i + n_k - n_q, its place
  std::ptrdiff_t window = 0;  ///< with `ordered`: at most this many keys, its own included; 0: no limit
};

namespace decode {

inline constexpr std::ptrdiff_t tile_keys = 32;           ///< scores that stand at once, for each query
inline constexpr std::ptrdiff_t part_keys = 2048;         ///< keys of a part, whatever the number of threads
inline constexpr std::ptrdiff_t most_queries = 8;         ///< read K and V together
inline constexpr std::ptrdiff_t bytes_ahead = 256;        ///< of what is read, asked of memory
inline constexpr std::ptrdiff_t cells_at_once = 1 << 16;  ///< of parts that wait to be merged

/// A cell of a part's result: a type of its own has a workspace of its own.
template <class T>
struct partial {
  T x;
};

/// Keys begin <= j < end.
struct keys_seen {
  std::ptrdiff_t begin, end;
};

/// The keys that query i sees.
template <class H>
constexpr keys_seen keys_of(const H& h, std::ptrdiff_t i) {
  if (!h.ordered) return {0, h.n_k};
  const std::ptrdiff_t place = i + h.n_k - h.n_q;
  const std::ptrdiff_t first = h.window > 0 ? place + 1 - h.window : 0;
  const std::ptrdiff_t end = place < 0 ? 0 : place + 1 < h.n_k ? place + 1 : h.n_k;
  const std::ptrdiff_t begin = first < 0 ? 0 : first < end ? first : end;
  return {begin, end};
}

/// `cells` numbers in whole vectors, the rest in the last lanes of one more, whose first lanes are 0: as a vector reads
/// that ends where the row does.
template <class V, class S>
void arrange(const S* from, std::ptrdiff_t step, std::ptrdiff_t cells, typename V::number* to) {
  using T = typename V::number;
  const std::ptrdiff_t whole = cells / V::width * V::width, rest = cells - whole;
  for (std::ptrdiff_t f = 0; f < whole; ++f) to[f] = static_cast<T>(arithmetic::load(from[f * step]));
  if (rest == 0) return;
  for (std::ptrdiff_t l = 0; l < V::width - rest; ++l) to[whole + l] = V::constant(0);
  for (std::ptrdiff_t l = 0; l < rest; ++l)
    to[whole + V::width - rest + l] = static_cast<T>(arithmetic::load(from[(whole + l) * step]));
}

/// Rows of contiguous cells, at least a vector each.
template <class S>
struct cell_rows {
  const S* data;
  std::ptrdiff_t step, cells;
};

/// to[g·to_step + r] = sum over f of a[g, f]·b[from + r, f] for r < count, at most width / G. `a` is arranged.
template <class V, int G, class S>
CONFORM_INLINE void row_products(const typename V::number* a, std::ptrdiff_t a_step, const cell_rows<S>& b,
                                 std::ptrdiff_t from, std::ptrdiff_t count, typename V::number* to,
                                 std::ptrdiff_t to_step) {
  constexpr int rows = V::width / G, together = rows < 4 ? rows : 4;  // few rows together: memory is read in its order
  const std::ptrdiff_t whole = b.cells / V::width * V::width, rest = b.cells - whole;
  V sum[V::width];  // by query, then row
#pragma GCC unroll 4
  for (int first = 0; first < rows; first += together) {
    const S* row[together];
#pragma GCC unroll 4
    for (int r = 0; r < together; ++r) {
      row[r] = b.data + (from + (first + r < count ? first + r : count - 1)) * b.step;  // the last again: not stored
#pragma GCC unroll 4
      for (int g = 0; g < G; ++g) sum[g * rows + first + r] = V::all(0);
    }
    for (std::ptrdiff_t f = 0; f < whole; f += V::width) {
#pragma GCC unroll 4
      for (int r = 0; r < together; ++r) {
        __builtin_prefetch(reinterpret_cast<const char*>(row[r] + f) + bytes_ahead);
        const V key = V::load(row[r] + f);
#pragma GCC unroll 4
        for (int g = 0; g < G; ++g) {
          V& to_sum = sum[g * rows + first + r];
          to_sum = multiply_add(to_sum, V::load(a + g * a_step + f), key);
        }
      }
    }
    if (rest > 0) {
      const auto skipped = static_cast<typename V::whole>(V::width - rest);
#pragma GCC unroll 4
      for (int r = 0; r < together; ++r) {
        const V key = between(skipped, V::width, V::load(row[r] + b.cells - V::width), V::all(0));
#pragma GCC unroll 4
        for (int g = 0; g < G; ++g) {
          V& to_sum = sum[g * rows + first + r];
          to_sum = multiply_add(to_sum, V::load(a + g * a_step + whole), key);
        }
      }
    }
  }
  typename V::number dots[V::width];
  sum_of_each<V::width>(sum).store(dots);
#pragma GCC unroll 4
  for (int g = 0; g < G; ++g)
    if (count >= rows)
      __builtin_memcpy(to + g * to_step, dots + g * rows, sizeof(typename V::number) * rows);
    else
      for (std::ptrdiff_t r = 0; r < count; ++r) to[g * to_step + r] = dots[g * rows + r];
}

/// Calls each(constant of queries, first query) with 4, 2, 1 queries until `count` are done.
template <class Each>
CONFORM_INLINE void in_fours(std::ptrdiff_t count, Each each) {
  std::ptrdiff_t g = 0;
  for (; g + 4 <= count; g += 4) each(std::integral_constant<int, 4>{}, g);
  if (g + 2 <= count) each(std::integral_constant<int, 2>{}, g), g += 2;
  if (g < count) each(std::integral_constant<int, 1>{}, g);
}

/// Some queries of one shared head against a part of its keys.
template <class V, class S>
struct part {
  using T = typename V::number;
  static constexpr std::ptrdiff_t width = V::width;

  const shared_head<T, S>& h;
  std::ptrdiff_t first, count;  ///< queries, counted through the group
  std::ptrdiff_t d_k, d_v;      ///< in whole vectors
  T *queries, *scores, *sums, *tile;
  T largest[most_queries];
  V sum[most_queries];

  /// Cells that a thread works in.
  static constexpr std::ptrdiff_t workspace_cells(std::ptrdiff_t d_k, std::ptrdiff_t d_v) {
    const std::ptrdiff_t k = in_whole<V>(d_k), v = in_whole<V>(d_v);
    return most_queries * (k + v + tile_keys) + tile_keys * (k > v ? k : v);
  }

  part(const shared_head<T, S>& of, std::ptrdiff_t from, std::ptrdiff_t queries_of, T* cells)
      : h(of),
        first(from),
        count(queries_of),
        d_k(in_whole<V>(of.d_k)),
        d_v(in_whole<V>(of.d_v)),
        queries(cells),
        scores(queries + most_queries * d_k),
        sums(scores + most_queries * tile_keys),
        tile(sums + most_queries * d_v) {
    const bool across = keys_in_lanes();
    for (std::ptrdiff_t g = 0; g < count; ++g) {
      const std::ptrdiff_t at = first + g;
      const T* q = h.q + at / h.n_q * h.group_q + at % h.n_q * h.query_q;
      const staged<V> row_of_q({q, 1, h.d_k, 0, h.match_q});
      if (across)
        for (std::ptrdiff_t f = 0; f < h.d_k; ++f) queries[g * d_k + f] = arithmetic::load(q[f * h.match_q]);
      else
        arrange<V>(q, h.match_q, h.d_k, queries + g * d_k);
      for (std::ptrdiff_t w = 0; w < d_v; ++w) sums[g * d_v + w] = T{0};
      largest[g] = V::constant(-__builtin_huge_val()), sum[g] = V::all(0);
    }
  }

  /// Adds keys begin ... end.
  void run(std::ptrdiff_t begin, std::ptrdiff_t end) {
    for (std::ptrdiff_t key = begin; key < end; key += tile_keys) {
      const std::ptrdiff_t keys = end - key < tile_keys ? end - key : tile_keys;
      const staged<V, S> some_keys({h.k + key * h.key_k, keys, h.d_k, h.key_k, h.match_k});
      const staged<V, S> some_values({h.v + key * h.key_v, keys, h.d_v, h.key_v, h.own_v});
      bool edge = false;
      for (std::ptrdiff_t g = 0; g < count; ++g) {
        const keys_seen seen = keys_of(h, (first + g) % h.n_q);
        edge |= seen.begin > key || seen.end < key + keys;
      }
      score(key, keys);
      weigh(key, keys);
      gather(key, keys, edge);
    }
  }
  /// Place of result w among a query's sums.
  std::ptrdiff_t place(std::ptrdiff_t w) const { return w < h.d_v / width * width ? w : w + d_v - h.d_v; }

 private:
  bool keys_in_lanes() const { return h.key_k == 1 && h.match_k != 1; }

  // scores[g, j] = q[g]·k[key + j]
  CONFORM_INLINE void score(std::ptrdiff_t key, std::ptrdiff_t keys) {
    const S* from = h.k + key * h.key_k;
    if (keys_in_lanes()) {
      const std::ptrdiff_t whole = keys / width * width;
      const auto some = [&]<int Vectors>(std::integral_constant<int, Vectors>, std::ptrdiff_t j) {
        in_fours(count, [&]<int G>(std::integral_constant<int, G>, std::ptrdiff_t g) {
          block<V, G, Vectors> of;
          of.clear();
          product(of, broadcast_rows<T>{queries + g * d_k, d_k, 1}, from + j, h.match_k, h.d_k);
          of.store(scores + g * tile_keys + j, tile_keys);
        });
      };
      std::ptrdiff_t at = 0;
      for (; at + 4 * width <= whole; at += 4 * width) some(std::integral_constant<int, 4>{}, at);
      for (; at < whole; at += width) some(std::integral_constant<int, 1>{}, at);
      for (std::ptrdiff_t j = whole; j < keys; ++j)
        for (std::ptrdiff_t g = 0; g < count; ++g) {
          T dot{0};
          for (std::ptrdiff_t f = 0; f < h.d_k; ++f)
            dot = arithmetic::multiply_add(dot, queries[g * d_k + f], static_cast<T>(from[j + f * h.match_k]));
          scores[g * tile_keys + j] = dot;
        }
      return;
    }
    if (h.match_k == 1 && h.d_k >= width) return dots<S>({from, h.key_k, h.d_k}, keys);
    for (std::ptrdiff_t j = 0; j < keys; ++j) arrange<V>(from + j * h.key_k, h.match_k, h.d_k, tile + j * d_k);
    dots<T>({tile, d_k, d_k}, keys);
  }
  template <class C>
  CONFORM_INLINE void dots(const cell_rows<C>& b, std::ptrdiff_t keys) {
    products<C>(queries, d_k, b, keys, scores, tile_keys);
  }
  // to[g, r] = a[g]·b[r], blocks of rows for all queries, so that a row comes from memory once
  template <class C>
  CONFORM_INLINE void products(const T* a, std::ptrdiff_t a_step, const cell_rows<C>& b, std::ptrdiff_t rows, T* to,
                               std::ptrdiff_t to_step) {
    for (std::ptrdiff_t from = 0; from < rows; from += width)
      in_fours(count, [&]<int G>(std::integral_constant<int, G>, std::ptrdiff_t g) {
        const std::ptrdiff_t end = from + width < rows ? from + width : rows;
        for (std::ptrdiff_t r = from; r < end; r += width / G)
          row_products<V, G>(a + g * a_step, a_step, b, r, end - r, to + g * to_step + r, to_step);
      });
  }
  // scores = 2^(scores·scale - largest); a query is rescaled only where its maximum grew by more than 8
  CONFORM_INLINE void weigh(std::ptrdiff_t key, std::ptrdiff_t keys) {
    const V none = V::all(static_cast<T>(-__builtin_huge_val()));
    const V scale = V::all(static_cast<T>(1.4426950408889634 / __builtin_sqrt(static_cast<double>(h.d_k))));
    for (std::ptrdiff_t g = 0; g < count; ++g) {
      T* row = scores + g * tile_keys;
      const keys_seen seen = keys_of(h, (first + g) % h.n_q);
      const std::ptrdiff_t low = seen.begin - key, high = seen.end - key < keys ? seen.end - key : keys;
      V top = none;
      for (std::ptrdiff_t j = 0; j < keys; j += width) {
        const std::ptrdiff_t end = high - j < width ? high - j : width, begin = low - j < width ? low - j : width;
        const V score = between(static_cast<typename V::whole>(begin < 0 ? 0 : begin),
                                static_cast<typename V::whole>(end < 0 ? 0 : end), V::load(row + j) * scale, none);
        score.store(row + j);
        top = larger(score, top);
      }
      const T most = largest_lane(top);
      if (V::above(most, largest[g] + T{8})) {
        const V factor = exp2(V::all(largest[g] - most));
        sum[g] = sum[g] * factor;
        for (std::ptrdiff_t w = 0; w < d_v; w += width)
          (V::load(sums + g * d_v + w) * factor).store(sums + g * d_v + w);
        largest[g] = most;
      }
      const V reference = zero_if_infinite(V::all(largest[g]));
      for (std::ptrdiff_t j = 0; j < keys; j += width) {
        const V weight = exp2(V::load(row + j) - reference);
        sum[g] = sum[g] + weight;
        weight.store(row + j);
      }
    }
  }
  // sums += scores·V; at an edge a masked pair is left out, so that its value cannot reach the query
  CONFORM_INLINE void gather(std::ptrdiff_t key, std::ptrdiff_t keys, bool edge) {
    const S* from = h.v + key * h.key_v;
    if (h.own_v == 1 && h.d_v >= width)
      return edge ? weighted_edge<S>({from, h.key_v, h.d_v}, key, keys) : weighted<S>({from, h.key_v, h.d_v}, keys);
    if (h.key_v == 1 && keys == tile_keys && !edge) {
      products<S>(scores, tile_keys, {from, h.own_v, tile_keys}, h.d_v, tile, d_v);
      for (std::ptrdiff_t g = 0; g < count; ++g)
        for (std::ptrdiff_t w = 0; w < h.d_v; ++w)
          sums[g * d_v + place(w)] = sums[g * d_v + place(w)] + tile[g * d_v + w];
      return;
    }
    for (std::ptrdiff_t j = 0; j < keys; ++j) arrange<V>(from + j * h.key_v, h.own_v, h.d_v, tile + j * d_v);
    edge ? weighted_edge<T>({tile, d_v, d_v}, key, keys) : weighted<T>({tile, d_v, d_v}, keys);
  }
  template <class C>
  CONFORM_INLINE void weighted(const cell_rows<C>& b, std::ptrdiff_t keys) {
    in_columns(b, [&]<int Vectors>(std::integral_constant<int, Vectors>, const C* from, std::ptrdiff_t w) {
      in_fours(count, [&]<int G>(std::integral_constant<int, G>, std::ptrdiff_t g) {
        add<G, Vectors>(g, w, scores + g * tile_keys, from, b.step, keys);
      });
    });
  }
  template <class C>
  [[gnu::noinline]] void weighted_edge(const cell_rows<C>& b, std::ptrdiff_t key, std::ptrdiff_t keys) {
    for (std::ptrdiff_t g = 0; g < count; ++g) {
      const keys_seen seen = keys_of(h, (first + g) % h.n_q);
      const std::ptrdiff_t begin = seen.begin > key ? seen.begin - key : 0;
      const std::ptrdiff_t end = seen.end - key < keys ? seen.end - key : keys;
      if (begin >= end) continue;
      in_columns(b, [&]<int Vectors>(std::integral_constant<int, Vectors>, const C* from, std::ptrdiff_t w) {
        add<1, Vectors>(g, w, scores + g * tile_keys + begin, from + begin * b.step, b.step, end - begin);
      });
    }
  }
  template <int G, int Vectors, class C>
  CONFORM_INLINE void add(std::ptrdiff_t g, std::ptrdiff_t w, const T* weights, const C* from, std::ptrdiff_t step,
                          std::ptrdiff_t keys) {
    block<V, G, Vectors> of;
    T* to = sums + g * d_v + w;
    of.load(to, d_v);
    for (std::ptrdiff_t j = 0; j < keys; ++j) {
      V value[Vectors];
#pragma GCC unroll 4
      for (int c = 0; c < Vectors; ++c) {
        __builtin_prefetch(reinterpret_cast<const char*>(from + c * width) + bytes_ahead);
        value[c] = V::load(from + c * width);
      }
#pragma GCC unroll 4
      for (int r = 0; r < G; ++r) {
        const V weight = V::all(weights[r * tile_keys + j]);
#pragma GCC unroll 4
        for (int c = 0; c < Vectors; ++c) of.at[r][c] = multiply_add(of.at[r][c], weight, value[c]);
      }
      from += step;
    }
    of.store(to, d_v);
  }
  // each(constant of vectors, first cell, its place in sums); the last vector ends where the row does
  template <class C, class Each>
  CONFORM_INLINE void in_columns(const cell_rows<C>& b, Each each) {
    const std::ptrdiff_t whole = b.cells / width * width;
    std::ptrdiff_t w = 0;
    for (; w + 4 * width <= whole; w += 4 * width) each(std::integral_constant<int, 4>{}, b.data + w, w);
    for (; w < whole; w += width) each(std::integral_constant<int, 1>{}, b.data + w, w);
    if (whole < b.cells) each(std::integral_constant<int, 1>{}, b.data + b.cells - width, whole);
  }
};

/// out = the parts' sums, each by its own maximum, over the sum of their weights; parts follow each other by `step`.
template <class V, class H>
void merge(const H& h, std::ptrdiff_t query, const partial<typename V::number>* parts, std::ptrdiff_t count,
           std::ptrdiff_t step) {
  using T = typename V::number;
  T top = V::constant(-__builtin_huge_val()), sum = V::constant(0);
  for (std::ptrdiff_t p = 0; p < count; ++p) top = V::above(parts[p * step].x, top) ? parts[p * step].x : top;
  const V reference = zero_if_infinite(V::all(top));
  T* out = h.out + query / h.n_q * h.group_out + query % h.n_q * h.query_out;
  const written<V> row_of_out({out, 1, h.d_v, 0, h.own_out});
  for (std::ptrdiff_t w = 0; w < h.d_v; ++w) out[w * h.own_out] = T{0};
  for (std::ptrdiff_t p = 0; p < count; ++p) {
    T factor[V::width];
    exp2(V::all(parts[p * step].x) - reference).store(factor);
    sum = sum + parts[p * step + 1].x * factor[0];
    for (std::ptrdiff_t w = 0; w < h.d_v; ++w) {
      T& cell = out[w * h.own_out];
      cell = cell + parts[p * step + 2 + w].x * factor[0];
    }
  }
  sum = arithmetic::one_if_zero(sum);
  for (std::ptrdiff_t w = 0; w < h.d_v; ++w) out[w * h.own_out] = out[w * h.own_out] / sum;
}

}  // namespace decode

/// `count` heads; head(i) is the i-th. On the threads that are allowed: heads and parts of their keys.
template <class V, class S, class Heads>
void decode_attention(std::ptrdiff_t count, const Heads& head) {
  using namespace decode;
  using T = typename V::number;
  if (count == 0) return;
  const shared_head<T, S> like = head(0);
  const std::ptrdiff_t queries = like.n_group * like.n_q;
  if (queries == 0 || like.d_v == 0) return;
  const keys_seen first = keys_of(like, 0), last = keys_of(like, like.n_q - 1);
  const std::ptrdiff_t begin = first.begin, end = last.end;
  const std::ptrdiff_t parts = end - begin > part_keys ? (end - begin + part_keys - 1) / part_keys : 1;
  const std::ptrdiff_t chunks = (queries + most_queries - 1) / most_queries;
  const std::ptrdiff_t state = like.d_v + 2, part_cells = queries * state, head_cells = parts * part_cells;
  const std::ptrdiff_t at_once = head_cells < cells_at_once ? cells_at_once / head_cells : 1;
  for (std::ptrdiff_t from = 0; from < count; from += at_once) {
    const std::ptrdiff_t heads = count - from < at_once ? count - from : at_once;
    partial<T>* const results = workspace<partial<T>>(heads * head_cells);
    in_parallel(heads * parts * chunks, [&](std::ptrdiff_t i) {
      const std::ptrdiff_t chunk = i % chunks, p = i / chunks % parts, which = i / chunks / parts;
      const shared_head<T, S> h = head(from + which);
      const std::ptrdiff_t query = chunk * most_queries;
      const std::ptrdiff_t room = part<V, S>::workspace_cells(h.d_k, h.d_v);
      T* cells = workspace<T>(room);
      const worked_in<V> held({cells, 1, room, 0, 1});
      part<V, S> own(h, query, queries - query < most_queries ? queries - query : most_queries, cells);
      const std::ptrdiff_t key = begin + p * part_keys;
      own.run(key, p + 1 < parts ? key + part_keys : end);
      for (std::ptrdiff_t g = 0; g < own.count; ++g) {
        partial<T>* to = results + which * head_cells + p * part_cells + (query + g) * state;
        T total[V::width];
        own.sum[g].store(total);
        to[0].x = own.largest[g], to[1].x = T{0};
        for (const T x : total) to[1].x = to[1].x + x;
        for (std::ptrdiff_t w = 0; w < h.d_v; ++w) to[2 + w].x = own.sums[g * own.d_v + own.place(w)];
      }
    });
    for (std::ptrdiff_t which = 0; which < heads; ++which)
      for (std::ptrdiff_t g = 0; g < queries; ++g)
        merge<V>(head(from + which), g, results + which * head_cells + g * state, parts, part_cells);
  }
}

}  // namespace conform::kernel
