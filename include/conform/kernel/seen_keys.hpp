#pragma once
// seen_keys: which keys the queries of one head see, by the head's own order, window and blocks.

#include <cstddef>

namespace conform::kernel {

/// Numbers [begin, end).
struct interval {
  std::ptrdiff_t begin, end;
};

/// The keys that query i sees, by order and window. Neither end is before that of the query before.
template <class Head>
constexpr interval seen_by(const Head& h, std::ptrdiff_t i) {
  if (!h.ordered) return {0, h.n_k};
  const std::ptrdiff_t end = i + h.n_k - h.n_q + 1, first = h.window > 0 ? end - h.window : 0;
  return {first < 0 ? 0 : first, end < 0 ? 0 : end};
}

/// Calls each(run, next) for the keys that some of the queries first ... end - 1 see: runs of neighbours, ascending,
/// and where the keys behind a run begin, which are those of the next one where there is one. Blocks are the head's.
template <class Head, class Each>
constexpr void each_run(const Head& h, std::ptrdiff_t first, std::ptrdiff_t end, const Each& each) {
  const interval seen{seen_by(h, first).begin, seen_by(h, end - 1).end};
  if (h.block_keys == 0) return each(seen, seen.end);
  const auto begin_of = [&](std::ptrdiff_t i) { return static_cast<std::ptrdiff_t>(h.blocks[i]) * h.block_keys; };
  for (std::ptrdiff_t i = 0, last; i < h.block_count; i = last + 1) {
    for (last = i; last + 1 < h.block_count && h.blocks[last + 1] == h.blocks[last] + 1;) ++last;
    interval run{begin_of(i), begin_of(last) + h.block_keys};
    if (run.begin < seen.begin) run.begin = seen.begin;
    if (run.end > seen.end) run.end = seen.end;
    if (run.begin < run.end) each(run, last + 1 < h.block_count ? begin_of(last + 1) : run.end);
  }
}

}  // namespace conform::kernel
