#pragma once
// heads: the heads of one attention, each with cells to work in, on the threads that are allowed.

#include <conform/kernel/parallel.hpp>
#include <conform/kernel/workspace.hpp>
#include <conform/tensor/layout.hpp>

namespace conform::attending {

/// body(offsets, cells) for every head, cells of the thread that calls it.
/// throws   std::bad_alloc
template <class T, int K, class Body>
void each_head(const nest<K>& heads, std::ptrdiff_t cells, const Body& body) {
  const std::ptrdiff_t count = static_cast<std::ptrdiff_t>(points_of(heads));
  const std::ptrdiff_t workers = kernel::workers_for(count), room = (cells + 63) / 64 * 64;
  T* all = kernel::workspace<T>(workers * room);
  kernel::in_parallel(count, [&](std::ptrdiff_t i) { body(point_of(heads, i), all + i % workers * room); });
}

}  // namespace conform::attending
