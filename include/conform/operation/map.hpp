#pragma once
// map: one function on every element; in place where the operand ends.

#include <conform/operation/real.hpp>
#include <conform/operation/result.hpp>
#include <conform/operation/selection.hpp>

namespace conform::mapping {

/// out[i...] = f(x[i...])
template <class T, class F>
constexpr void run(const nest<2>& loops, const T* x, T* out, const F& f) {
  walk(loops, [&](const offsets<2>& at) {
    arithmetic::store(out[at.at[1]], f(arithmetic::load(x[at.at[0]])));
  });
}

/// F<T>(machine, constants...) is the function and F<T>::claim(points) what it costs.
template <template <class> class F, class X, class... Constants>
constexpr auto map(X&& x, const Constants&... constants) {
  using T = number_of<X>;
  using result = resulting::tensor_with<T, shape_of<X>>;
  const placement<T, typename result::named> at{x.on(), x.sizes()};
  if constexpr (is_metered<T>) {
    resulting::claim_on<shape_of<X>>(at.on, [](const auto& e) { return F<T>::claim(product(e)); });
    resulting::move_on<shape_of<X>, shape_of<X>>(at.on);
    return resulting::heir<result>(at, std::forward<X>(x));
  } else {
    const layout from = resulting::cells_of(x), to = row_major(from.extent);
    const T* const data = x.data();
    result out = resulting::heir<result>(at, std::forward<X>(x));
    run(aligning::loops_over<2>({from, to}), data, out.data(), F<T>(at.on, constants...));
    return out;
  }
}

}  // namespace conform::mapping
