#pragma once
// activation: relu, silu and gelu, element by element; in place where the operand ends.

#include <conform/operation/map.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace activating {

/// max(x, 0). Claim: 1 cmp.
template <class T>
struct relu_of {
  T zero;
  constexpr explicit relu_of(machine<T> on) : zero(on.number(0)) {}
  constexpr T operator()(T x) const { return arithmetic::larger(x, zero); }
  template <class V>
  V each(V x) const {
    return kernel::relu(x);
  }

  template <class N>
  static constexpr operations<N> claim(const N& points) {
    operations<N> out;
    out.cmp = points;
    return out;
  }
};

/// x · 1/(1 + e^-x). Claim: 1 exp, 1 add, 1 div, 1 mul; the changed sign is free.
/// Source: Elfwing et al. 2017, eq. 4; Ramachandran et al. 2017 (Swish, beta 1).
template <class T>
struct silu_of {
  T one;
  constexpr explicit silu_of(machine<T> on) : one(on.number(1)) {}
  constexpr T operator()(T x) const { return x * (one / (one + arithmetic::exp(arithmetic::negated(x)))); }
  template <kernel::exponential V>
  V each(V x) const {
    return kernel::silu(x);
  }

  template <class N>
  static constexpr operations<N> claim(const N& points) {
    operations<N> out;
    out.exp = out.add = out.div = out.mul = points;
    return out;
  }
};

/// x/2 · (1 + erf(x/√2)). Claim: 3 mul (½x, x·1/√2, the product), 1 add, 1 erf.
/// Source: Hendrycks and Gimpel 2016, section 2.
template <class T>
struct gelu_of {
  T half, one, root;
  constexpr explicit gelu_of(machine<T> on)
      : half(on.number(0.5)), one(on.number(1)), root(on.number(0.70710678118654752440)) {}
  constexpr T operator()(T x) const { return half * x * (one + arithmetic::erf(x * root)); }
  template <kernel::exponential V>
  V each(V x) const {
    return kernel::gelu(x);
  }

  template <class N>
  static constexpr operations<N> claim(const N& points) {
    operations<N> out;
    out.mul = N{3} * points;
    out.add = out.erf = points;
    return out;
  }
};

/// x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))). Claim as written: 6 mul (2 for x³), 2 add, 1 tanh.
/// Source: Hendrycks and Gimpel 2016, section 2; gelu_new of GPT-2.
template <class T>
struct gelu_tanh_of {
  T half, one, cubic, scale;
  constexpr explicit gelu_tanh_of(machine<T> on)
      : half(on.number(0.5)), one(on.number(1)), cubic(on.number(0.044715)), scale(on.number(0.79788456080286535588)) {}
  constexpr T operator()(T x) const {
    return half * x * (one + arithmetic::tanh(scale * (x + cubic * (x * x * x))));
  }
  template <kernel::exponential V>
  V each(V x) const {
    return kernel::gelu_tanh(x);
  }

  template <class N>
  static constexpr operations<N> claim(const N& points) {
    operations<N> out;
    out.mul = N{6} * points;
    out.add = N{2} * points;
    out.tanh = points;
    return out;
  }
};

}  // namespace activating

/// out[i...] = max(x[i...], 0); a NaN stays.
/// shape    any -> the same
/// cost     1 cmp a point (operations); no scratch where x ends
/// refuses  not_real
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto relu(X&& x) {
  return mapping::map<activating::relu_of>(std::forward<X>(x));
}
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why relu(X&& x);
/// out[i...] = x / (1 + exp(-x)); NaN at minus infinity, as its formula says.
/// shape    any -> the same
/// cost     1 exp, 1 add, 1 div, 1 mul a point (operations); no scratch where x ends
/// refuses  not_real
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto silu(X&& x) {
  return mapping::map<activating::silu_of>(std::forward<X>(x));
}
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why silu(X&& x);
/// out[i...] = x/2 · (1 + erf(x/√2))
/// shape    any -> the same
/// cost     3 mul, 1 add, 1 erf a point (operations); no scratch where x ends
/// refuses  not_real
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto gelu(X&& x) {
  return mapping::map<activating::gelu_of>(std::forward<X>(x));
}
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why gelu(X&& x);
/// out[i...] = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), GPT-2's gelu_new
/// shape    any -> the same
/// cost     6 mul, 2 add, 1 tanh a point (operations); no scratch where x ends
/// refuses  not_real
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto gelu_tanh(X&& x) {
  return mapping::map<activating::gelu_tanh_of>(std::forward<X>(x));
}
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why gelu_tanh(X&& x);

/// An activation as data, since model families choose it at run time.
enum class activation : int { relu, silu, gelu, gelu_tanh };

/// out[i...] = the chosen activation of x[i...]
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires std::is_same_v<Why, accepted>
constexpr auto activate(activation chosen, X&& x) {
  switch (chosen) {
    case activation::relu: return relu(std::forward<X>(x));
    case activation::silu: return silu(std::forward<X>(x));
    case activation::gelu: return gelu(std::forward<X>(x));
    case activation::gelu_tanh: break;
  }
  return gelu_tanh(std::forward<X>(x));
}
template <tensor_like X, class Why = planning::real_numbers<number_of<X>>>
  requires(!std::is_same_v<Why, accepted>)
Why activate(activation chosen, X&& x);

}  // namespace conform
