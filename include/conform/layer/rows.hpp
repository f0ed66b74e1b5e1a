#pragma once
// TEMPORARY until operation/slice.hpp is there.
#include <conform/operation/result.hpp>
#include <conform/operation/rename.hpp>
namespace conform {
template <class New, class X> struct with_axis;
template <template <auto> class A, auto N, class... B>
struct with_axis<A<N>, shape<B...>> { using type = shape<std::conditional_t<info_of<B>.id == axis_id<A>, A<N>, B>...>; };
template <class New, tensor_like X>
constexpr auto slice(const X& x, long long from) {
  using shape = typename with_axis<New, shape_of<X>>::type;
  constexpr int place = planning::axes_of(shape{}).find(info_of<New>.id);
  using element = const number_of<X>;
  using result = resulting::view_with<element, shape>;
  if constexpr (is_metered<number_of<X>>) { return result(x.data(), layout{}, x.on(), {}); }
  else {
    layout cells = layout_of(x);
    placement<number_of<X>, typename result::named> at{x.on(), {}};
    at.sizes.meet(x.sizes());
    const element* data = x.data() + from * cells.stride[place];
    if constexpr (info_of<New>.extent >= 0) cells.extent.at[place] = info_of<New>.extent;
    return result(data, cells, at.on, at.sizes);
  }
}
template <tensor_like X> constexpr auto copy(const X& x) {
  using result = resulting::tensor_with<number_of<X>, shape_of<X>>;
  result out(placement<number_of<X>, typename result::named>{x.on(), x.sizes()});
  if constexpr (!is_metered<number_of<X>>) {
    const layout from = layout_of(x), to = layout_of(out);
    walk(aligning::loops_over<2>({from, to}), [&](const offsets<2>& at) { out.data()[at.at[1]] = x.data()[at.at[0]]; });
  }
  return out;
}
}
