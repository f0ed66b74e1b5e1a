#pragma once
// Making results: where a result lives, and the sizes that its operands bring.

#include <conform/tensor/view.hpp>

namespace conform {

/// tensor<T, A...> from a list of axes.
template <class T>
struct tensor_on {
  template <class... A>
  using of = tensor<T, A...>;
};

namespace making {
template <class T, class Shape>
struct tensor_of;
template <class T, class... A>
struct tensor_of<T, shape<A...>> {
  using type = tensor<T, A...>;
};
}  // namespace making

/// tensor<T, A...> for shape<A...>.
template <class T, class Shape>
using tensor_of = typename making::tensor_of<T, Shape>::type;

/// The values of the sizes Named, taken from a longer list.
template <class Named, class All>
constexpr bound_sizes<Named> subset(const bound_sizes<All>& all) {
  bound_sizes<Named> out;
  out.meet(all);
  return out;
}

/// The machine of two operands, and the sizes Named of their result. Every size that both name must have one value
/// in both, also where the result drops it. Throws size_mismatch.
template <class Named, class T, class A, class B>
constexpr placement<T, Named> joined(machine<T> on_a, const bound_sizes<A>& a, machine<T> on_b, const bound_sizes<B>& b) {
  placement<T, Named> out{common(on_a, on_b), {}};
  if constexpr (!std::is_same_v<A, symbols<>> || !std::is_same_v<B, symbols<>>) {
    bound_sizes<freezing::merged_t<A, B>> all;
    all.meet(a);
    all.meet(b);
    out.sizes.meet(all);
  }
  return out;
}

}  // namespace conform
