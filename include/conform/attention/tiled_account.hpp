#pragma once
// tiled_account: what the tiled kernel (kernel/tiled.hpp) executes and moves, by hand; and the kernel on numbers that
// count themselves, to compare.

#include <conform/attention/checking.hpp>
#include <conform/attention/pattern.hpp>
#include <conform/attention/rows.hpp>
#include <conform/kernel/counting.hpp>
#include <conform/kernel/tiled.hpp>

namespace conform {

/// What a fast kernel does: the work of its variant on scored pairs, and what the edges of its tiles add to it.
struct kernel_account {
  operations<integer> work, padding;
  traffic<integer> words;
};

namespace accounting {

/// Scored pairs; (query, tile) pairs, and those where the query was scored by a tile before; queries.
struct visits {
  integer pairs{}, tiles{}, later{}, rows{};
};

/// Keys [begin, end) against the vectors [from, all) of a block of queries.
struct segment {
  long long begin, end;
  int from;
};

/// The keys that a block of `lanes` = vectors·width queries visits, the first of which stands at key `place`. The keys
/// that all its queries see are in the middle; before them those that leave the window of some; after them, by vectors,
/// those that only later queries see. Without a middle all vectors visit all keys.
struct block_visits {
  segment at[5];
  int count = 0;

  constexpr block_visits(const pattern& keys, long long place, long long real, int vectors, int width, long long n_k) {
    if (!keys.ordered) {
      add(0, n_k, 0);
      return;
    }
    const auto inside = [&](long long key) { return key < 0 ? 0 : key > n_k ? n_k : key; };
    const long long end = inside(place + real), seen = inside(place + 1);
    const long long begin = keys.window > 0 ? inside(place + 1 - keys.window) : 0;
    const long long middle = keys.window > 0 ? inside(place + vectors * width - keys.window) : 0;
    if (middle >= seen) {
      add(begin, end, 0);
      return;
    }
    add(begin, middle, 0), add(middle, seen, 0);
    long long key = seen;
    for (int v = 0; v < vectors; ++v) {
      const long long last = place + (v + 1) * width, until = last < key                      ? key
                                                              : last < end && v + 1 < vectors ? last
                                                                                              : end;
      add(key, until, v), key = until;
    }
  }
  constexpr void add(long long begin, long long end, int from) {
    if (begin < end) at[count++] = {begin, end, from};
  }
};

/// Per visit what FlashAttention-2 does (flash2.hpp), where Q is scaled once, and O multiplied by 1 / l: a pair is its
/// products, a cmp (max), an add (subtract), an exp and an add (sum). A (query, tile) pair compares the maximum with
/// the reference that is 8 less, to see whether it grew, and once more to choose it: 2 add, 2 cmp; where O has begun it
/// is rescaled: add, exp, and mul for l and O.
constexpr operations<integer> of_visits(const visits& v, integer d_k, integer d_v) {
  operations<integer> out;
  out.mac = v.pairs * (d_k + d_v);
  out.mul = out.mac + v.later * (1 + d_v);
  out.add = out.mac + 2 * v.pairs + 2 * v.tiles + v.later;
  out.cmp = v.pairs + 2 * v.tiles;
  out.exp = v.pairs + v.later;
  out.div = v.rows;
  return out;
}

}  // namespace accounting

/// What kernel::tiled_attention states on vectors of `width` numbers, three to a block of queries.
/// work     of scored pairs, and of the tiles that each query visits
/// padding  lanes without a query, masked pairs of visited tiles
/// words    Q and the output once; of K and V, for each block, the keys that it visits
/// source   Dao 2023, algorithm 1; kernel/tiled.hpp
constexpr kernel_account tiled_account(const variant_sizes<long long>& s, const pattern& keys, int width) {
  constexpr long long tile = kernel::tiled::tile_keys;
  accounting::visits real, all;
  kernel_account out;
  for (long long first = 0; first < s.n_q; first += 3 * width) {
    const long long rows = attending::least(3 * width, s.n_q - first);
    const int vectors = static_cast<int>((rows + width - 1) / width);
    const accounting::block_visits block(keys, first + s.n_k - s.n_q, rows, vectors, width, s.n_k);
    for (int i = 0; i < block.count; ++i) {
      const accounting::segment& one = block.at[i];
      const long long lanes = (vectors - one.from) * width, queries = rows - one.from * width;
      const long long count = one.end - one.begin, tiles = (count + tile - 1) / tile;
      all.pairs += count * lanes, all.tiles += tiles * lanes, all.later += (tiles - (i == 0)) * lanes;
      real.tiles += tiles * queries, real.later += (tiles - (i == 0)) * queries;
      out.words.loads += count * (s.d_k + s.d_v);
    }
    all.rows += vectors * width, real.rows += rows;
  }
  real.pairs = scored_pairs<integer>(keys, s.n_q, s.n_k);
  out.work = accounting::of_visits(real, s.d_k, s.d_v);
  out.work.mul = out.work.mul + s.n_q * s.d_k + s.n_q * s.d_v;  // the scale; 1 / l
  out.padding = accounting::of_visits(all, s.d_k, s.d_v) - accounting::of_visits(real, s.d_k, s.d_v);
  out.padding.mul = out.padding.mul + (all.rows - real.rows) * (s.d_v / width * width);  // whole vectors of the output
  out.words.loads += s.n_q * s.d_k, out.words.stores += s.n_q * s.d_v;
  return out;
}

/// What a fast kernel executed and moved.
struct executed_kernel {
  operations<integer> done;
  traffic<integer> words;
  long long outside = 0;  ///< reads and writes of words that it had not staged
};

/// Runs kernel::tiled_attention at these sizes on vectors of Width numbers that count themselves, in rows of Rows, in a
/// scratchpad without limit.
template <int Width, int Rows>
executed_kernel run_tiled_counted(const variant_sizes<long long>& s, const pattern& keys) {
  using number = counted<double>;
  using vector = kernel::counting_lanes<number, Width, Rows>;
  ledger book;
  const machine<number> on(book);
  seeded numbers(1);
  const auto given = [&](long long rows, long long columns) {
    cells<number> out(on, static_cast<std::size_t>(rows * columns));
    for (long long i = 0; i < rows * columns; ++i) out.data()[i] = on.number(numbers.next(content::normal));
    return out;
  };
  const cells<number> q = given(s.n_q, s.d_k), k = given(s.n_k, s.d_k), v = given(s.n_k, s.d_v),
                      out = given(s.n_q, s.d_v);
  scratchpad fast(~0ull >> 1);
  book.watch = &fast;
  const kernel::counting_on here(book);
  executed_kernel did;
  {
    const workspace<number> room(on, kernel::tiled::workspace_cells<vector>(s.d_k, s.d_v), 1, level::fast);
    kernel::head<number> h{q.data(), k.data(), v.data(), out.data(), s.n_q, s.n_k, s.d_k, s.d_v,        s.d_k,
                           1,        s.d_k,    1,        s.d_v,      1,     s.d_v, 1,     keys.ordered, keys.window};
    kernel::tiled_attention<vector>(h, room.data);
  }
  book.watch = nullptr;
  did.done = checking::exact(book.done);
  did.words = {fast.loads, fast.stores}, did.outside = fast.outside;
  return did;
}

}  // namespace conform
