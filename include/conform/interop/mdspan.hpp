#pragma once
// mdspan: a tensor as std::mdspan, axes by position in the order told: as_mdspan<query, head_dim>(q)[i, j]. Empty
// where the standard library has no <mdspan> (C++23), so that including it is always allowed; CONFORM_HAS_MDSPAN says.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/tensor/access.hpp>

#if defined(__has_include)
#if __has_include(<mdspan>)
#include <mdspan>
#endif
#endif

#ifdef __cpp_lib_mdspan
#define CONFORM_HAS_MDSPAN 1

#include <array>

namespace conform::interop {

/// Strided, with run-time extents. x must outlive it.
/// refuses  axis_missing, axis_repeated, axis_unexpected, view_of_temporary
template <template <auto> class... A, tensor_like X, class Why = accessing::kept_verdict<names<A...>, X>>
  requires std::is_same_v<Why, accepted>
constexpr auto as_mdspan(X&& x) {
  using plan = reordered<names<A...>, shape_of<X>>;
  using extents = std::dextents<long long, sizeof...(A)>;
  const layout cells = layout_of(x);
  std::array<long long, sizeof...(A)> extent{}, stride{};
  for (int i = 0; i < static_cast<int>(sizeof...(A)); ++i) {
    extent[static_cast<std::size_t>(i)] = cells.extent.at[plan::plan[i]];
    stride[static_cast<std::size_t>(i)] = cells.stride[plan::plan[i]];
  }
  using mapping = std::layout_stride::mapping<extents>;
  return std::mdspan(x.data(), mapping(extents(extent), stride));
}
template <template <auto> class... A, tensor_like X, class Why = accessing::kept_verdict<names<A...>, X>>
  requires(!std::is_same_v<Why, accepted>)
Why as_mdspan(X&& x);

}  // namespace conform::interop

#else
#define CONFORM_HAS_MDSPAN 0
#endif

#pragma GCC diagnostic pop
