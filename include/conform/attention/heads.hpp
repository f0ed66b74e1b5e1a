#pragma once
// heads: the heads of one attention, each with cells to work in, on the threads that are allowed.

#include <conform/kernel/parallel.hpp>
#include <conform/kernel/workspace.hpp>
#include <conform/tensor/layout.hpp>

namespace conform::attending {

/// The number of points of a nest, and the offsets of the one that stands at `index`.
template <int K>
constexpr long long points_of(const nest<K>& loops) {
  long long out = 1;
  for (int i = 0; i < loops.depth; ++i) out *= loops.loops[i].count;
  return out;
}
template <int K>
constexpr offsets<K> point_of(const nest<K>& loops, long long index) {
  offsets<K> out;
  for (int i = loops.depth; i-- > 0; index /= loops.loops[i].count)
    for (int k = 0; k < K; ++k)
      out.at[k] += static_cast<std::ptrdiff_t>(index % loops.loops[i].count) * loops.loops[i].step[k];
  return out;
}

/// body(offsets, cells) for every head. A thread takes every n-th, so what a head gets does not depend on n.
/// throws   std::bad_alloc
template <class T, int K, class Body>
void each_head(const nest<K>& heads, std::ptrdiff_t cells, const Body& body) {
  const std::ptrdiff_t count = static_cast<std::ptrdiff_t>(points_of(heads));
  const std::ptrdiff_t threads = with_threads::count() < count ? with_threads::count() : count;
  const std::ptrdiff_t room = (cells + 63) / 64 * 64;
  T* all = kernel::workspace<T>(threads * room);
  kernel::in_parallel(threads, [&](std::ptrdiff_t which) {
    for (std::ptrdiff_t i = which; i < count; i += threads) body(point_of(heads, i), all + which * room);
  });
}

}  // namespace conform::attending
