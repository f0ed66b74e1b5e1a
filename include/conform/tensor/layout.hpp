#pragma once
// layout: where the cells of a tensor lie, and nests of loops over the cells of several tensors at once. Kernels see
// only these; they are instantiated per number type, not per shape.

#include <cstddef>

#include <conform/shape/shape.hpp>

namespace conform {

/// Extents and strides (elements) in the order of the shape's axes. N is long long, or polynomial when metered.
template <class N>
struct extents {
  N at[max_rank]{};
  int rank = 0;
};

struct layout {
  extents<long long> extent;
  std::ptrdiff_t stride[max_rank]{};
};

/// Row-major: the last axis is contiguous. Strides of a tensor without cells mean nothing and may wrap around.
constexpr layout row_major(const extents<long long>& e) {
  layout out{e, {}};
  std::size_t step = 1;
  for (int i = e.rank; i-- > 0;) {
    out.stride[i] = static_cast<std::ptrdiff_t>(step);
    step *= static_cast<std::size_t>(e.at[i]);
  }
  return out;
}

template <class N>
constexpr N product(const extents<N>& e) {
  N out{1};
  for (int i = 0; i < e.rank; ++i) out = out * e.at[i];
  return out;
}
/// Thrown where a tensor would have more cells than memory can address.
struct too_many_cells : integer_overflow {
  const char* what() const noexcept override { return "a tensor has more cells than memory can address"; }
};

/// The number of cells; throws too_many_cells.
constexpr std::size_t cell_count(const extents<long long>& e) {
  for (int i = 0; i < e.rank; ++i)
    if (e.at[i] == 0) return 0;
  long long out = 1;
  for (int i = 0; i < e.rank; ++i)
    if (__builtin_mul_overflow(out, e.at[i], &out) || out > 1LL << 56) throw too_many_cells{};
  return static_cast<std::size_t>(out);
}

/// One loop over K tensors at once: what each moves by in a step (0: it has no such axis).
template <int K>
struct loop {
  long long count = 1;
  std::ptrdiff_t step[K]{};
};

/// Loops, outermost first.
template <int K>
struct nest {
  loop<K> loops[max_rank];
  int depth = 0;

  constexpr void add(long long count, const std::ptrdiff_t (&steps)[K]) {
    loop<K>& l = loops[depth++];
    l.count = count;
    for (int k = 0; k < K; ++k) l.step[k] = steps[k];
  }
};

/// K places, one in each tensor.
template <int K>
struct offsets {
  std::ptrdiff_t at[K]{};
};

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

/// Calls body(offsets) for every step of one loop. Steps of one each are a loop of their own, which vectorises.
template <int K, class Body>
constexpr void walk_along(const loop<K>& l, offsets<K> at, const Body& body) {
  const loop<K> own = l;  // a copy: what body writes cannot change it
  bool dense = true;
  for (int k = 0; k < K; ++k) dense = dense && own.step[k] == 1;
  if (dense) {
    for (long long i = 0; i < own.count; ++i) {
      body(at);
      for (int k = 0; k < K; ++k) ++at.at[k];
    }
  } else {
    for (long long i = 0; i < own.count; ++i) {
      body(at);
      for (int k = 0; k < K; ++k) at.at[k] += own.step[k];
    }
  }
}

/// Calls body(offsets) for every point of the nest, in order.
template <int K, class Body>
constexpr void walk(const nest<K>& n, const Body& body) {
  if (n.depth == 0) return body(offsets<K>{});
  for (int i = 0; i < n.depth; ++i)
    if (n.loops[i].count == 0) return;
  offsets<K> from;
  long long done[max_rank]{};  // the steps taken in each of the outer loops
  for (int turned = 0; turned >= 0;) {
    walk_along(n.loops[n.depth - 1], from, body);
    for (turned = n.depth - 2; turned >= 0; --turned) {
      const loop<K>& l = n.loops[turned];
      const bool goes_on = ++done[turned] < l.count;
      if (!goes_on) done[turned] = 0;
      const std::ptrdiff_t steps = goes_on ? 1 : 1 - static_cast<std::ptrdiff_t>(l.count);
      for (int k = 0; k < K; ++k) from.at[k] += steps * l.step[k];
      if (goes_on) break;
    }
  }
}

}  // namespace conform
