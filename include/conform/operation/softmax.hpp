#pragma once
// softmax: positive weights that sum to one along named axes; in place where the operand ends.

#include <conform/kernel/softmax.hpp>
#include <conform/operation/map.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace softmaxing {

/// Rows of contiguous floats, at run time. (A template, so that a program without softmax does not compile its kernel.)
template <class T>
void run_fast(nest<2> rows, long long count, const T* x, T* out) {
  const loop<2> row = rows.depth > 0 ? rows.loops[--rows.depth] : loop<2>{};
  walk(rows, [&](const offsets<2>& at) {
    kernel::softmax_rows<kernel::lanes<T>>(x + at.at[0], out + at.at[1], row.count, count, row.step[0], row.step[1]);
  });
}

/// out = e^(x - max) / sum of e^(x - max), in three passes. A row whose maximum is minus infinity is shifted by 0 and
/// divided by 1, so that it becomes zeros: choices cost nothing.
template <class T>
constexpr void run(const nest<2>& rows, const nest<2>& within, const T* x, T* out, machine<T> on) {
  using arithmetic::load, arithmetic::store, arithmetic::peek;
  if constexpr (std::is_same_v<T, float>)
    if (!std::is_constant_evaluated() && within.depth == 1 && within.loops[0].step[0] == 1 &&
        within.loops[0].step[1] == 1)
      return run_fast(rows, within.loops[0].count, x, out);
  const T zero = on.number(0), one = on.number(1), lowest = on.number(-arithmetic::series::infinity);
  walk(rows, [&](const offsets<2>& row_at) {
    const T* const from = x + row_at.at[0];
    T* const to = out + row_at.at[1];
    T top = lowest, sum = zero;
    walk(within, [&](const offsets<2>& at) { top = arithmetic::larger(top, load(from[at.at[0]])); });
    if (peek(top) == peek(lowest)) top = zero;
    walk(within, [&](const offsets<2>& at) {
      const T weight = arithmetic::exp(load(from[at.at[0]]) - top);
      store(to[at.at[1]], weight);
      sum = sum + weight;
    });
    if (peek(sum) == peek(zero)) sum = one;
    walk(within, [&](const offsets<2>& at) { store(to[at.at[1]], load(to[at.at[1]]) / sum); });
  });
}

/// For each point: one comparison, one subtraction, one exp, one addition, one division.
/// Source: Milakov and Gimelshein 2018, algorithm 2 (safe softmax).
template <class N>
constexpr operations<N> claim(const N& points) {
  operations<N> out;
  out.cmp = out.exp = out.div = points;
  out.add = N{2} * points;
  return out;
}

template <class Names, tensor_like A>
using verdict =
    planning::first_reason<planning::real_numbers<number_of<A>>, typename remaining<Names, shape_of<A>>::reason>;

}  // namespace softmaxing

/// out[i, k] = e^(x[i, k] - max over k) / sum over k of the same
/// shape    {query, key} -> {query, key}, over one or several named axes
/// cost     1 cmp, 2 add, 1 exp, 1 div a point (operations); no scratch where x ends
///          A row of minus infinities (nothing to attend to) gives zeros. A NaN or a plus infinity makes its own row
///          NaN and no other.
/// refuses  axis_missing, axis_repeated, not_real
/// source   Milakov and Gimelshein 2018, algorithm 2
template <template <auto> class... X, tensor_like A, class Why = softmaxing::verdict<names<X...>, A>>
  requires(sizeof...(X) > 0 && std::is_same_v<Why, accepted>)
constexpr auto softmax(A&& x) {
  using T = number_of<A>;
  using shape = shape_of<A>;
  using result = resulting::tensor_with<T, shape>;
  constexpr auto all = planning::axes_of(shape{});
  constexpr auto named = aligning::set_of(all, planning::ids_of<X...>, sizeof...(X));
  const placement<T, typename result::named> at{x.on(), x.sizes()};
  if constexpr (is_metered<T>) {
    resulting::claim_on<shape>(at.on, [](const auto& e) { return softmaxing::claim(product(e)); });
    resulting::move_on<shape, shape>(at.on);
    return resulting::heir<result>(at, std::forward<A>(x));
  } else {
    const layout from = layout_of(all, x), to = row_major(from.extent);
    const T* const cells = x.data();
    result out = resulting::heir<result>(at, std::forward<A>(x));
    softmaxing::run(aligning::loops_over<2>({from, to}, ~named), aligning::loops_over<2>({from, to}, named), cells,
                    out.data(), at.on);
    return out;
  }
}
template <template <auto> class... X, tensor_like A, class Why = softmaxing::verdict<names<X...>, A>>
  requires(sizeof...(X) > 0 && !std::is_same_v<Why, accepted>)
Why softmax(A&& x);

}  // namespace conform
