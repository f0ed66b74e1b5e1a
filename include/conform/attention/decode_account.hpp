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

/// Calls of the kernel that make `width` dot products at once, some of them of no key, for `keys` keys of a tile and
/// `queries` queries: by 4, 2 and 1 queries, width / 4, width / 2 and width keys.
constexpr long long dot_calls(long long keys, long long queries, long long width) {
  long long out = 0;
  for (long long from = 0; from < keys; from += width) {
    const long long here = attending::least(keys - from, width);
    out += queries / 4 * ((here + width / 4 - 1) / (width / 4));
    out += queries % 4 / 2 * ((here + width / 2 - 1) / (width / 2)) + queries % 2;
  }
  return out;
}

}  // namespace accounting

/// What kernel::decode_attention states on vectors of `width` numbers, for kv_heads heads of keys that heads/kv_heads
/// query heads share, whose keys and values are contiguous. Of patterns without chunks, which are heads of their own.
/// work     of flash-decoding on scored pairs, in parts of 2048 keys, tiles of 32
/// padding  masked pairs of visited tiles, and keys and head_dim beyond whole vectors; the lanes of a dot product, of a
///          maximum and of a sum, added up; factors in whole vectors
/// words    the output once; Q for each part of the keys; K and V once for each 8 queries that share them
/// source   Dao et al. 2023 (Flash-Decoding); kernel/decode.hpp
constexpr kernel_account decode_account(const variant_sizes<long long>& s, const pattern& keys, int width) {
  namespace at = kernel::decode;
  const long long group = s.heads / s.kv_heads, queries = group * s.n_q, d_k = accounting::up(s.d_k, width),
                  d_v = accounting::up(s.d_v, width), halvings = accounting::halvings(width);
  const long long window = keys.ordered && keys.window > 0 ? keys.window : s.n_k;
  const long long low = s.n_k - s.n_q + 1 - window, begin = keys.ordered && low > 0 ? low : 0, end = s.n_k;
  const long long parts = end - begin > at::part_keys ? (end - begin + at::part_keys - 1) / at::part_keys : 1;
  integer tiles = 0, calls = 0, lanes = 0;
  kernel_account out;
  for (long long from = begin; from == begin || from < end; from += at::part_keys) {
    const long long count = attending::least(end - from, at::part_keys);
    for (long long first = 0; first < queries; first += at::most_queries) {
      const long long some = attending::least(queries - first, at::most_queries);
      out.words.loads += some * s.d_k + count * (s.d_k + s.d_v);
      for (long long key = 0; key < count; key += at::tile_keys) {
        const long long here = attending::least(count - key, at::tile_keys);
        calls += accounting::dot_calls(here, some, width);
        tiles += some, lanes += some * accounting::up(here, width);
      }
    }
  }
  const integer pairs = group * scored_pairs<integer>(keys, s.n_q, s.n_k), merged = parts * queries;
  out.work = accounting::of_decoding(pairs, tiles, merged, queries, s.d_k, s.d_v);

  operations<integer>& more = out.padding;
  more.mac = calls * width * d_k - pairs * s.d_k + pairs * (d_v - s.d_v);  // whole vectors of keys and values
  more.mul = more.mac + (lanes - pairs);                                   // scaled scores
  more.add = more.mac + calls * (width - 1) * width;                       // dot products, added up
  more.add = more.add + 2 * (lanes - pairs) + merged * width;              // weights less the maximum, sums of lanes
  more.cmp = lanes - pairs + tiles * halvings * width;                     // the largest of all lanes
  more.exp = lanes - pairs;
  more.mul = more.mul + tiles * (width - 1 + d_v - s.d_v);  // a factor in all lanes, of l and of O
  more.exp = more.exp + (tiles + merged) * (width - 1);
  more.add = more.add + merged * (width - 1);

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
