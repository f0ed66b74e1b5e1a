#pragma once
// result: the tensor that an operation returns, and whose cells it takes.

#include <conform/machine/counted.hpp>  // before the kernels: they name arithmetic:: functions in full
#include <conform/operation/alignment.hpp>
#include <conform/tensor/shaped.hpp>

namespace conform {
namespace resulting {

template <class T, class Shape>
struct tensor_with_shape;
template <class T, class... A>
struct tensor_with_shape<T, shape<A...>> {
  using type = tensor<T, A...>;
};
template <class T, class Shape>
struct view_with_shape;
template <class T, class... A>
struct view_with_shape<T, shape<A...>> {
  using type = view<T, A...>;
};

/// tensor<T, A...> and view<T, A...> from shape<A...>.
template <class T, class Shape>
using tensor_with = typename tensor_with_shape<T, Shape>::type;
template <class T, class Shape>
using view_with = typename view_with_shape<T, Shape>::type;

/// As a forwarding reference deduces it: a tensor that nobody keeps, so that its cells can become the result's.
template <class X>
inline constexpr bool ends = is_owning<X>;

/// A view of a tensor that nobody keeps would dangle. May the cells move instead?
inline constexpr bool may_move = true;
template <class X, bool MayMove = false>
using kept_reason =
    std::conditional_t<!std::is_reference_v<X> && is_owning<std::remove_const_t<X>> && !(MayMove && ends<X>),
                       view_of_temporary<std::remove_const_t<X>>, accepted>;

/// The machine and sizes of one operand, for a result with the sizes Named.
template <class Named, class X>
constexpr auto placed(const X& x) {
  placement<number_of<X>, Named> out{x.on(), {}};
  out.sizes.meet(x.sizes());
  return out;
}

/// The result with the cells of the first operand that ends and has its type; with new ones where there is none. All
/// are to be written.
template <class Result, class At, class X, class... More>
constexpr Result heir(const At& at, [[maybe_unused]] X&& x, [[maybe_unused]] More&&... more) {
  if constexpr (ends<X> && std::is_same_v<X, Result>)
    return std::forward<X>(x);
  else if constexpr (sizeof...(More) > 0)
    return heir<Result>(at, std::forward<More>(more)...);
  else
    return making::made<Result>(at, to_be_written{});
}

/// The cells of x under other axes in the same order of cells: as many, with the same named sizes.
template <class Result, class X>
constexpr Result moved_into(X&& x) {
  return Result(static_cast<typename Result::storage&&>(x));
}

/// A view of x's cells with other axes, laid out as told.
template <class Shape, class X>
constexpr auto seen_as(X& x, const layout& cells) {
  using element = std::remove_pointer_t<decltype(x.data())>;
  using result = view_with<element, Shape>;
  const auto at = placed<typename result::named>(x);
  return result(x.data(), cells, at.on, at.sizes);
}

/// The layout of x; on the metered machine there are no cells to lay out.
template <class X>
constexpr layout cells_of(const X& x) {
  if constexpr (is_metered<number_of<X>>)
    return {};
  else
    return layout_of(planning::axes_of(shape_of<X>{}), x);
}

/// Adds claim(extents of Shape...) to the meter, if there is one.
template <class... Shape, class Claim>
constexpr void claim_on(machine<metered> on, const Claim& claim) {
  if (on.at) on.at->claim(claim(extents_of<Shape>(on, bound_sizes<symbols<>>{})...));
}

/// Moves one element for every point of each Shape: of the operands that are read and of the result that is written.
template <class... Shape>
constexpr void move_on(machine<metered> on) {
  if (on.at) (on.at->move(product(extents_of<Shape>(on, bound_sizes<symbols<>>{}))), ...);
}

}  // namespace resulting
}  // namespace conform
