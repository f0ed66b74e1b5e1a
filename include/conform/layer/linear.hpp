#pragma once
// linear: x·W (+ bias) between named axes.

#include <conform/layer/door.hpp>
#include <conform/layer/parameter.hpp>
#include <conform/operation/contract.hpp>
#include <conform/operation/elementwise.hpp>

namespace conform {

/// linear<float, from<model<768>>, into<head<12>, head_dim<64>>>
template <class T, class From, class Into>
struct linear;

/// out[..., o] = sum over i of x[..., i] * weight[i, o] (+ bias[o])
/// shape    {..., In} -> {..., Out}; weight {In..., Out...}, bias {Out...}
/// numbers  weights stored as bf16 are read as floats where they are multiplied; x and out are of floats then
/// cost     one multiply-add for each element of weight and each point of the other axes; an add an output with bias
/// refuses  axis_missing, extents_differ: x must have all of In; axis_repeated: it has one of Out
template <class T, template <auto> class... In, auto... I, class... Out>
struct linear<T, from<In<I>...>, into<Out...>> {
  template <class X>
  using fit =
      planning::first_reason<contracting::reason<names<In...>, X, tensor<T, In<I>..., Out...>>, without<X, Out...>>;

  parameter<T, In<I>..., Out...> weight;
  parameter<T, Out...> bias;

  constexpr explicit linear(bool with_bias = false, bool exists = true) : weight(exists), bias(exists && with_bias) {}

  static constexpr auto each(auto& self, auto&& f) { return f("weight", self.weight), f("bias", self.bias); }

  template <tensor_like X, class Why = fit<X>>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(const X& x) const {
    auto out = contract<In...>(x, *weight);
    if (bias.exists()) out = std::move(out) + as_numbers(*bias);
    return out;
  }
  template <tensor_like X, class Why = fit<X>>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(const X& x) const;
};

}  // namespace conform
