#pragma once
// reduce: sum, mean and maximum over named axes.

#include <conform/operation/map.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace reducing {

/// How a row becomes one number: start, and what each element does. Convention Z: L elements are L operations.
struct total {
  static constexpr double start = 0;
  template <class T>
  static constexpr T with(T so_far, T x) {
    return so_far + x;
  }
  template <class N>
  static constexpr operations<N> claim(const N&, const N& points) {
    operations<N> out;
    out.add = points;
    return out;
  }
};
struct average : total {
  template <class N>
  static constexpr operations<N> claim(const N& rows, const N& points) {
    operations<N> out = total::claim(rows, points);
    out.div = rows;
    return out;
  }
};
struct largest {
  static constexpr double start = -arithmetic::series::infinity;
  template <class T>
  static constexpr T with(T so_far, T x) {
    return arithmetic::larger(so_far, x);
  }
  template <class N>
  static constexpr operations<N> claim(const N&, const N& points) {
    operations<N> out;
    out.cmp = points;
    return out;
  }
};

template <class Fold, class T>
constexpr void run(const nest<2>& rows, const nest<1>& within, long long length, const T* x, T* out, machine<T> on) {
  const T start = on.number(Fold::start), divisor = on.number(static_cast<double>(length));
  walk(rows, [&](const offsets<2>& row_at) {
    const T* const from = x + row_at.at[0];
    T so_far = start;
    walk(within, [&](const offsets<1>& at) { so_far = Fold::with(so_far, arithmetic::load(from[at.at[0]])); });
    if constexpr (std::is_same_v<Fold, average>) so_far = so_far / divisor;
    arithmetic::store(out[row_at.at[1]], so_far);
  });
}

template <class Fold, class Names, class X>
struct reduction;
template <class Fold, template <auto> class... A, class X>
struct reduction<Fold, names<A...>, X> {
  using T = number_of<X>;
  using shape = typename remaining<names<A...>, shape_of<X>>::type;
  using result = resulting::tensor_with<T, shape>;

  static constexpr result of(const X& x) {
    constexpr auto all = planning::axes_of(shape_of<X>{}), kept = planning::axes_of(shape{});
    constexpr auto named = aligning::set_of(all, planning::ids_of<A...>, sizeof...(A));
    const auto at = resulting::placed<typename result::named>(x);
    if constexpr (is_metered<T>) {
      resulting::claim_on<shape_of<X>>(at.on, [](const auto& e) {
        return Fold::claim(aligning::points(e, ~named), product(e));
      });
      resulting::move_on<shape_of<X>, shape>(at.on);
    }
    auto out = making::made<result>(at);
    if constexpr (!is_metered<T>) {
      const layout from = layout_of(all, x);
      const layout to =
          aligning::aligned(all, from.extent, kept, row_major(aligning::chosen_extents(from.extent, ~named)));
      run<Fold>(aligning::loops_over<2>({from, to}, ~named), aligning::loops_over<1>({from}, named),
                aligning::points(from.extent, named), x.data(), out.data(), at.on);
    }
    return out;
  }
};

template <class Names, tensor_like X>
using verdict =
    planning::first_reason<planning::real_numbers<number_of<X>>, typename remaining<Names, shape_of<X>>::reason>;

}  // namespace reducing

/// out[i] = sum over f of x[i, f]
/// shape    {query, model} -> {query}, over one or several named axes
/// cost     1 add a point of x (operations); no scratch
/// refuses  axis_missing, axis_repeated, not_real
template <template <auto> class... A, tensor_like X, class Why = reducing::verdict<names<A...>, X>>
  requires(sizeof...(A) > 0 && std::is_same_v<Why, accepted>)
constexpr auto sum(const X& x) {
  return reducing::reduction<reducing::total, names<A...>, X>::of(x);
}
template <template <auto> class... A, tensor_like X, class Why = reducing::verdict<names<A...>, X>>
  requires(sizeof...(A) > 0 && !std::is_same_v<Why, accepted>)
Why sum(const X& x);

/// out[i] = sum over f of x[i, f], divided by their number; NaN where there are none
/// shape    {query, model} -> {query}, over one or several named axes
/// cost     1 add a point of x, 1 div a point of the result (operations); no scratch
/// refuses  axis_missing, axis_repeated, not_real
template <template <auto> class... A, tensor_like X, class Why = reducing::verdict<names<A...>, X>>
  requires(sizeof...(A) > 0 && std::is_same_v<Why, accepted>)
constexpr auto mean(const X& x) {
  return reducing::reduction<reducing::average, names<A...>, X>::of(x);
}
template <template <auto> class... A, tensor_like X, class Why = reducing::verdict<names<A...>, X>>
  requires(sizeof...(A) > 0 && !std::is_same_v<Why, accepted>)
Why mean(const X& x);

/// out[i] = the largest x[i, f]; a NaN among them is the result; minus infinity where there are none
/// shape    {query, model} -> {query}, over one or several named axes
/// cost     1 cmp a point of x (operations); no scratch
/// refuses  axis_missing, axis_repeated, not_real
template <template <auto> class... A, tensor_like X, class Why = reducing::verdict<names<A...>, X>>
  requires(sizeof...(A) > 0 && std::is_same_v<Why, accepted>)
constexpr auto maximum(const X& x) {
  return reducing::reduction<reducing::largest, names<A...>, X>::of(x);
}
template <template <auto> class... A, tensor_like X, class Why = reducing::verdict<names<A...>, X>>
  requires(sizeof...(A) > 0 && !std::is_same_v<Why, accepted>)
Why maximum(const X& x);

}  // namespace conform
