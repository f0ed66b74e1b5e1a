#pragma once
// norm: RMS norm and layer norm over named axes; in place where the operand ends.

#include <conform/kernel/norm.hpp>
#include <conform/operation/carrying.hpp>
#include <conform/operation/map.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace normalizing {

/// Rows are the points of the axes that are not normalised; within a row run the named axes.
struct row_loops {
  nest<2> rows;    // x, out
  nest<4> within;  // x, weight, bias, out
  long long length = 1;
};

constexpr row_loops loops_of(const layout& x, const layout& weight, const layout& bias, const layout& out,
                             aligning::axis_set named) {
  return {aligning::loops_over<2>({x, out}, ~named), aligning::loops_over<4>({x, weight, bias, out}, named),
          aligning::points(x.extent, named)};
}

/// Whether vectors may take the rows: cells of all four lie side by side.
template <class T>
constexpr bool by_vectors(const row_loops& loops) {
  if (!(std::is_same_v<T, float> || std::is_same_v<T, double>) || std::is_constant_evaluated()) return false;
  bool dense = loops.within.depth == 1;
  for (int k = 0; k < 4; ++k) dense = dense && loops.within.loops[0].step[k] == 1;
  return dense;
}

/// out = x / sqrt(mean of x² + eps) · weight
template <class T>
constexpr void run_rms(const row_loops& loops, const T* x, const T* weight, T* out, machine<T> on, double eps) {
  using arithmetic::load, arithmetic::store;
  const T one = on.number(1), small = on.number(eps), length = on.number(static_cast<double>(loops.length));
  if constexpr (std::is_floating_point_v<T>)
    if (by_vectors<T>(loops))
      return walk(loops.rows, [&](const offsets<2>& row) {
        kernel::rms_norm_row<kernel::lanes<T>>(x + row.at[0], weight, out + row.at[1], loops.length, small);
      });
  walk(loops.rows, [&](const offsets<2>& row_at) {
    const T* const from = x + row_at.at[0];
    T* const to = out + row_at.at[1];
    T squares = on.number(0);
    walk(loops.within, [&](const offsets<4>& at) {
      const T value = load(from[at.at[0]]);
      squares = squares + value * value;
    });
    const T scale = one / arithmetic::sqrt(squares / length + small);
    walk(loops.within, [&](const offsets<4>& at) {
      store(to[at.at[3]], load(from[at.at[0]]) * scale * load(weight[at.at[1]]));
    });
  });
}

/// A row of length L: L squares, L products by the scale and L by the weight; a sum of L squares, and eps; the mean and
/// the reciprocal; one root. Source: Zhang and Sennrich 2019, eq. 4.
template <class N>
constexpr operations<N> claim_rms(const N& rows, const N& length) {
  operations<N> row;
  row.mul = N{3} * length;
  row.add = length + N{1};
  row.div = N{2};
  row.sqrt = N{1};
  return rows * row;
}

/// out = (x - mean) / sqrt(mean of (x - mean)² + eps) · weight + bias
template <class T>
constexpr void run_layer(const row_loops& loops, const T* x, const T* weight, const T* bias, T* out, machine<T> on,
                         double eps) {
  using arithmetic::load, arithmetic::store;
  const T one = on.number(1), small = on.number(eps), length = on.number(static_cast<double>(loops.length));
  if constexpr (std::is_floating_point_v<T>)
    if (by_vectors<T>(loops))
      return walk(loops.rows, [&](const offsets<2>& row) {
        kernel::layer_norm_row<kernel::lanes<T>>(x + row.at[0], weight, bias, out + row.at[1], loops.length, small);
      });
  walk(loops.rows, [&](const offsets<2>& row_at) {
    const T* const from = x + row_at.at[0];
    T* const to = out + row_at.at[1];
    T sum = on.number(0), squares = on.number(0);
    walk(loops.within, [&](const offsets<4>& at) { sum = sum + load(from[at.at[0]]); });
    const T mean = sum / length;
    walk(loops.within, [&](const offsets<4>& at) {
      const T centred = load(from[at.at[0]]) - mean;
      squares = squares + centred * centred;
      store(to[at.at[3]], centred);
    });
    const T scale = one / arithmetic::sqrt(squares / length + small);
    walk(loops.within, [&](const offsets<4>& at) {
      store(to[at.at[3]], load(to[at.at[3]]) * scale * load(weight[at.at[1]]) + load(bias[at.at[2]]));
    });
  });
}

/// A row of length L: squares, scale and weight are 3L mul; the sum, the centring, the sum of squares and the bias are
/// 4L add, eps one more; mean, variance and reciprocal are 3 div; one root. Source: Ba et al. 2016, eq. 3 and 4.
template <class N>
constexpr operations<N> claim_layer(const N& rows, const N& length) {
  operations<N> row;
  row.mul = N{3} * length;
  row.add = N{4} * length + N{1};
  row.div = N{3};
  row.sqrt = N{1};
  return rows * row;
}

/// x has the axes X; weight and bias have those and no other, with equal extents.
template <class Names, tensor_like A, tensor_like... Parameters>
struct verdict;
template <template <auto> class... X, tensor_like A, tensor_like... Parameters>
struct verdict<names<X...>, A, Parameters...> {
  template <class W>
  using of_parameter = planning::first_reason<
      planning::same_numbers<number_of<A>, number_of<W>>, typename reordered<names<X...>, shape_of<W>>::reason,
      typename carrying::pair_of_shapes<shape_of<A>, shape_of<W>>::narrower_b>;
  using reason =
      planning::first_reason<planning::real_numbers<number_of<A>>, typename remaining<names<X...>, shape_of<A>>::reason,
                             of_parameter<Parameters>...>;
};

/// A parameter along the axes of x.
template <class W>
constexpr layout along(planning::axis_list all, const extents<long long>& extent, const W& parameter) {
  const auto own = planning::axes_of(shape_of<W>{});
  return aligning::aligned(all, extent, own, layout_of(own, parameter));
}

}  // namespace normalizing

/// out[i, f] = x[i, f] / sqrt(mean over f of x[i, f]² + eps) · weight[f]
/// shape    {query, model} x {model} -> {query, model}: over one or several named axes, those of weight
/// cost     per row of length L: 3L mul, L + 1 add, 2 div, 1 sqrt (operations); no scratch where x ends
/// refuses  axis_missing, axis_repeated, axis_unexpected (of weight), extents_differ, numbers_differ, not_real
/// throws   size_mismatch
/// source   Zhang and Sennrich 2019, eq. 4
template <template <auto> class... X, tensor_like A, tensor_like W,
          class Why = typename normalizing::verdict<names<X...>, A, W>::reason>
  requires(sizeof...(X) > 0 && std::is_same_v<Why, accepted>)
constexpr auto rms_norm(A&& x, const W& weight, double eps) {
  using T = number_of<A>;
  using shape = shape_of<A>;
  using result = resulting::tensor_with<T, shape>;
  constexpr auto all = planning::axes_of(shape{});
  constexpr auto named = aligning::set_of(all, planning::ids_of<X...>, sizeof...(X));
  const auto at = joined<typename result::named>(x.on(), x.sizes(), weight.on(), weight.sizes());
  if constexpr (is_metered<T>) {
    resulting::claim_on<shape>(at.on, [](const auto& e) {
      return normalizing::claim_rms(aligning::points(e, ~named), aligning::points(e, named));
    });
    resulting::move_on<shape, shape_of<W>, shape>(at.on);
    return resulting::heir<result>(at, std::forward<A>(x));
  } else {
    const layout from = layout_of(all, x), to = row_major(from.extent);
    const layout scale = normalizing::along(all, from.extent, weight);
    const T* const cells = x.data();
    result out = resulting::heir<result>(at, std::forward<A>(x));
    normalizing::run_rms(normalizing::loops_of(from, scale, scale, to, named), cells, weight.data(), out.data(), at.on,
                         eps);
    return out;
  }
}
template <template <auto> class... X, tensor_like A, tensor_like W,
          class Why = typename normalizing::verdict<names<X...>, A, W>::reason>
  requires(sizeof...(X) > 0 && !std::is_same_v<Why, accepted>)
Why rms_norm(A&& x, const W& weight, double eps);

/// out[i, f] = (x[i, f] - mean) / sqrt(variance + eps) · weight[f] + bias[f], mean and variance over f
/// shape    {query, model} x {model} x {model} -> {query, model}: over one or several named axes
/// cost     per row of length L: 3L mul, 4L + 1 add, 3 div, 1 sqrt (operations); no scratch where x ends
/// refuses  axis_missing, axis_repeated, axis_unexpected (of weight or bias), extents_differ, numbers_differ, not_real
/// throws   size_mismatch
/// source   Ba et al. 2016, eq. 3 and 4
template <template <auto> class... X, tensor_like A, tensor_like W, tensor_like B,
          class Why = typename normalizing::verdict<names<X...>, A, W, B>::reason>
  requires(sizeof...(X) > 0 && std::is_same_v<Why, accepted>)
constexpr auto layer_norm(A&& x, const W& weight, const B& bias, double eps) {
  using T = number_of<A>;
  using shape = shape_of<A>;
  using result = resulting::tensor_with<T, shape>;
  using sizes = typename result::named;
  constexpr auto all = planning::axes_of(shape{});
  constexpr auto named = aligning::set_of(all, planning::ids_of<X...>, sizeof...(X));
  const auto first = joined<sizes>(x.on(), x.sizes(), weight.on(), weight.sizes());
  const auto at = joined<sizes>(first.on, first.sizes, bias.on(), bias.sizes());
  if constexpr (is_metered<T>) {
    resulting::claim_on<shape>(at.on, [](const auto& e) {
      return normalizing::claim_layer(aligning::points(e, ~named), aligning::points(e, named));
    });
    resulting::move_on<shape, shape_of<W>, shape_of<B>, shape>(at.on);
    return resulting::heir<result>(at, std::forward<A>(x));
  } else {
    const layout from = layout_of(all, x), to = row_major(from.extent);
    const layout scale = normalizing::along(all, from.extent, weight),
                 shift = normalizing::along(all, from.extent, bias);
    const T* const cells = x.data();
    result out = resulting::heir<result>(at, std::forward<A>(x));
    normalizing::run_layer(normalizing::loops_of(from, scale, shift, to, named), cells, weight.data(), bias.data(),
                           out.data(), at.on, eps);
    return out;
  }
}
template <template <auto> class... X, tensor_like A, tensor_like W, tensor_like B,
          class Why = typename normalizing::verdict<names<X...>, A, W, B>::reason>
  requires(sizeof...(X) > 0 && !std::is_same_v<Why, accepted>)
Why layer_norm(A&& x, const W& weight, const B& bias, double eps);

}  // namespace conform
