#pragma once
// rope: rotary position embedding in the half-split form of GPT-NeoX and Llama; in place where the operand ends.

#include <conform/operation/carrying.hpp>
#include <conform/operation/map.hpp>
#include <conform/shape/named.hpp>

namespace conform {

namespace axes {

template <auto N>
struct rotary : axis<N> {};  ///< pairs of a head that are rotated together: half of head_dim

}  // namespace axes

namespace rotating {

/// Each pair (x[p, f], x[p, f + half]) turns by its angle. reach is from the first of a pair to the second.
template <class T>
constexpr void run(const nest<4>& pairs, const T* x, const T* cosines, const T* sines, T* out, std::ptrdiff_t reach_x,
                   std::ptrdiff_t reach_out) {
  using arithmetic::load, arithmetic::store;
  walk(pairs, [&](const offsets<4>& at) {
    const T real = load(x[at.at[0]]), imaginary = load(x[at.at[0] + reach_x]);
    const T cosine = load(cosines[at.at[1]]), sine = load(sines[at.at[2]]);
    store(out[at.at[3]], real * cosine - imaginary * sine);
    store(out[at.at[3] + reach_out], imaginary * cosine + real * sine);
  });
}

/// A pair is 4 mul and 2 add; every point of x is in one pair. Source: Su et al. 2021, eq. 34.
template <class N>
constexpr operations<N> claim(const N& pairs) {
  operations<N> out;
  out.mul = N{4} * pairs;
  out.add = N{2} * pairs;
  return out;
}

/// Of a table with axis R and otherwise axes of x, X among them.
template <class X, class W, class R, tensor_like A, tensor_like Table>
struct table_verdict;
template <template <auto> class X, template <auto> class W, template <auto> class R, tensor_like A, tensor_like Table>
struct table_verdict<names<X>, names<W>, names<R>, A, Table> {
  using both = remaining<names<X, R>, shape_of<Table>>;
  using rest = remaining<names<R>, shape_of<Table>>;
  static constexpr auto why() {
    using planning::as;
    using numbers = planning::same_numbers<number_of<A>, number_of<Table>>;
    using of_x = remaining<names<X, W>, shape_of<A>>;
    if constexpr (!std::is_same_v<numbers, accepted>) {
      return as<numbers>{};
    } else if constexpr (of_x::plan.what != planning::fault::none) {
      return as<typename of_x::reason>{};
    } else if constexpr (both::plan.what != planning::fault::none) {
      return as<typename both::reason>{};
    } else {
      constexpr auto own = planning::axes_of(shape_of<A>{}), table = planning::axes_of(shape_of<Table>{});
      using width = axis_at<own.find(axis_id<W>), shape_of<A>>;
      using half = axis_at<table.find(axis_id<R>), shape_of<Table>>;
      if constexpr (!(extent_of<half> * 2 == extent_of<width>))
        return as<not_half_of<shown<half>, shown<width>>>{};
      else
        return as<typename carrying::pair_of_shapes<shape_of<A>, typename rest::type>::narrower_b>{};
    }
  }
  using reason = typename decltype(why())::type;
};

template <class X, class W, class R, tensor_like A, tensor_like C, tensor_like S>
using verdict =
    planning::first_reason<planning::real_numbers<number_of<A>>, typename table_verdict<X, W, R, A, C>::reason,
                           typename table_verdict<X, W, R, A, S>::reason>;

/// A table along the axes of x, its pairs along the width.
template <class Table>
constexpr layout along(planning::axis_list all, const extents<long long>& pairs, const Table& table, int width,
                       std::uint64_t rotary) {
  const auto own = planning::axes_of(shape_of<Table>{});
  const layout cells = layout_of(own, table);
  layout out = aligning::aligned(all, pairs, own, cells);
  out.stride[width] = cells.stride[own.find(rotary)];
  return out;
}

}  // namespace rotating

/// out[p, f] = x[p, f] cos[p, f] - x[p, f + r] sin[p, f], out[p, f + r] = x[p, f + r] cos[p, f] + x[p, f] sin[p, f]
/// shape    {query, head_dim}, {query, rotary}, {query, rotary} -> {query, head_dim}; head_dim is twice rotary. The
///          other axes of x are carried.
/// cost     4 mul and 2 add for each pair (operations), the tables are given; no scratch where x ends
/// refuses  axis_missing, axis_unexpected (of a table), not_half_of, extents_differ, numbers_differ, not_real
/// throws   size_mismatch
/// source   Su et al. 2021, eq. 34; pairs as in Black et al. 2022 (GPT-NeoX)
template <template <auto> class X, template <auto> class Width, template <auto> class Rotary = axes::rotary,
          tensor_like A, tensor_like C, tensor_like S,
          class Why = rotating::verdict<names<X>, names<Width>, names<Rotary>, A, C, S>>
  requires std::is_same_v<Why, accepted>
constexpr auto rope(A&& x, const C& cosines, const S& sines) {
  using T = number_of<A>;
  using shape = shape_of<A>;
  using result = resulting::tensor_with<T, shape>;
  using sizes = typename result::named;
  const auto first = joined<sizes>(x.on(), x.sizes(), cosines.on(), cosines.sizes());
  const auto at = joined<sizes>(first.on, first.sizes, sines.on(), sines.sizes());
  if constexpr (is_metered<T>) {
    resulting::claim_on<shape>(at.on, [](const auto& e) { return rotating::claim(product(e) / 2); });
    resulting::move_on<shape, shape_of<C>, shape_of<S>, shape>(at.on);
    return resulting::heir<result>(at, std::forward<A>(x));
  } else {
    constexpr auto all = planning::axes_of(shape{});
    constexpr int width = all.find(axis_id<Width>);
    const layout whole = layout_of(all, x), whole_out = row_major(whole.extent);
    layout from = whole, to = whole_out;
    const long long half = from.extent.at[width] /= 2;
    to.extent = from.extent;
    const nest<4> pairs =
        aligning::loops_over<4>({from, rotating::along(all, from.extent, cosines, width, axis_id<Rotary>),
                                 rotating::along(all, from.extent, sines, width, axis_id<Rotary>), to});
    const T* const cells = x.data();
    result out = resulting::heir<result>(at, std::forward<A>(x));
    rotating::run(pairs, cells, cosines.data(), sines.data(), out.data(),
                  static_cast<std::ptrdiff_t>(half) * from.stride[width],
                  static_cast<std::ptrdiff_t>(half) * to.stride[width]);
    return out;
  }
}
template <template <auto> class X, template <auto> class Width, template <auto> class Rotary = axes::rotary,
          tensor_like A, tensor_like C, tensor_like S,
          class Why = rotating::verdict<names<X>, names<Width>, names<Rotary>, A, C, S>>
  requires(!std::is_same_v<Why, accepted>)
Why rope(A&& x, const C& cosines, const S& sines);

/// The two tables of rope.
template <class T, class... A>
struct rotary_pair {
  tensor<T, A...> cosines, sines;
};

namespace rotating {

/// Angles are computed in double. The tables are made anew: nothing is counted.
template <class Tables>
constexpr void fill(Tables& tables, double theta, long long first) {
  if constexpr (!is_metered<number_of<decltype(tables.cosines)>>) {
    const auto extent = extents_of(tables.cosines);
    const long long half = extent.at[1];
    const double step = -arithmetic::log(theta) / static_cast<double>(half);
    for (long long row = 0; row < extent.at[0]; ++row)
      for (long long pair = 0; pair < half; ++pair) {
        const double angle = static_cast<double>(first + row) * arithmetic::exp(static_cast<double>(pair) * step);
        tables.cosines.data()[row * half + pair] = tables.cosines.on().number(arithmetic::cos(angle));
        tables.sines.data()[row * half + pair] = tables.sines.on().number(arithmetic::sin(angle));
      }
  }
}

}  // namespace rotating

/// cosines[p, f] = cos((first + p) · theta^(-f / r)), sines[p, f] likewise; f from 0 to r - 1, in double.
/// shape    {query, rotary}
/// cost     not counted: tables are given
/// refuses  as tensor does; the last arguments are those of a tensor: a ledger or a meter, the values of named sizes
/// source   Su et al. 2021, section 3.2.2
template <class T, class X, class R, class... Arguments,
          class Why = constructing::verdict<tensor<T, X, R>, Arguments...>>
  requires std::is_same_v<Why, accepted>
constexpr rotary_pair<T, X, R> rotary_tables(double theta, long long first, Arguments&&... arguments) {
  rotary_pair<T, X, R> out{tensor<T, X, R>(arguments...), tensor<T, X, R>(arguments...)};
  rotating::fill(out, theta, first);
  return out;
}
template <class T, class X, class R, class... Arguments,
          class Why = constructing::verdict<tensor<T, X, R>, Arguments...>>
  requires(!std::is_same_v<Why, accepted>)
Why rotary_tables(double theta, long long first, Arguments&&... arguments);

}  // namespace conform
