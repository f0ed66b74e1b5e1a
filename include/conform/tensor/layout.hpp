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
  integer out = 1;
  bool is_empty = false;
  for (int i = 0; i < e.rank; ++i) is_empty = is_empty || e.at[i] == 0;
  for (int i = 0; i < e.rank && !is_empty; ++i) {
    out = out * e.at[i];
    if (out > (integer{1} << 56)) throw too_many_cells{};
  }
  return is_empty ? 0 : static_cast<std::size_t>(out);
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

  friend constexpr offsets operator+(offsets a, const offsets& b) {
    for (int k = 0; k < K; ++k) a.at[k] += b.at[k];
    return a;
  }
};

/// Calls body(offsets) for every point of the nest, in order.
template <int K, class Body>
constexpr void walk(const nest<K>& n, const Body& body, offsets<K> from = {}, int depth = 0) {
  if (depth == n.depth) {
    body(from);
    return;
  }
  const loop<K>& l = n.loops[depth];
  for (long long i = 0; i < l.count; ++i) {
    walk(n, body, from, depth + 1);
    for (int k = 0; k < K; ++k) from.at[k] += l.step[k];
  }
}

}  // namespace conform
