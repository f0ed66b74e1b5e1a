#pragma once
// fast: which kernel computes softmax attention of plain numbers at run time, and the way there.

#include <conform/attention/chunks.hpp>
#include <conform/attention/dense.hpp>
#include <conform/attention/heads.hpp>
#include <conform/kernel/decode.hpp>
#include <conform/kernel/tiled.hpp>

namespace conform {

/// loops: the reference kernel, dense.hpp. tiled: kernel/tiled.hpp. decode: kernel/decode.hpp, for few queries. Each
/// reads cells of bf16 as floats.
enum class attention_kernel { loops, tiled, decode };

constexpr const char* name_of(attention_kernel k) {
  return k == attention_kernel::tiled ? "tiled" : k == attention_kernel::decode ? "decode" : "loops";
}

namespace attending {

/// The kernel for numbers T, where V has `own` axes of its own.
template <class T>
constexpr attention_kernel chosen(int own) {
  return std::is_same_v<T, float> && own <= 1 ? attention_kernel::tiled : attention_kernel::loops;
}

/// A window beyond all keys is none that kernels need to add to.
constexpr std::ptrdiff_t bounded_window(const pattern& keys, std::ptrdiff_t n_k) {
  return static_cast<std::ptrdiff_t>(keys.window < n_k ? keys.window : n_k);
}

/// One head of a problem whose V has at most one axis of its own; its cells are to be given.
template <class... Cells>
kernel::head<float, Cells...> head_of(const attention_problem<float, Cells...>& p) {
  const loop<2> own = p.own.depth == 1 ? p.own.loops[0] : loop<2>{};
  kernel::head<float, Cells...> head{};
  head.n_q = p.size.n_q, head.n_k = p.size.n_k, head.d_k = p.size.d_k, head.d_v = own.count;
  head.query_q = p.query_q, head.match_q = p.match_q, head.key_k = p.key_k, head.match_k = p.match_k;
  head.key_v = p.key_v, head.own_v = own.step[0], head.query_out = p.query_out, head.own_out = own.step[1];
  head.ordered = p.keys.ordered, head.window = bounded_window(p.keys, head.n_k);
  return head;
}

/// Threads that are worth their start: each has half a million multiply-adds to do, or more.
template <class P>
std::ptrdiff_t threads_for(const P& p, const integer& pairs) {
  const integer worth = p.size.carried * pairs * (p.size.d_k + p.size.d_v) / 500000;
  return worth < 1 ? 1 : worth < with_threads::count() ? static_cast<std::ptrdiff_t>(worth) : with_threads::count();
}

/// Blocks of queries of all heads are shared among threads: who is free takes the next, the last queries, which may see
/// the most keys, first. A head is `rows` heads of at most `row` queries each, one behind the other, made of it by
/// row_of(head, first query).
template <class T, class... Cells, class RowOf>
void run_panels(const attention_problem<T, Cells...>& p, std::ptrdiff_t threads, std::ptrdiff_t row,
                const RowOf& row_of) {
  using vector = kernel::lanes<T>;
  using head_type = kernel::head<T, Cells...>;
  const head_type any = head_of(p);
  const std::ptrdiff_t panel = kernel::tiled::panel<vector>::width, panels = (row + panel - 1) / panel,
                       rows = (any.n_q + row - 1) / row, heads = static_cast<std::ptrdiff_t>(p.size.carried);
  const std::ptrdiff_t group = kernel::tiled::group_panels(any.d_k, any.d_v),
                       fair = panels * rows * heads / (8 * threads);
  const std::ptrdiff_t block = (threads == 1 || fair > group ? group : fair < 1 ? 1 : fair) * panel;
  const std::ptrdiff_t blocks = (row + block - 1) / block;
  const std::ptrdiff_t room = (kernel::tiled::workspace_cells<vector, head_type>(any.d_k, any.d_v) + 63) / 64 * 64;
  float* const cells = kernel::workspace<float>(threads * room);
  std::ptrdiff_t next = 0;
  kernel::in_parallel(threads, [&](std::ptrdiff_t thread) {
    for (;;) {
      const std::ptrdiff_t taken = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED);
      if (taken >= rows * blocks * heads) return;
      const offsets<4> at = point_of(p.carried, taken % heads);
      head_type head = any;
      head.q = p.q + at.at[0], head.k = p.k + at.at[1], head.v = p.v + at.at[2], head.out = p.out + at.at[3];
      const std::ptrdiff_t place = rows * blocks - 1 - taken / heads, first = place % blocks * block;
      row_of(head, place / blocks * row);
      if (first < head.n_q)
        kernel::tiled_attention<vector>(head, cells + thread * room, first,
                                        first + block < head.n_q ? first + block : head.n_q);
    }
  });
}

template <class P>
void run_tiled(const P& p) {
  if (p.size.carried == 0 || p.size.n_q == 0) return;
  const std::ptrdiff_t threads =
      with_threads::count() == 1 ? 1 : threads_for(p, scored_pairs<integer>(p.keys, p.size.n_q, p.size.n_k));
  run_panels(p, threads, p.size.n_q, [](auto&, std::ptrdiff_t) {});
}

/// The carried loop in which Q moves and K and V stand still: the queries that share a head of keys; -1: none.
constexpr int shared_loop(const nest<4>& carried) {
  for (int i = carried.depth - 1; i >= 0; --i)
    if (carried.loops[i].step[1] == 0 && carried.loops[i].step[2] == 0) return i;
  return -1;
}

/// The kernel at these sizes: decode for at most 8 queries of one head of keys, whose cells are those of the values.
template <class Q, class K, class V>
constexpr attention_kernel chosen(const attention_problem<float, Q, K, V>& p) {
  const int shared = shared_loop(p.carried);
  const long long sharing = shared < 0 ? 1 : p.carried.loops[shared].count;
  const bool few = p.size.n_q <= kernel::decode::most_queries && sharing * p.size.n_q <= kernel::decode::most_queries;
  return std::is_same_v<K, V> && p.own.depth <= 1 && few ? attention_kernel::decode : chosen<float>(p.own.depth);
}

template <class Q, class S>
void run_decode(const attention_problem<float, Q, S, S>& p) {
  const loop<2> own = p.own.depth == 1 ? p.own.loops[0] : loop<2>{1, {}};
  const int shared = shared_loop(p.carried);
  kernel::shared_head<float, S, Q> one{};
  one.n_group = 1, one.n_q = p.size.n_q, one.n_k = p.size.n_k, one.d_k = p.size.d_k, one.d_v = own.count;
  one.query_q = p.query_q, one.match_q = p.match_q, one.key_k = p.key_k, one.match_k = p.match_k;
  one.key_v = p.key_v, one.own_v = own.step[0], one.query_out = p.query_out, one.own_out = own.step[1];
  one.ordered = p.keys.ordered, one.window = bounded_window(p.keys, one.n_k);
  nest<4> heads;  // of keys
  for (int l = 0; l < p.carried.depth; ++l)
    if (const loop<4>& here = p.carried.loops[l]; l == shared)
      one.n_group = here.count, one.group_q = here.step[0], one.group_out = here.step[3];
    else
      heads.add(here.count, here.step);
  kernel::decode_attention<kernel::lanes<float>, S>(points_of(heads), [&](std::ptrdiff_t which) {
    auto head = one;
    const offsets<4> at = point_of(heads, which);
    head.q = p.q + at.at[0], head.k = p.k + at.at[1], head.v = p.v + at.at[2], head.out = p.out + at.at[3];
    return head;
  });
}

/// Calls each(part) for runs of chunks, which are problems without chunks.
template <class P, class Each>
void in_chunks(const P& p, const Each& each) {
  each_run_of_chunks(p.keys, p.size.n_q, p.size.n_k, [&](const chunk_run& run) {
    P part = p;
    part.size.n_q = run.n_q, part.size.n_k = run.n_k, part.keys = within_chunk(p.keys);
    part.q += run.query * p.query_q, part.out += run.query * p.query_out;
    part.k += run.key * p.key_k, part.v += run.key * p.key_v;
    if (run.count > 1) {
      const std::ptrdiff_t chunk = run.n_k;
      part.carried.add(run.count, {chunk * p.query_q, chunk * p.key_k, chunk * p.key_v, chunk * p.query_out});
      part.size.carried *= run.count;
    }
    each(part);
  });
}

/// A template, so that no kernel is instantiated where none is called.
template <class T, class Q, class K, class V>
void run_fast(const attention_problem<T, Q, K, V>& p) {
  [[maybe_unused]] const bool few = chosen(p) == attention_kernel::decode;
  in_chunks(p, [&](const auto& part) {
    if constexpr (std::is_same_v<K, V>)
      if (few) return run_decode(part);
    run_tiled(part);
  });
}

}  // namespace attending

}  // namespace conform
