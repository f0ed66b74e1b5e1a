#pragma once
// norm: layer normalization or root-mean-square normalization with learned weights, chosen as run-time data.

#include <conform/layer/door.hpp>
#include <conform/layer/parameter.hpp>
#include <conform/operation/norm.hpp>

namespace conform {

enum class norm_kind { layer, rms };

/// shape    {..., X} -> {..., X}; weight {X}, bias {X} (layer normalization only)
/// refuses  axis_missing, extents_differ, numbers_differ
/// source   Ba et al. 2016; Zhang and Sennrich 2019
template <class T, class X>
struct norm;

template <class T, template <auto> class X, auto N>
struct norm<T, X<N>> {
  norm_kind kind = norm_kind::layer;
  double epsilon = 1e-5;
  parameter<T, X<N>> weight;
  parameter<T, X<N>> bias;

  constexpr norm() = default;
  constexpr norm(norm_kind which, double eps, bool exists = true)
      : kind(which), epsilon(eps), weight(exists), bias(exists && which == norm_kind::layer) {}

  static constexpr auto each(auto& self, auto&& f) { return f("weight", self.weight), f("bias", self.bias); }

  /// In the cells of x where x ends.
  template <tensor_like A, class Why = door<A, T, shape<X<N>>>>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(A&& x) const {
    if (kind == norm_kind::rms) return rms_norm<X>(std::forward<A>(x), as_numbers(*weight), epsilon);
    return layer_norm<X>(std::forward<A>(x), as_numbers(*weight), as_numbers(*bias), epsilon);
  }
  template <tensor_like A, class Why = door<A, T, shape<X<N>>>>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(A&& x) const;
};

}  // namespace conform
