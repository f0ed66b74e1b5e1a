#pragma once
// backward_account: what the kernel of gradients (kernel/backward.hpp) executes and moves, by hand; and the kernel on
// numbers that count themselves, to compare.

#include <conform/attention/account.hpp>
#include <conform/attention/pattern.hpp>
#include <conform/attention/rows.hpp>
#include <conform/kernel/backward.hpp>

namespace conform {
namespace accounting {

/// What FlashAttention-2's gradients do (flash2_backward.hpp), where Q, dQ and dK are scaled in place of the pairs. A
/// pair: 3d_k + 2d_v multiply-adds, an add (less the reference) and an exp, a mul (1 / l), an add and a mul
/// (P∘(dP - D)). A query: d_v multiply-adds (D), and if it sees a key d_k mul (Q), a div (1 / l), d_k mul and add (dQ).
/// A key: d_k mul and add (dK), d_v add (dV).
constexpr operations<integer> of_gradients(integer pairs, integer n_q, integer seeing, integer n_k, integer d_k,
                                           integer d_v) {
  operations<integer> out;
  out.mac = pairs * (3 * d_k + 2 * d_v) + n_q * d_v;
  out.mul = out.mac + 2 * pairs + 2 * seeing * d_k + n_k * d_k;
  out.add = out.mac + 2 * pairs + seeing * d_k + n_k * (d_k + d_v);
  out.exp = pairs;
  out.div = seeing;
  return out;
}

/// (key, lane) pairs of the tiles in which keys [from, to) meet `count` queries in vectors, the first of which stands
/// at key `place`. Tiles of 64 keys that all these queries see are whole. Keys at an edge are in tiles of 16, which
/// skip the vectors before the first key.
constexpr long long gradient_lanes(const pattern& keys, long long place, long long count, long long from, long long to,
                                   long long width) {
  const long long vectors = (count + width - 1) / width, lanes = vectors * width;
  if (!keys.ordered) return (to - from) * lanes;
  const bool bounded = keys.window > 0;
  const auto inside = [&](long long key) { return key < from ? from : key < to ? key : to; };
  const long long begin = bounded ? inside(place + 1 - keys.window) : from, end = inside(place + count);
  long long all_from = bounded ? inside(place + count - keys.window) : from, all_to = inside(place + 1), out = 0;
  if (all_from >= all_to) all_from = all_to = end;
  const auto edges = [&](long long key, long long stop) {
    for (; key < stop; key += kernel::backward::edge_tile) {
      const long long before = key > place ? (key - place) / width : 0;
      const long long skipped = attending::least(before, vectors - 1);
      out += attending::least(stop - key, kernel::backward::edge_tile) * (lanes - skipped * width);
    }
  };
  edges(begin, all_from), edges(all_to, end);
  return out + (all_to - all_from) * lanes;
}

}  // namespace accounting

/// What kernel::attention_backward states on vectors of `width` numbers, three to a panel of queries; `block` keys
/// whose dK and dV are held at a time. Of patterns without chunks, which are heads of their own.
/// work     of gradients on scored pairs
/// padding  masked pairs and lanes without a query of visited tiles; d_k and d_v beyond whole vectors; lanes of D, of
///          1 / l and of dQ; dO and dV times 1; Q scaled, l inverted and dQ added for queries without keys,
///          and again for each block of keys but the first
/// words    dO and O for D; K, V, dK and dV once; Q, dO, l and its reference and dQ for each block of keys, where seen
/// source   Dao 2023, algorithm 2; kernel/backward.hpp
constexpr kernel_account backward_account(const variant_sizes<long long>& s, const pattern& keys, int width,
                                          long long block) {
  const long long d_k = accounting::up(s.d_k, width), d_v = accounting::up(s.d_v, width), panel = 3 * width;
  integer lanes = 0, visits = 0, inverses = 0, turned = 0;
  kernel_account out;
  for (long long from = 0; from < s.n_k; from += block) {
    const long long to = attending::least(s.n_k, from + block);
    for (long long first = 0; first < s.n_q; first += panel) {
      const long long count = attending::least(panel, s.n_q - first), place = first + s.n_k - s.n_q;
      const bool after = keys.ordered && place + count <= from;
      if (after || (keys.ordered && keys.window > 0 && place + 1 - keys.window >= to)) continue;
      lanes += accounting::gradient_lanes(keys, place, count, from, to, width);
      visits += count, inverses += accounting::up(count, width);
      turned += (accounting::up(count, width) - count) * (s.d_k / width * width);
    }
  }
  const long long seeing = keys.ordered ? attending::least(s.n_q, s.n_k) : s.n_q;
  const integer pairs = scored_pairs<integer>(keys, s.n_q, s.n_k);
  out.work = accounting::of_gradients(pairs, s.n_q, seeing, s.n_k, s.d_k, s.d_v);

  operations<integer>& more = out.padding;
  more.mac = (lanes - pairs) * (2 * s.d_k + s.d_v);                       // scores, dP, dQ
  more.mac = more.mac + pairs * (d_k - s.d_k + d_v - s.d_v);              // dK, dV
  more.mac = more.mac + s.n_q * (d_v - s.d_v);                            // D
  more.mul = more.mac + 2 * (lanes - pairs) + turned;                     // P, dS; dQ
  more.mul = more.mul + visits * s.d_v + s.n_k * s.d_v;                   // dO and dV times 1
  more.mul = more.mul + 2 * (visits - seeing) * s.d_k;                    // Q and dQ again
  more.add = more.mac + 2 * (lanes - pairs) + (visits - seeing) * s.d_k;  // reference, D; dQ again
  more.add = more.add + s.n_q * accounting::halvings(width) * width;      // lanes of D
  more.exp = lanes - pairs;
  more.div = inverses - seeing;

  out.words.loads = 2 * s.n_q * s.d_v + 2 * s.n_k * (s.d_k + s.d_v) + visits * (2 * s.d_k + s.d_v + 2);
  out.words.stores = s.n_k * (s.d_k + s.d_v) + visits * s.d_k;
  return out;
}
/// ... on vectors V, with the blocks of keys of the kernel.
template <class V>
constexpr kernel_account backward_account(const variant_sizes<long long>& s, const pattern& keys) {
  return backward_account(s, keys, V::width, kernel::backward::block_keys<V>(s.n_k, s.d_k, s.d_v));
}

/// Runs kernel::attention_backward at these sizes on vectors of Width numbers that count themselves, in rows of Rows,
/// in a scratchpad without limit. What it is given is any numbers: they do not decide what is done.
template <int Width, int Rows>
executed_kernel run_backward_counted(const variant_sizes<long long>& s, const pattern& keys) {
  using vector = accounting::counting<Width, Rows>;
  using number = typename vector::number;
  accounting::trial_run run;
  const cells<number> q = run.given(s.n_q, s.d_k), k = run.given(s.n_k, s.d_k), v = run.given(s.n_k, s.d_v),
                      out = run.given(s.n_q, s.d_v), totals = run.given(2, s.n_q), d_out = run.given(s.n_q, s.d_v),
                      d_q = run.given(s.n_q, s.d_k), d_k = run.given(s.n_k, s.d_k), d_v = run.given(s.n_k, s.d_v);
  return run.of([&] {
    const workspace<number> room(run.on, kernel::backward::workspace_cells<vector>(s.n_q, s.n_k, s.d_k, s.d_v), 1,
                                 level::fast);
    const kernel::head<number> h{q.data(),     k.data(),    v.data(),     out.data(), s.n_q, s.n_k, s.d_k, s.d_v,
                                 s.d_k,        1,           s.d_k,        1,          s.d_v, 1,     s.d_v, 1,
                                 keys.ordered, keys.window, totals.data()};
    const kernel::head_gradients<number> g{h, d_out.data(), d_q.data(), d_k.data(), d_v.data(), s.d_v, 1, s.d_k,
                                           1, s.d_k,        1,          s.d_v,      1};
    kernel::attention_backward<vector>(g, room.data);
  });
}

}  // namespace conform
