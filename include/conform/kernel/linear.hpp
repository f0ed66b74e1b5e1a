#pragma once
// linear: attention of one head whose weights are phi(q)·phi(k), phi = elu + 1. Sums over the keys, S = sum of
// phi(k) vᵀ and z = sum of phi(k), take the place of scores; causal attention goes by chunks, within which the weights
// stand as in softmax attention. The widths of S are in lanes, features of K and Q are broadcast.

#include <conform/kernel/tiled_tile.hpp>

namespace conform::kernel {

namespace linear {

/// Positions of a chunk of causal attention, keys or queries of a tile of full attention.
inline constexpr std::ptrdiff_t chunk = 16, tile = 64;

/// Features of K by key, and by feature; features of Q; packed values; S; z; the weights of a chunk; its totals.
template <class V>
constexpr std::ptrdiff_t workspace_cells(std::ptrdiff_t d_k, std::ptrdiff_t d_v) {
  const std::ptrdiff_t places = in_whole<V>(tile);
  return places * (3 * in_whole<V>(d_k) + in_whole<V>(d_v) + places + 1) + in_whole<V>(d_k) * (in_whole<V>(d_v) + 1);
}

/// One over less would be infinite. A query whose weights sum to less tends to 0: where its features times those of every
/// key are e^-88 and less, as with both at -44.
inline constexpr float least_total = 3e-39f;

/// elu(x) + 1: x + 1 above 0, else e^x, as a power of 2, whose relative error grows with |x|, to 4e-6 at -87.
template <class V>
CONFORM_INLINE V feature(V x) {
  const V zero = V::all(0), by = V::all(V::constant(log2_e));
  return exp2(where_above(x, zero, zero, x) * by) + larger(zero, x);
}

template <class V>
struct sums {
  using T = typename V::number;
  static constexpr std::ptrdiff_t places = in_whole<V>(tile);

  const head<T>& h;
  std::ptrdiff_t features, width;  // whole vectors
  T *keys, *turned, *queries, *packed, *weights, *totals, *z, *state;

  /// Rows of a matrix that are needed soon: every `some` terms, the products that follow ask for `few` of them.
  struct rows_ahead {
    const T* from = nullptr;
    std::ptrdiff_t step = 0, cells = 0, count = 0;
  };
  rows_ahead next[2];
  static constexpr std::ptrdiff_t some = 16;
  std::ptrdiff_t few = 0;
  const T* values = nullptr;
  std::ptrdiff_t value_step = 0;

  sums(const head<T>& of, T* cells) : h(of), features(in_whole<V>(of.d_k)), width(in_whole<V>(of.d_v)) {
    keys = cells, turned = keys + places * features, queries = turned + places * features;
    packed = queries + places * features, weights = packed + places * width, totals = weights + places * places;
    z = totals + places, state = z + features;
    for (std::ptrdiff_t i = 0; i < features * (width + 1); ++i) z[i] = T{0};
  }

  void expect_keys(std::ptrdiff_t from, std::ptrdiff_t count) {
    next[0] = {h.k + from * h.key_k, h.key_k, h.match_k == 1 ? h.d_k : 1, count};
    next[1] = {h.v + from * h.key_v, h.key_v, h.own_v == 1 ? h.d_v : 1, count};
  }
  void expect_queries(std::ptrdiff_t from, std::ptrdiff_t count) {
    next[0] = {h.q + from * h.query_q, h.query_q, h.match_q == 1 ? h.d_k : 1, count};
    next[1] = {h.out + from * h.query_out, h.query_out, h.own_out == 1 ? h.d_v : 1, count};
  }
  void take_keys(std::ptrdiff_t from, std::ptrdiff_t count) {
    make_features(h.k + from * h.key_k, h.key_k, h.match_k, count, keys);
  }
  void take_queries(std::ptrdiff_t from, std::ptrdiff_t count) {
    make_features(h.q + from * h.query_q, h.query_q, h.match_q, count, queries);
  }
  /// Values of keys from ... from + count as rows of whole vectors.
  void take_values(std::ptrdiff_t from, std::ptrdiff_t count) {
    values = h.v + from * h.key_v, value_step = h.key_v;
    if (in_whole_lines<V>(values, h.key_v, h.own_v, h.d_v)) return;
    for (std::ptrdiff_t j = 0; j < count; ++j)
      for (std::ptrdiff_t w = 0; w < h.d_v; w += V::width)
        load_some<V>(values + j * h.key_v + w * h.own_v, h.own_v, h.d_v - w).store(packed + j * width + w);
    values = packed, value_step = width;
  }
  /// S += phi(K)ᵀ·V and z += phi(K)ᵀ·1 of the keys at hand.
  void learn(std::ptrdiff_t count) {
    for (std::ptrdiff_t f = 0; f < features; f += V::width) {
      V total = V::load(z + f);
      for (std::ptrdiff_t j = 0; j < count; ++j) total = total + V::load(keys + j * features + f);
      total.store(z + f);
    }
    share(h.d_k, count);
    in_vectors(width / V::width, [&]<int Vectors>(std::integral_constant<int, Vectors>, std::ptrdiff_t c) {
      in_rows<V>(h.d_k, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t f) {
        block<V, Rows, Vectors> total;
        T* to = state + f * width + c * V::width;
        total.load(to, width);
        gather(total, {keys + f, 1, features}, values + c * V::width, value_step, count);
        total.store(to, width);
      });
    });
  }
  /// weights[i, j] = phi(q_i)·phi(k_j) for j <= i of the chunk at hand, 0 beyond.
  void weigh(std::ptrdiff_t count) {
    for (std::ptrdiff_t j = count; j < in_whole<V>(count); ++j)
      for (std::ptrdiff_t f = 0; f < features; ++f) keys[j * features + f] = T{0};
    for (std::ptrdiff_t j = 0; j < count; j += V::width)
      for (std::ptrdiff_t f = 0; f < features; f += V::width) {
        V rows[V::width];
        for (int i = 0; i < V::width; ++i) rows[i] = V::load(keys + (j + i) * features + f);
        transpose(rows);
        for (int i = 0; i < V::width; ++i) rows[i].store(turned + (f + i) * places + j);
      }
    in_rows<V>(count, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t i) {
      in_vectors(in_whole<V>(i + Rows) / V::width, [&]<int Some>(std::integral_constant<int, Some>, std::ptrdiff_t c) {
        block<V, Rows, Some> scores;
        scores.clear();
        product(scores, broadcast_rows<T>{queries + i * features, features, 1}, turned + c * V::width, places, h.d_k);
#pragma GCC unroll 8
        for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
          for (int s = 0; s < Some; ++s) {
            const auto seen = static_cast<typename V::whole>(i + r + 1 - (c + s) * V::width);
            between(0, seen, scores.at[r][s], V::all(0)).store(weights + (i + r) * places + (c + s) * V::width);
          }
      });
    });
  }
  /// One over the weight of each query: phi(q_i)·z, and the weights of its chunk.
  template <bool Ordered>
  void add_up(std::ptrdiff_t count) {
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      V total = V::all(0);
      for (std::ptrdiff_t f = 0; f < features; f += V::width)
        total = multiply_add(total, V::load(queries + i * features + f), V::load(z + f));
      if constexpr (Ordered)
        for (std::ptrdiff_t j = 0; j <= i; j += V::width) total = total + V::load(weights + i * places + j);
      totals[i] = sum(total);
    }
    for (std::ptrdiff_t i = 0; i < count; i += V::width)
      (V::all(1) / larger(V::all(least_total), V::load(totals + i))).store(totals + i);
  }
  /// out[first + i] = (phi(q_i)·S + its weights·V) / its weight
  template <bool Ordered>
  void recall(std::ptrdiff_t first, std::ptrdiff_t count) {
    share(count, h.d_k);
    in_vectors(width / V::width, [&]<int Vectors>(std::integral_constant<int, Vectors>, std::ptrdiff_t c) {
      in_rows<V>(count, [&]<int Rows>(std::integral_constant<int, Rows>, std::ptrdiff_t i) {
        block<V, Rows, Vectors> total;
        total.clear();
        gather(total, {queries + i * features, features, 1}, state + c * V::width, width, h.d_k);
        if constexpr (Ordered) within(total, i, values + c * V::width);
#pragma GCC unroll 8
        for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
          for (int s = 0; s < Vectors; ++s) total.at[r][s] = total.at[r][s] * V::all(totals[i + r]);
        put(total, first + i, c * V::width);
      });
    });
  }

 private:
  /// Evenly over products of so many rows and terms, as wide as a value.
  void share(std::ptrdiff_t rows, std::ptrdiff_t terms) {
    const auto parts = [](std::ptrdiff_t count, std::ptrdiff_t size) { return (count + size - 1) / size; };
    const std::ptrdiff_t times = parts(rows, V::rows) * parts(terms, some) * parts(width, V::width * V::vectors);
    few = times > 0 ? parts(next[0].count, times) : 0;
  }
  /// As `product`. What is asked for comes while it computes; many rows at once would hold up its own loads.
  template <int Rows, int Vectors>
  CONFORM_INLINE void gather(block<V, Rows, Vectors>& total, broadcast_rows<T> a, const T* panel, std::ptrdiff_t step,
                             std::ptrdiff_t terms) {
    for (std::ptrdiff_t t = 0; t < terms; t += some) {
      ask();
      product(total, a.from(0, t), panel + t * step, step, terms - t < some ? terms - t : some);
    }
  }
  CONFORM_INLINE void ask() {
    for (rows_ahead& n : next)
      for (std::ptrdiff_t i = 0; i < few && n.count > 0; ++i, --n.count, n.from += n.step)
        for (std::ptrdiff_t f = 0; f < n.cells; f += 64 / static_cast<std::ptrdiff_t>(sizeof(T)))
          __builtin_prefetch(n.from + f);
  }
  /// to[i, f] = phi(from[i, f]); 0 in the lanes beyond.
  void make_features(const T* from, std::ptrdiff_t row, std::ptrdiff_t own, std::ptrdiff_t count, T* to) {
    for (std::ptrdiff_t f = 0; f < h.d_k; f += V::width) {
      const std::ptrdiff_t here = h.d_k - f;
      const auto each = [&](auto read) {
        for (std::ptrdiff_t i = 0; i < count; ++i) read(from + i * row + f * own).store(to + i * features + f);
      };
      if (own == 1 && here >= V::width)
        each([](const T* at) { return feature(V::load(at)); });
      else
        each([&](const T* at) {
          const auto end = static_cast<typename V::whole>(here < V::width ? here : V::width);
          return between(0, end, feature(load_some<V>(at, own, here)), V::all(0));
        });
    }
  }
  /// The keys before the rows, then those among them: row r sees the first r + 1.
  template <int Rows, int Vectors>
  CONFORM_INLINE void within(block<V, Rows, Vectors>& total, std::ptrdiff_t i, const T* panel) {
    const broadcast_rows<T> own{weights + i * places, places, 1};
    product(total, own, panel, value_step, i);
    panel += i * value_step;
#pragma GCC unroll 8
    for (int j = 0; j < Rows; ++j) {
      V column[Vectors];
#pragma GCC unroll 4
      for (int s = 0; s < Vectors; ++s) column[s] = V::load(panel + j * value_step + s * V::width);
#pragma GCC unroll 8
      for (int r = j; r < Rows; ++r)
#pragma GCC unroll 4
        for (int s = 0; s < Vectors; ++s)
          total.at[r][s] = multiply_add(total.at[r][s], V::all(*own.from(r, i + j).data), column[s]);
    }
  }
  /// out[query + r, w ...] = the rows of the block, as far as values are wide
  template <int Rows, int Vectors>
  CONFORM_INLINE void put(const block<V, Rows, Vectors>& rows, std::ptrdiff_t query, std::ptrdiff_t w) {
    T* to = h.out + query * h.query_out + w * h.own_out;
    if (h.own_out == 1 && w + Vectors * V::width <= h.d_v) return rows.store(to, h.query_out);
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      T one[Vectors * V::width];
#pragma GCC unroll 4
      for (int s = 0; s < Vectors; ++s) rows.at[r][s].store(one + s * V::width);
      for (std::ptrdiff_t i = 0; i < Vectors * V::width && w + i < h.d_v; ++i)
        arithmetic::store(to[r * h.query_out + i * h.own_out], one[i]);
    }
  }
};

}  // namespace linear

/// out_i = sum over j of phi(q_i)·phi(k_j) v_j / sum over j of phi(q_i)·phi(k_j), phi = elu + 1, over all keys or,
/// where the head is ordered, those up to the query's place; 0 for a query without keys. A window is not heeded. source
/// Katharopoulos et al. 2020, eq. 5 to 8; by chunks: Hua et al. 2022; Yang et al. 2023, 2.2
template <class V>
[[gnu::noinline]] void linear_attention(const head<typename V::number>& h, typename V::number* workspace) {
  using T = typename V::number;
  linear::sums<V> at(h, workspace);
  const std::ptrdiff_t both = h.n_q < h.n_k ? h.n_q : h.n_k, before = h.ordered ? h.n_k - both : h.n_k;
  const auto in_tiles = [](std::ptrdiff_t from, std::ptrdiff_t to, std::ptrdiff_t size, const auto& each) {
    for (; from < to; from += size) each(from, to - from < size ? to - from : size);
  };
  const auto queries_of = [&](std::ptrdiff_t i, std::ptrdiff_t count) {
    return cell_block<T>{h.q + i * h.query_q, count, h.d_k, h.query_q, h.match_q};
  };
  const auto results_of = [&](std::ptrdiff_t i, std::ptrdiff_t count) {
    return cell_block<T>{h.out + i * h.query_out, count, h.d_v, h.query_out, h.own_out};
  };
  const auto left = [](std::ptrdiff_t a, std::ptrdiff_t most) { return a < 0 ? 0 : a < most ? a : most; };
  in_tiles(0, before, linear::tile, [&](std::ptrdiff_t j, std::ptrdiff_t count) {
    const staged<V> keys(tiled::keys_of(h, j, count)), values(tiled::values_of(h, j, count));
    at.take_keys(j, count), at.take_values(j, count);
    at.expect_keys(j + count, left(before - j - count, linear::tile));
    at.learn(count);
  });
  for (std::ptrdiff_t i = 0; h.ordered && i < h.n_q - both; ++i) {
    const written<V> result(results_of(i, 1));
    for (std::ptrdiff_t w = 0; w < h.d_v; ++w) arithmetic::store(h.out[i * h.query_out + w * h.own_out], T{0});
  }
  if (h.ordered)
    in_tiles(h.n_q - both, h.n_q, linear::chunk, [&](std::ptrdiff_t i, std::ptrdiff_t count) {
      const std::ptrdiff_t j = i + h.n_k - h.n_q, more = left(h.n_q - i - count, linear::chunk);
      const staged<V> queries(queries_of(i, count)), keys(tiled::keys_of(h, j, count)),
          values(tiled::values_of(h, j, count));
      const written<V> results(results_of(i, count));
      at.take_queries(i, count), at.take_keys(j, count), at.take_values(j, count);
      at.weigh(count);
      at.template add_up<true>(count);
      at.expect_queries(i + count, more);
      at.template recall<true>(i, count);
      at.expect_keys(j + count, more);
      at.learn(count);
    });
  else
    in_tiles(0, h.n_q, linear::tile, [&](std::ptrdiff_t i, std::ptrdiff_t count) {
      const staged<V> queries(queries_of(i, count));
      const written<V> results(results_of(i, count));
      at.take_queries(i, count);
      at.template add_up<false>(count);
      at.expect_queries(i + count, left(h.n_q - i - count, linear::tile));
      at.template recall<false>(i, count);
    });
}

}  // namespace conform::kernel
