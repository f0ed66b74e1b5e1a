#pragma once
// carrying: two operands of which one has all the axes of the other; the narrower is carried along the axes it lacks.

#include <conform/shape/pairing.hpp>
#include <conform/tensor/arguments.hpp>

namespace conform {
namespace carrying {

using planning::fault, picking::as;

/// Shapes A and B, of which one must hold the other. The shape of the result is the wider, A where both are equal.
template <class A, class B>
struct pair_of_shapes;
template <class... A, class... B>
struct pair_of_shapes<shape<A...>, shape<B...>> {
  using met = meeting<names<>, shape<A...>, shape<B...>>;
  static constexpr int rank_a = sizeof...(A), rank_b = sizeof...(B);
  static constexpr bool holds = met::plan.kept == rank_a, held = met::plan.kept == rank_b;
  using wider = std::conditional_t<holds, shape<A...>, shape<B...>>;

  template <bool OnlyA>
  static constexpr auto reason_found() {
    if constexpr (met::plan.what != fault::none)
      return as<typename met::reason>{};
    else if constexpr (!holds && (OnlyA || !held))
      return as<axis_unexpected<shown<pick<static_cast<std::size_t>(met::plan.keep_b[rank_a]), B...>>, shown<A>...>>{};
    else
      return as<accepted>{};
  }
  using either = typename decltype(reason_found<false>())::type;
  using narrower_b = typename decltype(reason_found<true>())::type;
};

/// B must be the narrower.
template <class X, class Y>
struct into {
  using reason = typename pair_of_shapes<shape_of<X>, shape_of<Y>>::narrower_b;
};

}  // namespace carrying

/// Why two tensors cannot be combined element by element, or accepted: one must have all the axes of the other.
template <tensor_like X, tensor_like Y>
struct combination;
template <tensor_like X, tensor_like Y>
  requires(!std::is_same_v<number_of<X>, number_of<Y>>)
struct combination<X, Y> {
  using reason = numbers_differ<number_of<X>, number_of<Y>>;
};
template <tensor_like X, tensor_like Y>
  requires std::is_same_v<number_of<X>, number_of<Y>>
struct combination<X, Y> {
  using shapes = carrying::pair_of_shapes<shape_of<X>, shape_of<Y>>;
  using reason = typename shapes::either;
  using shape = typename shapes::wider;
};

}  // namespace conform
