#pragma once
// seen_keys: which keys a query of one head sees, by the head's own order and window.

#include <cstddef>

namespace conform::kernel {

/// Numbers [begin, end).
struct interval {
  std::ptrdiff_t begin, end;
};

/// The keys that query i sees. Neither end is before that of the query before.
template <class Head>
constexpr interval seen_by(const Head& h, std::ptrdiff_t i) {
  if (!h.ordered) return {0, h.n_k};
  const std::ptrdiff_t end = i + h.n_k - h.n_q + 1, first = h.window > 0 ? end - h.window : 0;
  return {first < 0 ? 0 : first, end < 0 ? 0 : end};
}

}  // namespace conform::kernel
