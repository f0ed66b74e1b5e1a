#pragma once
// decode_account: what the decode kernel (kernel/decode.hpp) executes and moves, by hand; and the kernel on numbers
// that count themselves, to compare.

#include <conform/attention/account.hpp>
#include <conform/attention/pattern.hpp>
#include <conform/attention/rows.hpp>
#include <conform/kernel/decode.hpp>

namespace conform {
namespace accounting {

/// What flash-decoding does (split_k.hpp), where l grows by a test and a factor of each (query, tile). A pair is its
/// products, a mul (scale), a cmp (max), an add (subtract), an exp and an add (sum). A (query, tile) pair: an add and a
/// cmp (did the maximum grow by more than 8?), an add and an exp (factor), a mul for l and each number of O. A (query,
/// part) pair, merged: a cmp, an add and an exp (factor), a mul and an add for l and each number of O. A query: d_v
/// div.
constexpr operations<integer> of_decoding(integer pairs, integer tiles, integer parts, integer queries, integer d_k,
                                          integer d_v) {
  operations<integer> out;
  out.mac = pairs * (d_k + d_v);
  out.mul = out.mac + pairs + (tiles + parts) * (1 + d_v);
  out.add = out.mac + 2 * pairs + 2 * tiles + parts * (2 + d_v);
  out.cmp = pairs + tiles + parts;
  out.exp = pairs + tiles + parts;
  out.div = queries * d_v;
  return out;
}

/// Vectors that hold some queries side by side, and queries in each of them (kernel/few.hpp).
struct vectors_of_few {
  long long count, each;
};
constexpr vectors_of_few vectors_for(long long queries) { return {queries > 4 ? 2 : 1, queries > 2 ? 4 : queries}; }

}  // namespace accounting

/// What kernel::decode_attention states on vectors of `width` numbers, for kv_heads heads of keys that heads/kv_heads
/// query heads share, whose keys and values are contiguous. Of patterns without chunks, which are heads of their own.
/// work     of flash-decoding on scored pairs, in parts of 2048 keys, tiles of 16
/// padding  queries that fill a vector, but for V at tiles that not all queries see wholly; masked pairs of visited
///          tiles, and keys beyond whole spans; head_dim beyond whole spans and value_dim beyond whole vectors; the
///          lanes of a dot product, of a maximum and of a sum, added up; whether a maximum grew, its scale and factors
///          in whole vectors
/// words    the output once; Q for each part of the keys; K and V once for each 8 queries that share them
/// source   Dao et al. 2023 (Flash-Decoding); kernel/decode.hpp, kernel/few.hpp
constexpr kernel_account decode_account(const variant_sizes<long long>& s, const pattern& keys, int width) {
  namespace at = kernel::decode;
  const long long group = s.heads / s.kv_heads, queries = group * s.n_q, d_v = accounting::up(s.d_v, width);
  const long long window = keys.ordered && keys.window > 0 ? keys.window : s.n_k;
  const long long low = s.n_k - s.n_q + 1 - window, begin = keys.ordered && low > 0 ? low : 0, end = s.n_k;
  const long long parts = end - begin > at::part_keys ? (end - begin + at::part_keys - 1) / at::part_keys : 1;
  // (query, tile), vectors of them; vectors of scores, of numbers multiplied for them, of sums of those over lanes
  integer tiles = 0, looks = 0, scores = 0, products = 0, sums = 0;
  // comparisons of vectors in a span, numbers of O scaled, pairs of whole tiles with no query, sums of lanes of l
  integer maxima = 0, scaled = 0, none = 0, lanes = 0;
  kernel_account out;
  for (long long first = 0; first < queries; first += at::most_queries) {
    const long long some = attending::least(queries - first, at::most_queries);
    const accounting::vectors_of_few few = accounting::vectors_for(some);
    const long long span = width / few.each, d_k = s.d_k < width ? width : accounting::up(s.d_k, span);
    key_range by_all{0, s.n_k};
    for (long long i = first; i < first + some; ++i) {
      const key_range seen = keys.keys_of(i % s.n_q, s.n_q, s.n_k);
      by_all = {attending::most(by_all.begin, seen.begin), attending::least(by_all.end, seen.end)};
    }
    for (long long from = begin; from == begin || from < end; from += at::part_keys) {
      const long long count = attending::least(end - from, at::part_keys);
      out.words.loads += some * s.d_k + count * (s.d_k + s.d_v);
      lanes += some * (span - 1);
      for (long long key = from; key < from + count; key += at::tile_keys) {
        const long long here = attending::least(from + count - key, at::tile_keys);
        const long long vectors = few.count * ((here + span - 1) / span);
        tiles += some, looks += few.count;
        scores += vectors, products += vectors * d_k, sums += vectors * (span - 1);
        maxima += few.count * accounting::halvings(span), scaled += few.count * few.each * d_v;
        if (here == at::tile_keys && by_all.begin <= key && key + here <= by_all.end)
          none += (few.count * few.each - some) * here;
      }
    }
  }
  const integer pairs = group * scored_pairs<integer>(keys, s.n_q, s.n_k), merged = parts * queries;
  out.work = accounting::of_decoding(pairs, tiles, merged, queries, s.d_k, s.d_v);

  operations<integer>& more = out.padding;
  const integer beyond = scores * width - pairs;                       // lanes of scores
  more.mac = products * width - pairs * s.d_k;                         // scores
  more.mac = more.mac + pairs * (d_v - s.d_v) + none * d_v;            // weighted values
  more.mul = more.mac + beyond + looks * width;                        // scaled scores, and the largest
  more.mul = more.mul + (looks * width - tiles);                       // factors of l
  more.mul = more.mul + (scaled - tiles * s.d_v);                      // factors of O
  more.add = more.mac + sums * width + 2 * beyond;                     // dot products; less the maximum, weights
  more.add = more.add + (3 * looks * width - 2 * tiles);               // did a maximum grow, in which query; factors
  more.add = more.add + lanes + merged * (width - 1);                  // l; factors of parts
  more.cmp = beyond + (looks * width - tiles) + maxima * width;        // did a maximum grow, in which query
  more.exp = beyond + (looks * width - tiles) + merged * (width - 1);  // weights, factors of tiles and of parts

  out.words.stores = queries * s.d_v;
  out.work = integer{s.kv_heads} * out.work, out.padding = integer{s.kv_heads} * out.padding;
  out.words = {s.kv_heads * out.words.loads, s.kv_heads * out.words.stores};
  return out;
}

/// Runs kernel::decode_attention at these sizes on vectors of Width numbers that count themselves, keys and values in
/// cells Stored, in a scratchpad without limit.
template <int Width, int Rows, class Stored = double>
executed_kernel run_decode_counted(const variant_sizes<long long>& s, const pattern& keys) {
  using vector = accounting::counting<Width, Rows>;
  using number = typename vector::number;
  using cell = counted<Stored>;
  accounting::trial_run run;
  const long long group = s.heads / s.kv_heads;
  const cells<number> q = run.given(s.heads * s.n_q, s.d_k), out = run.given(s.heads * s.n_q, s.d_v);
  const cells<cell> k = run.template given_as<Stored>(s.kv_heads * s.n_k, s.d_k),
                    v = run.template given_as<Stored>(s.kv_heads * s.n_k, s.d_v);
  return run.of([&] {
    kernel::decode_attention<vector, cell>(s.kv_heads, [&](std::ptrdiff_t i) {
      kernel::shared_head<number, cell> h{};
      h.q = q.data() + i * group * s.n_q * s.d_k, h.k = k.data() + i * s.n_k * s.d_k;
      h.v = v.data() + i * s.n_k * s.d_v, h.out = out.data() + i * group * s.n_q * s.d_v;
      h.n_group = group, h.n_q = s.n_q, h.n_k = s.n_k, h.d_k = s.d_k, h.d_v = s.d_v;
      h.group_q = s.n_q * s.d_k, h.query_q = s.d_k, h.match_q = 1, h.key_k = s.d_k, h.match_k = 1;
      h.key_v = s.d_v, h.own_v = 1, h.group_out = s.n_q * s.d_v, h.query_out = s.d_v, h.own_out = 1;
      h.ordered = keys.ordered, h.window = keys.window;
      return h;
    });
  });
}

}  // namespace conform
