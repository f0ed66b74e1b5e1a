#pragma once
// decode: softmax attention of few queries against many keys, bound by how fast memory reads. Queries that share a head
// of keys are computed together, so that K and V are read once for all of them, in one pass (FlashDecoding: parts of
// the keys apart, merged by log-sum-exp). Queries stand side by side in a vector, each in its span of lanes: few.hpp.

#include <conform/kernel/few.hpp>
#include <conform/kernel/parallel.hpp>
#include <conform/kernel/seen_keys.hpp>
#include <conform/kernel/staging.hpp>
#include <conform/kernel/workspace.hpp>
#include <conform/machine/arithmetic.hpp>

namespace conform::kernel {

/// Cells and steps (elements) of one head of keys and all queries that share it: Q {group, query, head_dim},
/// K {key, head_dim}, V {key, value_dim}, and the result {group, query, value_dim}. S are the cells of K and V, Q those
/// of Q: T or bf16.
template <class T, class S = T, class Q = T>
struct shared_head {
  const Q* q;
  const S *k, *v;
  T* out;
  std::ptrdiff_t n_group, n_q, n_k, d_k, d_v;
  std::ptrdiff_t group_q, query_q, match_q, key_k, match_k, key_v, own_v, group_out, query_out, own_out;
  bool ordered = false;       ///< query i sees no key beyond i + n_k - n_q, its place
  std::ptrdiff_t window = 0;  ///< with `ordered`: at most this many keys, its own included; 0: no limit
};

namespace decode {

/// Scores that stand at once, for each query; twice as many where cells are of half a number's size.
inline constexpr std::ptrdiff_t tile_keys = 16;
/// Keys that are brought together at once where they do not lie so: what is read of each row are some lines.
inline constexpr std::ptrdiff_t turned_keys = 128;
inline constexpr std::ptrdiff_t part_keys = 2048;         ///< keys of a part, whatever the number of threads
inline constexpr std::ptrdiff_t most_queries = 8;         ///< read K and V together
inline constexpr std::ptrdiff_t cells_at_once = 1 << 16;  ///< of parts that wait to be merged

/// A cell of a part's result: a type of its own has a workspace of its own.
template <class T>
struct partial {
  T x;
};

/// Some queries of one shared head against a part of its keys.
template <class V, class S, class Q = typename V::number>
struct part {
  using T = typename V::number;
  static constexpr std::ptrdiff_t width = V::width;
  /// By a lane; two keep their order only in pairs of vectors: dealt().
  static constexpr int cells_read = cells_of_lane<V, S>;
  static constexpr std::ptrdiff_t tile_keys = cells_read * decode::tile_keys;

  const shared_head<T, S, Q>& h;
  std::ptrdiff_t first, count;  ///< queries, counted through the group
  std::ptrdiff_t d_k, d_v;      ///< in whole reads of K, in whole vectors
  T *queries, *scores, *sums, *tile, *turned;
  T scale;
  interval by_all;         ///< of the queries
  V largest[most_queries];  ///< of the scores so far, in the lanes of each query; by the first query of a vector
  V sum[most_queries];      ///< of the weights, parts of it in the lanes of each query

  /// `cells` rounded up to those of whole vectors that are read.
  static constexpr std::ptrdiff_t in_reads(std::ptrdiff_t cells) {
    return cells_read * in_whole<V>((cells + cells_read - 1) / cells_read);
  }
  /// Cells that a thread works in.
  static constexpr std::ptrdiff_t workspace_cells(std::ptrdiff_t d_k, std::ptrdiff_t d_v) {
    const std::ptrdiff_t k = in_reads(d_k), v = in_whole<V>(d_v);
    return most_queries * (k + v + tile_keys) + tile_keys * v + turned_keys * k;
  }

  part(const shared_head<T, S, Q>& of, std::ptrdiff_t from, std::ptrdiff_t queries_of, T* cells)
      : h(of),
        first(from),
        count(queries_of),
        d_k(in_reads(of.d_k)),
        d_v(in_whole<V>(of.d_v)),
        queries(cells),
        scores(queries + most_queries * d_k),
        sums(scores + most_queries * tile_keys),
        tile(sums + most_queries * d_v),
        turned(tile + tile_keys * d_v),
        scale(V::constant(log2_e / __builtin_sqrt(static_cast<double>(of.d_k > 0 ? of.d_k : 1)))),
        by_all{0, of.n_k} {
    as_few(count, [&]<int G, int Groups>(std::integral_constant<int, G>, std::integral_constant<int, Groups>) {
      for (std::ptrdiff_t at = 0; at < G * Groups * d_k; ++at) queries[at] = V::constant(0);
      for (std::ptrdiff_t at = 0; at < G * Groups * d_v; ++at) sums[at] = V::constant(0);
      for (int g = 0; g < G * Groups; ++g) largest[g] = V::all(V::constant(-__builtin_huge_val())), sum[g] = V::all(0);
      for (std::ptrdiff_t g = 0; g < count; ++g) {
        const std::ptrdiff_t at = first + g;
        const Q* q = h.q + at / h.n_q * h.group_q + at % h.n_q * h.query_q;
        const staged<V, Q> row_of_q({q, 1, h.d_k, 0, h.match_q});
        T* to = queries + g / G * G * d_k;
        if (keys_in_place())
          lay<V, G, cells_read>(q, h.match_q, h.d_k, true, to, static_cast<int>(g % G));
        else
          lay<V, G, 1>(q, h.match_q, h.d_k, false, to, static_cast<int>(g % G));
      }
    });
    for (std::ptrdiff_t g = 0; g < count; ++g) {
      const interval seen = seen_by(h, (first + g) % h.n_q);
      if (seen.begin > by_all.begin) by_all.begin = seen.begin;
      if (seen.end < by_all.end) by_all.end = seen.end;
    }
  }

  /// Adds keys begin ... end.
  void run(std::ptrdiff_t begin, std::ptrdiff_t end) {
    const std::ptrdiff_t at_once = keys_in_place() ? tile_keys : turned_keys;
    for (std::ptrdiff_t from = begin; from < end; from += at_once) {
      const std::ptrdiff_t some = end - from < at_once ? end - from : at_once;
      const staged<V, S> some_keys({h.k + from * h.key_k, some, h.d_k, h.key_k, h.match_k});
      if (keys_in_place())
        add_tile(from, some, cell_rows<S>{h.k + from * h.key_k, h.key_k, h.d_k});
      else
        add_tiles(from, some, copied(h.k + from * h.key_k, h.key_k, h.match_k, some, h.d_k, turned));
    }
  }
  /// To one maximum and one sum for each query.
  void finish(partial<T>* to, std::ptrdiff_t step) {
    as_few(count, [&]<int G, int Groups>(std::integral_constant<int, G>, std::integral_constant<int, Groups>) {
      for (std::ptrdiff_t i = 0; i < count; ++i) {
        partial<T>* own = to + i * step;
        const int at = static_cast<int>(i % G) * span<V, G>;
        own[0].x = lane_of(largest[i / G * G], at), own[1].x = lane_of(sum[i / G * G], at);
        for (int l = 1; l < span<V, G>; ++l) own[1].x = own[1].x + lane_of(sum[i / G * G], at + l);
        for (std::ptrdiff_t w = 0; w < h.d_v; ++w) own[2 + w].x = sums[i * d_v + place(w)];
      }
    });
  }

 private:
  bool keys_in_place() const { return h.match_k == 1 && h.d_k >= cells_read * width; }
  bool values_in_place() const { return h.own_v == 1 && h.d_v >= width; }
  /// Place of result w among a query's sums.
  std::ptrdiff_t place(std::ptrdiff_t w) const {
    if (!values_in_place()) return w;
    if (w < h.d_v / (4 * width) * (4 * width)) return dealt<width, cells_read>(w);
    return w < h.d_v / width * width ? w : w + d_v - h.d_v;
  }
  /// Rows of K or V as numbers, in whole vectors whose last lanes are 0.
  cell_rows<T> copied(const S* from, std::ptrdiff_t row, std::ptrdiff_t step, std::ptrdiff_t rows,
                      std::ptrdiff_t cells, T* to) {
    const std::ptrdiff_t whole = in_whole<V>(cells), in_vectors = cells / width * width;
    const std::ptrdiff_t turns = row == 1 && step != 1 ? rows / width * width : 0;  // rows whose whole vectors turn
    for (std::ptrdiff_t f = 0; f < in_vectors; f += width)
      for (std::ptrdiff_t j = 0; j < turns; j += width) {
        V square[width];
        for (std::ptrdiff_t r = 0; r < width; ++r) square[r] = V::load(from + j + (f + r) * step);
        transpose(square);
        for (std::ptrdiff_t r = 0; r < width; ++r) square[r].store(to + (j + r) * whole + f);
      }
    for (std::ptrdiff_t j = 0; j < rows; ++j) {
      std::ptrdiff_t f = j < turns ? in_vectors : 0;
      if (step == 1)
        for (; f < in_vectors; f += width) V::load(from + j * row + f).store(to + j * whole + f);
      for (; f < cells; ++f) to[j * whole + f] = static_cast<T>(arithmetic::load(from[j * row + f * step]));
      for (; f < whole; ++f) to[j * whole + f] = V::constant(0);
    }
    return {to, whole, whole};
  }

  [[gnu::noinline]] void add_tiles(std::ptrdiff_t from, std::ptrdiff_t count_of, cell_rows<T> rows) {
    for (std::ptrdiff_t key = from; key < from + count_of; key += tile_keys, rows.data += tile_keys * rows.step)
      add_tile(key, from + count_of - key < tile_keys ? from + count_of - key : tile_keys, rows);
  }
  template <class C>
  CONFORM_INLINE void add_tile(std::ptrdiff_t key, std::ptrdiff_t keys, const cell_rows<C>& rows) {
    const staged<V, S> some_values({h.v + key * h.key_v, keys, h.d_v, h.key_v, h.own_v});
    const bool edge = keys < tile_keys || key < by_all.begin || key + keys > by_all.end;
    products(rows, keys);
    if (edge) mask(key, keys);
    weigh(keys);
    gather(key, keys, edge);
  }
  // the scores of each vector of queries, see dots()
  template <class C>
  CONFORM_INLINE void products(const cell_rows<C>& keys, std::ptrdiff_t count_of) {
    as_few(count, [&]<int G, int Groups>(std::integral_constant<int, G>, std::integral_constant<int, Groups>) {
      dots<V, G, Groups>(queries, G * d_k, keys, count_of, scores, G * tile_keys);
    });
  }
  /// Pairs that are not seen, and keys beyond the tile's, weigh nothing.
  [[gnu::noinline]] void mask(std::ptrdiff_t key, std::ptrdiff_t keys) {
    as_few(count, [&]<int G, int Groups>(std::integral_constant<int, G>, std::integral_constant<int, Groups>) {
      for (std::ptrdiff_t i = 0; i < count; ++i) {
        const interval seen = seen_by(h, (first + i) % h.n_q);
        T* of = scores + i / G * G * tile_keys + i % G * span<V, G>;
        for (std::ptrdiff_t j = 0; j < tile_keys; ++j)
          if (j >= keys || key + j < seen.begin || key + j >= seen.end)
            of[place_of<V, G>(j)] = V::constant(-__builtin_huge_val());
      }
    });
  }
  // scores = 2^(scores·scale - largest); queries are rescaled only where a maximum grew by more than 8
  CONFORM_INLINE void weigh(std::ptrdiff_t keys) {
    as_few(count, [&]<int G, int Groups>(std::integral_constant<int, G>, std::integral_constant<int, Groups>) {
#pragma GCC unroll 2
      for (int i = 0; i < Groups; ++i) {
        const std::ptrdiff_t g = i * G;
        T* const row = scores + g * tile_keys;
        const std::ptrdiff_t cells = (keys + span<V, G> - 1) / span<V, G> * width;
        V top = V::load(row);
        for (std::ptrdiff_t at = width; at < cells; at += width) top = larger(V::load(row + at), top);
        top = top * V::all(scale);
        if (any_above(top, largest[g] + V::all(8))) rescale<G>(g, top);
        const V reference = zero_if_infinite(largest[g]);
        for (std::ptrdiff_t at = 0; at < cells; at += width) {
          const V weight = exp2(V::load(row + at) * V::all(scale) - reference);
          sum[g] = sum[g] + weight;
          weight.store(row + at);
        }
      }
    });
  }
  template <int G>
  [[gnu::noinline]] void rescale(std::ptrdiff_t g, V top) {
    const V most = largest_in_spans<span<V, G>>(top);
    const V now = where_above(most, largest[g] + V::all(8), most, largest[g]);
    const V factor = exp2(largest[g] - zero_if_infinite(now));
    sum[g] = sum[g] * factor, largest[g] = now;
    for (int i = 0; i < G; ++i)
      for (std::ptrdiff_t w = 0; w < d_v; w += width) {
        T* at = sums + (g + i) * d_v + w;
        (V::load(at) * V::all(lane_of(factor, i * span<V, G>))).store(at);
      }
  }
  // sums += scores·V; at an edge a masked pair is left out, so that its value cannot reach the query
  CONFORM_INLINE void gather(std::ptrdiff_t key, std::ptrdiff_t keys, bool edge) {
    const S* from = h.v + key * h.key_v;
    const auto add_up = [&](const auto& values) { edge ? weighted_edge(values, key, keys) : weighted(values); };
    if (values_in_place()) return add_up(cell_rows<S>{from, h.key_v, h.d_v});
    add_up(copied(from, h.key_v, h.own_v, keys, h.d_v, tile));
  }
  template <class C>
  CONFORM_INLINE void weighted(const cell_rows<C>& values) {
    in_columns(values, [&]<int Vectors>(std::integral_constant<int, Vectors>, const C* from, std::ptrdiff_t w) {
      as_few(count, [&]<int G, int Groups>(std::integral_constant<int, G>, std::integral_constant<int, Groups>) {
        for (int i = 0; i < Groups; ++i)
          add<G, Vectors>(scores + i * G * tile_keys, from, values.step, sums + i * G * d_v + w);
      });
    });
  }
  // vectors of a row of values, dealt where that many are read at once
  template <int Vectors, class C>
  CONFORM_INLINE static void load(const C* from, V (&value)[Vectors]) {
    constexpr int cells = Vectors % cells_of_lane<V, C> == 0 ? cells_of_lane<V, C> : 1;
#pragma GCC unroll 4
    for (int c = 0; c < Vectors; c += cells) {
      if constexpr (cells == 1) {
        value[c] = held(V::load(from + c * width));
      } else {
        V two[cells];
        V::template repeated<V::width>(from + c * width, two);
        value[c] = held(two[0]), value[c + 1] = held(two[1]);
      }
    }
  }
  // sums of G queries += the weights of a whole tile · values
  template <int G, int Vectors, class C>
  CONFORM_INLINE void add(const T* weights, const C* from, std::ptrdiff_t step, T* to) {
    if constexpr (G * Vectors > V::rows * V::vectors) {  // more than registers hold
      add<G, Vectors / 2>(weights, from, step, to);
      add<G, Vectors / 2>(weights, from + Vectors / 2 * width, step, to + Vectors / 2 * width);
    } else {
      add_in_registers<G, Vectors>(weights, from, step, to);
    }
  }
  template <int G, int Vectors, class C>
  CONFORM_INLINE void add_in_registers(const T* weights, const C* from, std::ptrdiff_t step, T* to) {
    block<V, G, Vectors> of;
    of.load(to, d_v);
    for (std::ptrdiff_t j = 0; j < tile_keys; j += span<V, G>) {
#pragma GCC unroll 16
      for (int l = 0; l < span<V, G>; ++l) {
        V value[Vectors];
        ask_ahead(from, Vectors * width);
        load(from, value);
#pragma GCC unroll 4
        for (int r = 0; r < G; ++r) {
          const V weight = held(V::all(weights[r * span<V, G> + l]));
#pragma GCC unroll 4
          for (int c = 0; c < Vectors; ++c) of.at[r][c] = multiply_add(of.at[r][c], weight, value[c]);
        }
        from += step;
      }
      weights += width;
    }
    of.store(to, d_v);
  }
  template <class C>
  [[gnu::noinline]] void weighted_edge(const cell_rows<C>& values, std::ptrdiff_t key, std::ptrdiff_t keys) {
    as_few(count, [&]<int G, int Groups>(std::integral_constant<int, G>, std::integral_constant<int, Groups>) {
      for (std::ptrdiff_t i = 0; i < count; ++i) {
        const interval seen = seen_by(h, (first + i) % h.n_q);
        const T* weights = scores + i / G * G * tile_keys + i % G * span<V, G>;
        const std::ptrdiff_t end = seen.end - key < keys ? seen.end - key : keys;
        for (std::ptrdiff_t j = seen.begin > key ? seen.begin - key : 0; j < end; ++j) {
          const V weight = V::all(weights[place_of<V, G>(j)]);
          in_columns(values, [&]<int Vectors>(std::integral_constant<int, Vectors>, const C* from, std::ptrdiff_t w) {
            T* to = sums + i * d_v + w;
            V value[Vectors];
            load(from + j * values.step, value);
            for (int c = 0; c < Vectors; ++c)
              multiply_add(V::load(to + c * width), weight, value[c]).store(to + c * width);
          });
        }
      }
    });
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
  for (std::ptrdiff_t w = 0; w < h.d_v; ++w) out[w * h.own_out] = V::constant(0);
  for (std::ptrdiff_t p = 0; p < count; ++p) {
    const T factor = lane_of(exp2(V::all(parts[p * step].x) - reference), 0);
    sum = sum + parts[p * step + 1].x * factor;
    for (std::ptrdiff_t w = 0; w < h.d_v; ++w) {
      T& cell = out[w * h.own_out];
      cell = cell + parts[p * step + 2 + w].x * factor;
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
  const auto like = head(0);
  using part_of_keys = part<V, S, std::remove_cvref_t<decltype(*like.q)>>;
  const std::ptrdiff_t queries = like.n_group * like.n_q;
  if (queries == 0 || like.d_v == 0) return;
  const interval first = seen_by(like, 0), last = seen_by(like, like.n_q - 1);
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
      const auto h = head(from + which);
      const std::ptrdiff_t query = chunk * most_queries;
      const std::ptrdiff_t room = part_of_keys::workspace_cells(h.d_k, h.d_v);
      T* cells = workspace<T>(room);
      const worked_in<V> held_cells({cells, 1, room, 0, 1});
      part_of_keys own(h, query, queries - query < most_queries ? queries - query : most_queries, cells);
      const std::ptrdiff_t key = begin + p * part_keys;
      own.run(key, p + 1 < parts ? key + part_keys : end);
      own.finish(results + which * head_cells + p * part_cells + query * state, state);
    });
    for (std::ptrdiff_t which = 0; which < heads; ++which)
      for (std::ptrdiff_t g = 0; g < queries; ++g)
        merge<V>(head(from + which), g, results + which * head_cells + g * state, parts, part_cells);
  }
}

}  // namespace conform::kernel
