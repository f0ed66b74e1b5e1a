#pragma once
// where: one of two, by a mask.

#include <conform/operation/scalar.hpp>

namespace conform {
namespace choosing {

template <class M, class T>
inline constexpr bool can_mask = std::is_same_v<M, bool> || (is_metered<M> && is_metered<T>);

/// x and y combine as in x + y, and the mask combines with what they make.
template <tensor_like M, tensor_like X, tensor_like Y>
struct choice {
  using pair = combination<X, Y>;
  static constexpr auto why() {
    if constexpr (!can_mask<number_of<M>, number_of<X>>) {
      return planning::as<numbers_differ<bool, number_of<M>>>{};
    } else if constexpr (!std::is_same_v<typename pair::reason, accepted>) {
      return planning::as<typename pair::reason>{};
    } else {
      return planning::as<typename carrying::pair_of_shapes<typename pair::shape, shape_of<M>>::either>{};
    }
  }
  using reason = typename decltype(why())::type;
  template <class P = pair>
  using shape = typename carrying::pair_of_shapes<typename P::shape, shape_of<M>>::wider;
};

/// out = mask ? x : y. Both are read, one is kept.
template <class T>
constexpr void run(const nest<4>& loops, const bool* mask, const T* x, const T* y, T* out) {
  walk(loops, [&](const offsets<4>& at) {
    const T of_x = arithmetic::load(x[at.at[1]]), of_y = arithmetic::load(y[at.at[2]]);
    if (mask[at.at[0]])
      arithmetic::store(out[at.at[3]], of_x);
    else
      arithmetic::store(out[at.at[3]], of_y);
  });
}

template <class Shape, class Operand>
constexpr layout along(const extents<long long>& extent, const Operand& operand) {
  const auto own = planning::axes_of(shape_of<Operand>{});
  return aligning::aligned(planning::axes_of(Shape{}), extent, own, layout_of(own, operand));
}

template <class M, class X, class Y>
constexpr auto choose(const M& mask, X&& x, Y&& y) {
  using T = number_of<X>;
  using shape = typename choice<M, X, Y>::template shape<>;
  using result = resulting::tensor_with<T, shape>;
  using all = freezing::merged_t<typename std::remove_cvref_t<X>::named, typename std::remove_cvref_t<Y>::named>;
  const auto both = joined<all>(x.on(), x.sizes(), y.on(), y.sizes());
  const auto at = joined<typename result::named>(both.on, both.sizes, both.on, mask.sizes());
  if constexpr (is_metered<T>) {
    resulting::move_on<shape_of<X>, shape_of<Y>, shape>(at.on);
    return resulting::heir<result>(at, std::forward<X>(x), std::forward<Y>(y));
  } else {
    const layout to = row_major(extents_of<shape>(at.on, at.sizes));
    const nest<4> loops = aligning::loops_over<4>(
        {along<shape>(to.extent, mask), along<shape>(to.extent, x), along<shape>(to.extent, y), to});
    const T *const cells_x = x.data(), *const cells_y = y.data();
    result out = resulting::heir<result>(at, std::forward<X>(x), std::forward<Y>(y));
    run(loops, mask.data(), cells_x, cells_y, out.data());
    return out;
  }
}

/// A number as a tensor without axes, on the machine of another.
template <class X>
constexpr auto constant_on(const X& x, [[maybe_unused]] double value) {
  using T = number_of<X>;
  auto out = making::made<tensor<T>>(placement<T, symbols<>>{{}, {}});  // on no ledger: a constant takes no memory
  if constexpr (!is_metered<T>) out.data()[0] = x.on().number(value);
  return out;
}

template <class T>
using constant_of = tensor<T>;
/// The number meets a tensor of real numbers.
template <tensor_like Tensor, class M, class X, class Y>
using verdict_with_number =
    planning::first_reason<planning::real_numbers<number_of<Tensor>>, typename choice<M, X, Y>::reason>;

}  // namespace choosing

/// out[i, j] = mask[i, j] ? x[i, j] : y[i, j]
/// shape    {query, key} x {head, query, key} x {head, query, key} -> {head, query, key}: x and y combine as in x + y,
///          and the mask with what they make, in any order. Either may be a number.
/// cost     none: a choice is not counted (operations). What is not chosen leaves no trace, a NaN neither.
/// refuses  axis_unexpected, extents_differ, numbers_differ (also where the mask is not of bool), not_real (beside
///          a number)
/// throws   size_mismatch
template <tensor_like M, tensor_like X, tensor_like Y, class Why = typename choosing::choice<M, X, Y>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto where(const M& mask, X&& x, Y&& y) {
  return choosing::choose(mask, std::forward<X>(x), std::forward<Y>(y));
}
template <tensor_like M, tensor_like X, tensor_like Y, class Why = typename choosing::choice<M, X, Y>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why where(const M& mask, X&& x, Y&& y);

template <tensor_like M, tensor_like X, combining::scalar Y,
          class Why = choosing::verdict_with_number<X, M, X, choosing::constant_of<number_of<X>>>>
  requires std::is_same_v<Why, accepted>
constexpr auto where(const M& mask, X&& x, Y y) {
  const auto constant = choosing::constant_on(x, static_cast<double>(y));
  return choosing::choose(mask, std::forward<X>(x), constant);
}
template <tensor_like M, tensor_like X, combining::scalar Y,
          class Why = choosing::verdict_with_number<X, M, X, choosing::constant_of<number_of<X>>>>
  requires(!std::is_same_v<Why, accepted>)
Why where(const M& mask, X&& x, Y y);

template <tensor_like M, combining::scalar X, tensor_like Y,
          class Why = choosing::verdict_with_number<Y, M, choosing::constant_of<number_of<Y>>, Y>>
  requires std::is_same_v<Why, accepted>
constexpr auto where(const M& mask, X x, Y&& y) {
  const auto constant = choosing::constant_on(y, static_cast<double>(x));
  return choosing::choose(mask, constant, std::forward<Y>(y));
}
template <tensor_like M, combining::scalar X, tensor_like Y,
          class Why = choosing::verdict_with_number<Y, M, choosing::constant_of<number_of<Y>>, Y>>
  requires(!std::is_same_v<Why, accepted>)
Why where(const M& mask, X x, Y&& y);

}  // namespace conform
