#pragma once
// map: one function on every element; in place where the operand ends.

#include <conform/kernel/elementwise.hpp>
#include <conform/operation/real.hpp>
#include <conform/operation/result.hpp>
#include <conform/operation/selection.hpp>

namespace conform::mapping {

/// Functions of numbers T that are also functions of vectors of them.
template <class F, class T>
concept of_vectors = std::is_floating_point_v<T> && requires(const F& f, kernel::lanes<T> x) {
  f.each(x);
};

/// out[i...] = f(x[i...]). Plain numbers that lie side by side go by vectors at run time.
template <class T, class F>
constexpr void run(const nest<2>& loops, const T* x, T* out, const F& f) {
  if constexpr (of_vectors<F, T>)
    if (!std::is_constant_evaluated() && aligning::innermost_step(loops, 0) == 1 &&
        aligning::innermost_step(loops, 1) == 1) {
      const auto each = [&](kernel::lanes<T> a) { return f.each(a); };
      return aligning::walk_rows(loops, [&](const offsets<2>& at, std::ptrdiff_t count) {
        kernel::each_vector<kernel::lanes<T>>(out + at.at[1], count, each, x + at.at[0]);
      });
    }
  walk(loops, [&](const offsets<2>& at) {
    arithmetic::store(out[at.at[1]], f(arithmetic::load(x[at.at[0]])));
  });
}

/// F<T>(machine, constants...) is the function, its each that of vectors, if it has one, and F<T>::claim(points) what
/// it costs.
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
