#pragma once
// door: why an operand does not fit a layer, decided where the layer is called and not somewhere inside.

#include <conform/operation/contract.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace entering {

template <class X, class Wanted>
struct extents;
template <class X, template <auto> class... A, auto... N>
struct extents<X, shape<A<N>...>> : meeting<names<A...>, shape_of<X>, shape<A<N>...>> {};

}  // namespace entering

/// Why X cannot enter a layer over numbers T that wants axes Wanted, with these extents, and axes Named, with any; or
/// accepted. numbers_differ, axis_missing, extents_differ.
template <class X, class T, class Wanted, class Named = names<>>
using door = planning::first_reason<planning::same_numbers<number_of<X>, T>, typename entering::extents<X, Wanted>::reason,
                                    typename remaining<Named, shape_of<X>>::reason>;

}  // namespace conform
