#pragma once
// Why an operation is refused. A reason is never defined: it is the return type of the refusing overload, so its
// name, with the axes at fault as arguments, is the first line of the compiler's message.

#include <conform/size/reasons.hpp>  // first: its place in the chain of includes is part of every message
#include <conform/shape/axis.hpp>
#include <conform/size/render.hpp>

namespace conform {

/// An axis named in a message without an extent, or operands named by their role.
template <template <auto> class X> struct every;
template <class A> struct of_q;
template <class A> struct of_k;
template <class A> struct of_v;

/// One axis, two extents.
template <class A, class B> struct extents_differ;
/// The first axis is not among the others.
template <class X, class... Among> struct axis_missing;
/// The same axis twice in one tensor.
template <class A, class B> struct axis_repeated;
/// An axis of one operand that the other may not have.
template <class A, class... Among> struct axis_unexpected;
/// Extents whose products differ, in reshape, split and merge.
template <class... A> struct from;
template <class... A> struct into;
template <class From, class Into> struct product_differs;
/// The same axes in another order, where the order is that of the cells.
template <class From, class Into> struct order_differs;
/// An extent that is negative, or that is not a size at all.
template <class A> struct extent_invalid;
/// An extent of 0 where there must be something.
template <class A> struct extent_zero;
/// More axes than max_rank.
template <class... A> struct too_many_axes;
/// A type that is not an axis.
template <class A> struct not_an_axis;
/// Two tensors hold different number types.
template <class T, class U> struct numbers_differ;
/// A number type without division, roots and exponentials: indices and masks are moved about, not calculated with.
template <class T> struct not_real;
/// A number type that cannot be an index.
template <class T> struct not_an_index;
/// The first axis must have half the extent of the second.
template <class A, class B> struct not_half_of;
/// A stretch that reaches outside an axis.
template <class A, auto From, auto To> struct reaches_outside;
/// Axes that must be neighbours, in this order.
template <class A, class B> struct not_adjacent;
/// An axis whose extent must be a number.
template <class A> struct extent_not_static;
/// A named axis without an index, an index without an axis.
template <class Axis> struct index_missing;
template <class Index> struct index_unexpected;
/// A view that could write to cells that are const.
template <class Tensor> struct cells_are_const;
/// A list of extents or strides that has not one number for each axis.
template <class... A> struct one_for_each;
/// A view of a tensor that nobody keeps: give it a name first.
template <class Tensor> struct view_of_temporary;

namespace showing {

template <std::size_t L>
constexpr text<L> pass(const text<L>& t) {
  return t;
}

template <class A>
struct shown {
  using type = A;
};
template <template <auto> class X, auto N>
  requires symbolic<decltype(N)>
struct shown<X<N>> {
  using type = X<pass(rendered<N>)>;
};

}  // namespace showing

/// An axis as it is printed: formulas become text, head_dim<text<6>{"n + 1"}>.
template <class A>
using shown = typename showing::shown<A>::type;

}  // namespace conform
