#pragma once
// alignment: operands brought to one list of axes by name, so that kernels see only layouts of one rank.

#include <conform/tensor/layout.hpp>

namespace conform::aligning {

using planning::axis_list;

/// A tensor with the axes `own`, laid along the axes `all`: stride 0 where it lacks one.
constexpr layout aligned(axis_list all, const extents<long long>& extent, axis_list own, const layout& cells) {
  layout out{extent, {}};
  for (int i = 0; i < all.rank; ++i)
    if (const int place = own.find(all.axes[i].id); place >= 0) out.stride[i] = cells.stride[place];
  return out;
}

/// A set of axes, by their places: bit i for the i-th.
using axis_set = unsigned;
inline constexpr axis_set every_axis = ~0u;

constexpr axis_set set_of(axis_list all, const std::uint64_t* ids, int count) {
  axis_set out = 0;
  for (int i = 0; i < count; ++i)
    if (const int place = all.find(ids[i]); place >= 0) out |= 1u << place;
  return out;
}

/// The number of points along the chosen axes; 0 where there are no cells, since the extents may then be of any size.
template <class N>
constexpr N points(const extents<N>& all, axis_set chosen) {
  if constexpr (std::is_same_v<N, long long>)
    for (int i = 0; i < all.rank; ++i)
      if (all.at[i] == 0) return 0;
  N out{1};
  for (int i = 0; i < all.rank; ++i)
    if (chosen >> i & 1u) out = out * all.at[i];
  return out;
}

/// The extents of the chosen axes, in order.
template <class N>
constexpr extents<N> chosen_extents(const extents<N>& all, axis_set chosen) {
  extents<N> out;
  for (int i = 0; i < all.rank; ++i)
    if (chosen >> i & 1u) out.at[out.rank++] = all.at[i];
  return out;
}

/// One more loop over K tensors; joins the loop outside it where every tensor steps evenly through both.
template <int K>
constexpr void add_fused(nest<K>& loops, long long count, const std::ptrdiff_t (&steps)[K]) {
  if (count == 1) return;
  if (loops.depth > 0) {
    loop<K>& outer = loops.loops[loops.depth - 1];
    long long both{};
    bool even = !__builtin_mul_overflow(outer.count, count, &both);  // extents beside a 0 may be of any size
    for (int i = 0; i < K && even; ++i) {
      std::ptrdiff_t stretch{};
      even = !__builtin_mul_overflow(static_cast<std::ptrdiff_t>(count), steps[i], &stretch) && outer.step[i] == stretch;
    }
    if (even) {
      outer.count = both;
      for (int i = 0; i < K; ++i) outer.step[i] = steps[i];
      return;
    }
  }
  loops.add(count, steps);
}

/// Loops over the chosen axes of K aligned layouts, outermost first.
template <int K>
constexpr nest<K> loops_over(const layout (&all)[K], axis_set chosen = every_axis) {
  nest<K> out;
  for (int i = 0; i < all[0].extent.rank; ++i) {
    if (!(chosen >> i & 1u)) continue;
    std::ptrdiff_t steps[K]{};
    for (int j = 0; j < K; ++j) steps[j] = all[j].stride[i];
    add_fused(out, all[0].extent.at[i], steps);
  }
  return out;
}

/// Calls body(offsets, count) for every row of points along the innermost loop; a point alone is a row of one.
template <int K, class Body>
constexpr void walk_rows(nest<K> loops, const Body& body) {
  const long long count = loops.depth > 0 ? loops.loops[--loops.depth].count : 1;
  if (count > 0) walk(loops, [&](const offsets<K>& at) { body(at, static_cast<std::ptrdiff_t>(count)); });
}

/// What operand k steps by along the innermost loop; 1 where there is no loop.
template <int K>
constexpr std::ptrdiff_t innermost_step(const nest<K>& loops, int k) {
  return loops.depth > 0 ? loops.loops[loops.depth - 1].step[k] : 1;
}

}  // namespace conform::aligning
