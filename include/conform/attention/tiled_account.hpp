#pragma once
// tiled_account: what the tiled kernel (kernel/tiled.hpp) executes and moves, by hand; and the kernel on numbers that
// count themselves, to compare.

#include <conform/attention/account.hpp>
#include <conform/attention/chunks.hpp>
#include <conform/attention/key_blocks.hpp>
#include <conform/attention/pattern.hpp>
#include <conform/attention/rows.hpp>
#include <conform/kernel/tiled.hpp>

namespace conform {
namespace accounting {

/// Scored pairs; (query, tile) pairs; queries.
struct visits {
  integer pairs{}, tiles{}, rows{};
};

/// Keys [begin, end) against some vectors of a panel of queries.
struct segment {
  long long begin, end;
  int from, vectors;
};

/// The keys from ... to that a panel of `real` queries sees, the first of which stands at key `place`: runs that the
/// same vectors see. Of keys that all queries of all those vectors see, there is a run of its own where they are a
/// vector's width or more; at the ends of others one vector is masked, and where more would be, each visits alone.
struct panel_visits {
  segment at[64]{};
  int count = 0;

  constexpr panel_visits(const pattern& keys, long long place, long long real, int vectors, int width, long long n_k,
                         long long from, long long to) {
    const auto begin = [&](long long query) {
      return attending::most(0, keys.ordered && keys.window > 0 ? place + query + 1 - keys.window : 0);
    };
    const auto end = [&](long long query) { return keys.ordered ? attending::most(0, place + query + 1) : n_k; };
    const auto first = [&](int v) { return static_cast<long long>(v) * width; };
    const auto last = [&](int v) { return attending::least(first(v) + width, real) - 1; };
    to = attending::least(to, end(real - 1));
    while (from < to) {
      int low = 0, high = vectors;  // those that see key `from`, or else the next
      while (end(last(low)) <= from) ++low;
      while (high > low + 1 && begin(first(high - 1)) > from) --high;
      const long long start = attending::most(from, begin(first(low)));
      long long stop = end(last(low));
      if (high < vectors) stop = attending::least(stop, begin(first(high)));
      const long long whole = begin(last(high - 1)), parted = end(first(low));  // seen by all: whole <= key < parted
      if (parted - attending::most(from, whole) >= width) stop = attending::least(stop, from < whole ? whole : parted);
      const long long here = attending::least(stop, to);
      int masked = 0, inner = 0;
      for (int v = low; v < high; ++v)
        if (start < begin(last(v)) || here > end(first(v))) ++masked, inner += v > low && v < high - 1;
      if (masked > 1 || inner > 0)
        for (int v = low; v < high; ++v) at[count++] = {start, here, v, 1};
      else
        at[count++] = {start, here, low, high - low};
      from = stop;
    }
  }
};

/// Per visit what FlashAttention-2 does (flash2.hpp), where Q is scaled once, and O multiplied by 1 / l: a pair is its
/// products, a cmp (max), an add (subtract), an exp and an add (sum). A (query, tile) pair looks whether its maximum
/// grew by more than 8, and chooses: 2 add, 2 cmp; and whether there was one before, by a cmp. Where it grew, l and O
/// are rescaled: an add, an exp, and a mul for l and each number of O.
constexpr operations<integer> of_visits(const visits& v, integer d_k, integer d_v) {
  operations<integer> out;
  out.mac = v.pairs * (d_k + d_v);
  out.mul = out.mac + v.tiles * (1 + d_v);
  out.add = out.mac + 2 * v.pairs + 3 * v.tiles;
  out.cmp = v.pairs + 3 * v.tiles;
  out.exp = v.pairs + v.tiles;
  out.div = v.rows;
  return out;
}

}  // namespace accounting

/// What the kernel reads: numbers; keys and values of half the precision, which are widened; queries, too, so that
/// scores are products of pairs.
enum class tiled_cells { numbers, widened, pairs };

namespace accounting {

/// The sum of account(sizes of a chunk) over the chunks of a causal pattern: heads of their own, each with its queries
/// at its last keys; the first one has those before key 0, too.
template <class Account>
constexpr kernel_account in_chunks(variant_sizes<long long> s, const pattern& keys, const Account& account) {
  const long long all = s.n_k, place = all - s.n_q;
  kernel_account out;
  for (long long first = 0; first < all || first == 0; first += keys.chunk) {
    const long long end = attending::least(first + keys.chunk, all);
    if (end <= place) continue;
    s.n_k = end - first, s.n_q = end - (first == 0 || place > first ? place : first);
    out = out + account(s);
  }
  return out;
}

/// One head of `pairs` scored pairs, whose queries see of the runs of keys, `listed` in all, what the pattern lets them.
constexpr kernel_account of_tiled_head(const variant_sizes<long long>& s, const pattern& keys,
                                       const list<key_range>& runs, long long listed, const integer& pairs,
                                       int width, tiled_cells cells) {
  constexpr long long tile = kernel::tiled::tile_keys;
  const bool widened = cells != tiled_cells::numbers, pairwise = cells == tiled_cells::pairs;
  const long long chunk = widened ? kernel::tiled::widened_keys(s.d_k, s.d_v) : kernel::tiled::chunk_keys;
  const long long reach = attending::least(keys.ordered && keys.window > 0 ? keys.window : s.n_k,
                                           attending::least(listed, s.n_k));
  const bool grouped = widened || reach * (s.d_k + s.d_v) * 4 > kernel::tiled::near_cache;
  const long long panel = 3 * width, group = panel * (grouped ? kernel::tiled::group_panels(s.d_k, s.d_v) : 1);
  const long long place = s.n_k - s.n_q;
  visits real, all;
  kernel_account out;
  for (long long begin = 0; begin < s.n_q; begin += group) {
    const long long end = attending::least(begin + group, s.n_q), high = keys.ordered ? end + place : s.n_k;
    const long long before = keys.ordered && keys.window > 0 ? begin + place + 1 - keys.window : 0;
    for (long long first = begin; first < end; first += panel) {
      const long long rows = attending::least(panel, end - first);
      all.rows += (rows + width - 1) / width * width, real.rows += rows;
    }
    for (const key_range& run : runs) {
      const long long low = attending::most(run.begin, before), last = attending::least(run.end, high);
      if (grouped && last > low) out.words.loads += (last - low) * (s.d_k + s.d_v);
      for (long long from = low, to; from < last; from = to) {
        to = grouped ? attending::least(from / chunk * chunk + chunk, last) : last;
        for (long long first = begin; first < end; first += panel) {
          const long long rows = attending::least(panel, end - first);
          const panel_visits seen(keys, first + place, rows, static_cast<int>((rows + width - 1) / width), width,
                                  s.n_k, from, to);
          for (int i = 0; i < seen.count; ++i) {
            const segment& one = seen.at[i];
            const long long count = one.end - one.begin;
            if (count <= 0) continue;
            const long long tiles = (count + tile - 1) / tile, lanes = one.vectors * width;
            all.pairs += count * lanes, all.tiles += tiles * lanes;
            real.tiles += tiles * (attending::least(rows, (one.from + one.vectors) * width) - one.from * width);
            if (!grouped) out.words.loads += count * (s.d_k + s.d_v);
          }
        }
      }
    }
  }
  real.pairs = pairs;
  out.work = of_visits(real, s.d_k, s.d_v);
  out.work.mul = out.work.mul + (pairwise ? real.pairs : s.n_q * s.d_k) + s.n_q * s.d_v;  // the scale; 1 / l
  out.padding = of_visits(all, pairwise ? up(s.d_k, 2) : s.d_k, s.d_v) - of_visits(real, s.d_k, s.d_v);
  if (pairwise) out.padding.mul = out.padding.mul + (all.pairs - real.pairs);
  out.padding.mul = out.padding.mul + (all.rows - real.rows) * (s.d_v / width * width);  // whole vectors of the output
  out.words.loads += s.n_q * s.d_k, out.words.stores += s.n_q * s.d_v;
  return out;
}

}  // namespace accounting

/// What kernel::tiled_attention states on vectors of `width` numbers, three to a panel of queries.
/// work     of scored pairs, and of the tiles that each query visits; by pairs of terms, scores are scaled, else Q
/// padding  lanes without a query, masked pairs of visited tiles; where terms are multiplied by pairs, an odd last one
///          is a pair
/// words    Q and the output once; of K and V, for each panel, the keys that it visits; where those of a query are more
///          than a near cache holds, once for each group of panels; so where they are widened, which is no work, in
///          chunks of fewer keys where rows are wide
/// Chunks are heads of their own.
/// source   Dao 2023, algorithm 1; kernel/tiled.hpp
constexpr kernel_account tiled_account(const variant_sizes<long long>& s, const pattern& keys, int width,
                                       tiled_cells cells = tiled_cells::numbers) {
  if (keys.ordered && keys.chunk > 0)
    return accounting::in_chunks(s, keys, [&](const variant_sizes<long long>& one) {
      return tiled_account(one, attending::within_chunk(keys), width, cells);
    });
  list<key_range> all;
  all.push_back({0, s.n_k});
  return accounting::of_tiled_head(s, keys, all, s.n_k, scored_pairs<integer>(keys, s.n_q, s.n_k), width,
                                   cells);
}

/// The same over listed blocks of keys, which fit: every block of queries is a head of its own, at its last keys where
/// the lists are ordered. Neighbouring blocks are one run of keys.
constexpr kernel_account tiled_account(const variant_sizes<long long>& s, const key_blocks& blocks, int width,
                                       tiled_cells cells = tiled_cells::numbers) {
  kernel_account out;
  for (long long row = 0; row < blocks.rows(); ++row) {
    variant_sizes<long long> one = s;
    const long long first = row * blocks.queries();
    one.n_q = attending::least(blocks.queries(), s.n_q - first);
    if (blocks.ordered()) one.n_k = first + s.n_k - s.n_q + one.n_q;
    integer pairs = 0;
    for (long long i = first; i < first + one.n_q; ++i) pairs += attending::keys_of(blocks, i, s.n_q, s.n_k).count();
    list<key_range> runs;
    for (long long i = 0; i < blocks.count(row); ++i) {
      const long long begin = blocks.begin(row)[i] * blocks.keys(), end = begin + blocks.keys();
      if (runs.empty() || runs.back().end < begin)
        runs.push_back({begin, end});
      else
        runs.back().end = end;
    }
    out = out + accounting::of_tiled_head(one, blocks.ordered() ? causal : full, runs,
                                          blocks.count(row) * blocks.keys(), pairs, width, cells);
  }
  return out;
}

namespace accounting {

/// One head of Q, K and V whose rows lie side by side.
template <class T, class Q, class S>
kernel::head<T, Q, S, S> plain_head(const Q* q, const S* k, const S* v, T* out, const variant_sizes<long long>& s) {
  kernel::head<T, Q, S, S> h{};
  h.q = q, h.k = k, h.v = v, h.out = out, h.n_q = s.n_q, h.n_k = s.n_k, h.d_k = s.d_k, h.d_v = s.d_v;
  h.query_q = s.d_k, h.match_q = 1, h.key_k = s.d_k, h.match_k = 1, h.key_v = s.d_v, h.own_v = 1;
  h.query_out = s.d_v, h.own_out = 1;
  return h;
}

/// Runs kernel::tiled_attention on vectors of Width numbers that count themselves, in rows of Rows, keys and values in
/// cells Stored, queries in cells Queries, in a scratchpad without limit: each(head, run) says on which heads, by calling
/// run(head).
template <int Width, int Rows, class Stored, class Queries, class Each>
executed_kernel run_tiled_heads(const variant_sizes<long long>& s, const Each& each) {
  using vector = counting<Width, Rows>;
  using number = typename vector::number;
  trial_run run;
  using cell = counted<Stored>;
  using head = kernel::head<number, counted<Queries>, cell, cell>;
  const cells<counted<Queries>> q = run.template given_as<Queries>(s.n_q, s.d_k);
  const cells<number> out = run.given(s.n_q, s.d_v);
  const cells<cell> k = run.template given_as<Stored>(s.n_k, s.d_k), v = run.template given_as<Stored>(s.n_k, s.d_v);
  return run.of([&] {
    const workspace<number> room(run.on, kernel::tiled::workspace_cells<vector, head>(s.d_k, s.d_v), 1, level::fast);
    each(plain_head<number>(q.data(), k.data(), v.data(), out.data(), s),
         [&](const head& h) { kernel::tiled_attention<vector>(h, room.data); });
  });
}

}  // namespace accounting

/// Runs kernel::tiled_attention at these sizes on vectors of Width numbers that count themselves, in rows of Rows.
template <int Width, int Rows, class Stored = double, class Queries = double>
executed_kernel run_tiled_counted(const variant_sizes<long long>& s, const pattern& keys) {
  return accounting::run_tiled_heads<Width, Rows, Stored, Queries>(s, [&](const auto& all, const auto& run) {
    attending::each_run_of_chunks(keys, s.n_q, s.n_k, [&](const attending::chunk_run& of) {
      for (long long query = of.query, key = of.key, i = 0; i < of.count; ++i, query += of.n_q, key += of.n_k) {
        auto h = all;
        h.q += query * s.d_k, h.k += key * s.d_k, h.v += key * s.d_v, h.out += query * s.d_v;
        h.n_q = of.n_q, h.n_k = of.n_k, h.ordered = keys.ordered, h.window = keys.window;
        run(h);
      }
    });
  });
}
/// ... over listed blocks of keys.
template <int Width, int Rows, class Stored = double, class Queries = double>
executed_kernel run_tiled_counted(const variant_sizes<long long>& s, const key_blocks& blocks) {
  return accounting::run_tiled_heads<Width, Rows, Stored, Queries>(s, [&](const auto& all, const auto& run) {
    for (long long first = 0; first < s.n_q; first += blocks.queries()) {
      auto h = all;
      attending::take_list(h, blocks, first);
      run(h);
    }
  });
}

}  // namespace conform
