#pragma once
// tiled: softmax attention of one head without its matrix of scores. Blocks of queries outside, tiles of keys inside
// (FlashAttention-2): the way of panels of queries through the keys that they see, tile by tile (tiled_tile.hpp).

#include <conform/kernel/tiled_tile.hpp>

namespace conform::kernel {
namespace tiled {

/// Where the keys and values of a head are more than a near cache holds (bytes), panels of queries pass them together,
/// chunk by chunk: up to 8 panels, whose cells take about 200 KB.
inline constexpr std::ptrdiff_t near_cache = 1 << 20, chunk_keys = 4 * tile_keys, most_panels = 8,
                                most_widened = 1 << 17;
constexpr std::ptrdiff_t group_panels(std::ptrdiff_t d_k, std::ptrdiff_t d_v) {
  const std::ptrdiff_t fit = 1024 / (d_k + d_v + 1);
  return fit < 1 ? 1 : fit < most_panels ? fit : most_panels;
}
/// Keys and values that are to be widened are so once for all panels of a group.
template <class H>
constexpr bool is_grouped(const H& h) {
  if (!H::wide || h.near) return true;
  std::ptrdiff_t most = h.ordered && h.window > 0 && h.window < h.n_k ? h.window : h.n_k;  // keys of a query
  if (h.block_keys > 0 && h.block_count * h.block_keys < most) most = h.block_count * h.block_keys;
  return most * (h.d_k + h.d_v) > near_cache / static_cast<std::ptrdiff_t>(sizeof(float));
}

/// Keys of a chunk that is widened: as many as take half a megabyte at most.
constexpr std::ptrdiff_t widened_keys(std::ptrdiff_t d_k, std::ptrdiff_t d_v) {
  std::ptrdiff_t keys = chunk_keys;
  while (keys > 1 && keys * (d_k + d_v) > most_widened) keys /= 2;
  return keys;
}
/// The cells that they take.
template <class H>
constexpr std::ptrdiff_t widened_cells(std::ptrdiff_t d_k, std::ptrdiff_t d_v) {
  return widened_keys(d_k, d_v) * ((H::wide_k ? 0 : d_k) + (H::wide_v ? 0 : d_v));
}

/// Cells that a call for heads H works in: one tile of scores, and for each panel its packed queries and the output so
/// far; and a chunk of keys and values, if they are widened.
template <class V, class H = head<typename V::number>>
constexpr std::ptrdiff_t workspace_cells(std::ptrdiff_t d_k, std::ptrdiff_t d_v) {
  return (tile_keys + group_panels(d_k, d_v) * (d_k + d_v)) * V::width * V::vectors + widened_cells<H>(d_k, d_v);
}

/// Keys against some vectors of a panel, tile by tile; those from `next` on come after them.
template <class V, int Vectors, edge Edge, class H>
[[gnu::noinline]] void tiles(const H& h, panel<V>& p, typename V::number* scores, int skipped,
                             interval keys, std::ptrdiff_t next) {
  const std::ptrdiff_t at = skipped * V::width;
  for (std::ptrdiff_t key = keys.begin; key < keys.end; key += tile_keys) {
    const std::ptrdiff_t count = keys.end - key < tile_keys ? keys.end - key : tile_keys;
    const staged<V, typename H::cell_k> some_keys(keys_of(h, key, is_grouped(h) ? 0 : count));
    const staged<V> some_values(values_of(h, key, is_grouped(h) ? 0 : count));
    step<V, Vectors, Edge> tile{p.state + skipped, p.queries + at, scores + at, p.sums + at, {}, {}};
    tile.run(h, p.first + at, key, count, key + count < keys.end ? key + count : next);
  }
}
template <class V, edge Edge, class H>
void tiles(const H& h, panel<V>& p, typename V::number* scores, int skipped, int vectors,
           interval keys, std::ptrdiff_t next) {
  if (vectors == 3)
    tiles<V, 3, Edge>(h, p, scores, skipped, keys, next);
  else if (vectors == 2)
    tiles<V, 2, Edge>(h, p, scores, skipped, keys, next);
  else
    tiles<V, 1, Edge>(h, p, scores, skipped, keys, next);
}

/// The keys that some query of a vector sees, and those that each of them does.
struct sight {
  interval some, all;
};
template <class V, class H>
sight sight_of(const H& h, const panel<V>& p, int vector) {
  const std::ptrdiff_t first = p.first + vector * V::width, end = p.first + p.count;
  const interval begin = seen_by(h, first), last = seen_by(h, (first + V::width < end ? first + V::width : end) - 1);
  return {{begin.begin, last.end}, {last.begin, begin.end}};
}

/// The keys of `within` that the panel sees, in runs that the same vectors see. A run that is worth a tile of its own
/// is one that those vectors see wholly; at its ends one vector may see it in part. Where more do, each visits alone.
/// Keys from `next` on come after those.
template <class V, class H>
void visit(const H& h, panel<V>& p, typename V::number* scores, interval within,
           std::ptrdiff_t next) {
  const int vectors = static_cast<int>((p.count + V::width - 1) / V::width);
  sight of[V::vectors];
  for (int c = 0; c < vectors; ++c) of[c] = sight_of(h, p, c);
  const std::ptrdiff_t end = within.end < of[vectors - 1].some.end ? within.end : of[vectors - 1].some.end;
  for (std::ptrdiff_t key = within.begin; key < end;) {
    int first = 0, last = vectors - 1;
    while (of[first].some.end <= key) ++first;
    while (last > first && of[last].some.begin > key) --last;
    interval run{key, of[first].some.end};
    if (of[first].some.begin > key) run.begin = of[first].some.begin;
    if (last + 1 < vectors && of[last + 1].some.begin < run.end) run.end = of[last + 1].some.begin;
    const interval all{of[last].all.begin, of[first].all.end};
    if (all.end - (key < all.begin ? all.begin : key) >= V::width) {
      const std::ptrdiff_t cut = key < all.begin ? all.begin : all.end;
      if (cut < run.end) run.end = cut;
    }
    key = run.end;
    if (run.end > end) run.end = end;
    const std::ptrdiff_t then = run.end < end ? run.end : next;
    const auto partly = [&](int c) { return run.begin < of[c].all.begin || run.end > of[c].all.end; };
    int parts = 0;
    for (int c = first; c <= last; ++c) parts += partly(c);
    if (parts == 0)
      tiles<V, edge::none>(h, p, scores, first, last - first + 1, run, then);
    else if (parts == 1 && partly(first))
      tiles<V, edge::first>(h, p, scores, first, last - first + 1, run, then);
    else if (parts == 1 && partly(last))
      tiles<V, edge::last>(h, p, scores, first, last - first + 1, run, then);
    else
      for (int c = first; c <= last; ++c) tiles<V, 1, edge::first>(h, p, scores, c, run, then);
  }
}

/// Of scores, in powers of two.
template <class H>
typename H::number scale_of(const H& h) {
  const double root = h.d_k > 0 ? __builtin_sqrt(static_cast<double>(h.d_k)) : 1;
  return static_cast<typename H::number>(log2_e / root);
}

/// The head as its queries, which are packed, see it from key `from` on, up to key `to`, of numbers: those cells of K
/// and V that are not are widened; or K of pairs of terms.
template <class V, class H>
auto widened(const H& h, std::ptrdiff_t from, std::ptrdiff_t to, typename V::number* cells) {
  using T = typename V::number;
  using pair = typename V::pair;
  std::conditional_t<by_pairs<V, H>, head<T, pair, pair, T>, head<T>> out{};
  out.out = h.out, out.n_q = h.n_q, out.n_k = h.n_k - from, out.d_k = h.d_k, out.d_v = h.d_v;
  out.key_k = h.key_k, out.match_k = h.match_k, out.key_v = h.key_v, out.own_v = h.own_v;
  out.query_out = h.query_out, out.own_out = h.own_out, out.ordered = h.ordered, out.window = h.window, out.near = true;
  const auto keys = keys_of(h, from, to - from);
  const auto values = values_of(h, from, to - from);
  if constexpr (H::wide_k) {
    out.k = keys.data;
  } else if constexpr (by_pairs<V, H>) {
    auto* const to_pairs = reinterpret_cast<pair*>(cells);
    out.scale = scale_of(h), out.d_k = paired::pairs_of(h.d_k);
    paired::pack_rows<V>(keys, to_pairs, out.d_k);
    out.k = to_pairs, out.key_k = out.d_k, out.match_k = 1, cells += keys.rows * h.d_k;
  } else {
    copy_rows<V>(keys, cells, h.d_k);
    out.k = cells, out.key_k = h.d_k, out.match_k = 1, cells += keys.rows * h.d_k;
  }
  if constexpr (H::wide_v) {
    out.v = values.data;
  } else {
    copy_rows<V>(values, cells, h.d_v);
    out.v = cells, out.key_v = h.d_v, out.own_v = 1;
  }
  return out;
}

/// Some panels, which pass the keys chunk by chunk; in a group they share what fast memory holds of a chunk. `cells`
/// are their queries and sums, and behind those of a whole group what is widened.
template <class V, class H>
void pass(const H& h, typename V::number* scores, typename V::number* cells, std::ptrdiff_t first,
          std::ptrdiff_t end) {
  using T = typename V::number;
  panel<V> group[most_panels];
  const std::ptrdiff_t width = panel<V>::width, panels = (end - first + width - 1) / width;
  for (std::ptrdiff_t i = 0; i < panels; ++i) {
    panel<V>& p = group[i];
    p.first = first + i * width, p.count = end - p.first < width ? end - p.first : width;
    p.queries = cells + i * (h.d_k + h.d_v) * width, p.sums = p.queries + h.d_k * width;
    for (auto& s : p.state) s = {V::all(-__builtin_huge_valf()), V::all(0)};
    {
      const staged<V, typename H::cell_q> rows_of_q({h.q + p.first * h.query_q, p.count, h.d_k, h.query_q, h.match_q});
      if constexpr (by_pairs<V, H>)
        paired::pack_panel<V>(
            cell_block<typename H::cell_q>{h.q + p.first * h.query_q, h.d_k, p.count, h.match_q, h.query_q}, V::vectors,
            reinterpret_cast<typename V::pair*>(p.queries));
      else
        pack<V>(h, p.first, p.count, scale_of(h), p.queries);
    }
    for (std::ptrdiff_t at = 0; at < h.d_v * width; at += V::width) V::all(0).store(p.sums + at);
  }
  const bool grouped = is_grouped(h);
  each_run(h, first, end, [&](interval run, std::ptrdiff_t next) {
    const std::ptrdiff_t chunk = !grouped   ? run.end - run.begin
                                 : H::wide ? chunk_keys
                                           : widened_keys(h.d_k, h.d_v);
    for (std::ptrdiff_t from = grouped ? run.begin / chunk * chunk : run.begin; from < run.end; from += chunk) {
      const std::ptrdiff_t to = from + chunk < run.end ? from + chunk : run.end;
      const std::ptrdiff_t seen = from < run.begin ? run.begin : from;
      const staged<V, typename H::cell_k> chunk_of_keys(keys_of(h, seen, grouped ? to - seen : 0));
      const staged<V, typename H::cell_v> chunk_of_values(values_of(h, seen, grouped ? to - seen : 0));
      if constexpr (std::is_same_v<H, head<T>>) {
        for (std::ptrdiff_t i = 0; i < panels; ++i) visit<V>(h, group[i], scores, {seen, to}, to < run.end ? to : next);
      } else {
        const auto near = widened<V>(h, seen, to, cells + group_panels(h.d_k, h.d_v) * (h.d_k + h.d_v) * width);
        for (std::ptrdiff_t i = 0; i < panels; ++i) visit<V>(near, group[i], scores, {0, to - seen}, to - seen);
      }
    }
  });
  for (std::ptrdiff_t i = 0; i < panels; ++i) {
    unpack(h, group[i]);
    if (h.totals) tell_sums(h, group[i]);
  }
}

}  // namespace tiled

/// Queries of the head first ... end, of which `first` is a multiple of V's panel. What a query becomes does not depend
/// on where the range is cut.
template <class V, class H>
void tiled_attention(const H& h, typename V::number* workspace, std::ptrdiff_t first, std::ptrdiff_t end) {
  constexpr std::ptrdiff_t width = tiled::panel<V>::width;
  const std::ptrdiff_t group = (tiled::is_grouped(h) ? tiled::group_panels(h.d_k, h.d_v) : 1) * width;
  for (; first < end; first += group)
    tiled::pass<V>(h, workspace, workspace + tiled::tile_keys * width, first,
                   end - first < group ? end : first + group);
}
/// The whole head.
template <class V, class H>
void tiled_attention(const H& h, typename V::number* workspace) {
  tiled_attention<V>(h, workspace, 0, h.n_q);
}

}  // namespace conform::kernel
