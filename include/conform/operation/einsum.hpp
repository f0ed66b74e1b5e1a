#pragma once
// einsum: the sum of products of several operands, told by the axes of the result.

#include <conform/operation/contract.hpp>
#include <conform/operation/permute.hpp>
#include <conform/operation/real.hpp>

namespace conform {
namespace summing {

/// The axes of both a and b that neither the result nor a later operand has: summed where a and b meet.
constexpr planning::arrangement summed_here(planning::axis_list a, planning::axis_list b, const std::uint64_t* out_ids,
                                            int out_count, const planning::axis_list* later, int later_count) {
  planning::arrangement out;
  for (int i = 0; i < a.rank; ++i) {
    const std::uint64_t id = a.axes[i].id;
    bool is_kept = b.find(id) < 0;
    for (int j = 0; j < out_count; ++j) is_kept = is_kept || out_ids[j] == id;
    for (int j = 0; j < later_count; ++j) is_kept = is_kept || later[j].find(id) >= 0;
    if (!is_kept) out.put(i);
  }
  return out;
}

template <template <auto> class... X, auto... N>
auto names_in(shape<X<N>...>) -> names<X...>;

/// Operands are contracted from the left; what is left over at the end must be the axes of the result.
template <class Out, class... Shapes>
struct chain;
template <class Out, class Last>
struct chain<Out, Last> {
  using reason = typename reordered<Out, Last>::reason;
};
template <template <auto> class... Out, class A, class B, class... Later>
struct chain<names<Out...>, A, B, Later...> {
  static constexpr planning::axis_list later[]{planning::axes_of(Later{})..., {nullptr, 0}};
  static constexpr planning::arrangement plan =
      summed_here(planning::axes_of(A{}), planning::axes_of(B{}), planning::ids_of<Out...>, sizeof...(Out), later,
                  sizeof...(Later));
  using summed = decltype(names_in(typename planning::arranged<plan, A>::type{}));
  using met = meeting<summed, A, B>;
  static constexpr auto why() {
    if constexpr (!std::is_same_v<typename met::reason, accepted>) {
      return planning::as<typename met::reason>{};
    } else {
      using both = typename met::result;
      return planning::as<typename chain<names<Out...>, both, Later...>::reason>{};
    }
  }
  using reason = typename decltype(why())::type;
};

template <class Out, tensor_like A, tensor_like... More>
using verdict = planning::first_reason<planning::real_numbers<number_of<A>>,
                                       planning::same_numbers<number_of<A>, number_of<More>>...,
                                       typename chain<Out, shape_of<A>, shape_of<More>...>::reason>;

template <template <auto> class... X, class A, class B>
constexpr auto contract_over(names<X...>, const A& left, const B& right) {
  return contract<X...>(left, right);
}

template <template <auto> class... Out, class A>
constexpr auto fold(names<Out...>, A&& product) {
  if constexpr (std::is_same_v<typename reordered<names<Out...>, shape_of<A>>::type, shape_of<A>>)
    return std::forward<A>(product);
  else
    return copy(permute<Out...>(product));
}
template <class Out, class A, class B, class... Later>
constexpr auto fold(Out out, const A& left, const B& right, const Later&... later) {
  using plan = chain<Out, shape_of<A>, shape_of<B>, shape_of<Later>...>;
  return fold(out, contract_over(typename plan::summed{}, left, right), later...);
}

/// Every named size has one value in all operands, also one that an early contraction drops. Throws size_mismatch.
template <class... X>
constexpr void compare_sizes(const X&... operands) {
  [[maybe_unused]] bound_sizes<binding_sizes::merged_all<typename X::named...>> all;
  (all.meet(operands.sizes()), ...);
}

}  // namespace summing

/// out[i, j] = sum over every axis that is not in the result of x[...] · y[...] · ...
/// shape    einsum<query, key>: {query, head_dim} x {key, head_dim} -> {query, key}, in the order told. What is summed
///          stands in two operands or more; what the result has is carried.
/// cost     that of contract, from the left: x with y, their product with the next, ... One scratch at a time, and one
///          more where the order told is not that of the last contraction (elements).
/// refuses  axis_unexpected (in one operand and not in the result), axis_missing (in the result only), axis_repeated,
///          extents_differ, numbers_differ, not_real
/// throws   size_mismatch
/// source   Einstein's summation convention
template <template <auto> class... Out, tensor_like A, tensor_like B, tensor_like... More,
          class Why = summing::verdict<names<Out...>, A, B, More...>>
  requires std::is_same_v<Why, accepted>
constexpr auto einsum(const A& left, const B& right, const More&... more) {
  summing::compare_sizes(left, right, more...);
  return summing::fold(names<Out...>{}, left, right, more...);
}
template <template <auto> class... Out, tensor_like A, tensor_like B, tensor_like... More,
          class Why = summing::verdict<names<Out...>, A, B, More...>>
  requires(!std::is_same_v<Why, accepted>)
Why einsum(const A& left, const B& right, const More&... more);

}  // namespace conform
