#pragma once
// argmax and top_k: where the largest stand.

#include <conform/operation/extent_algebra.hpp>
#include <conform/operation/map.hpp>
#include <conform/tensor/index_error.hpp>

namespace conform {

/// The K largest, largest first, and where they stood.
template <class Values, class Indices>
struct top {
  Values values;
  Indices indices;
};

namespace ranking {

/// Indices are whole numbers; on the metered machine they have no values. They belong to no ledger and no meter.
template <class T>
using index_number = std::conditional_t<is_metered<T>, metered, int>;

/// In each of `places` passes over a row, the best of those not yet taken; ties go to the lower index. With nullptr
/// for values they are left out.
template <class T, class Values>
constexpr void run(const nest<3>& rows, long long length, std::ptrdiff_t step, long long places,
                   std::ptrdiff_t step_out, const T* x, Values values, int* indices, machine<T> on) {
  const T lowest = on.number(-arithmetic::series::infinity);
  walk(rows, [&](const offsets<3>& row_at) {
    int* const taken = indices + row_at.at[2];
    for (long long pass = 0; pass < places; ++pass) {
      T best_value = lowest;
      long long best_place = -1;
      for (long long place = 0; place < length; ++place) {
        bool is_taken = false;
        for (long long past_pass = 0; past_pass < pass; ++past_pass)
          is_taken = is_taken || taken[past_pass * step_out] == place;
        if (is_taken) continue;
        const T candidate = arithmetic::load(x[row_at.at[0] + place * step]);
        if (arithmetic::beats(candidate, best_value) || best_place < 0) best_value = candidate, best_place = place;
      }
      taken[pass * step_out] = static_cast<int>(best_place);
      if constexpr (std::is_pointer_v<Values>) arithmetic::store(values[row_at.at[1] + pass * step_out], best_value);
    }
  });
}

/// Pass j compares the L - j that are not taken: K·L - K(K-1)/2 cmp a row of length L. Source: selection, Knuth 1998,
/// The Art of Computer Programming 3, 5.3.3; convention Z starts each pass at minus infinity.
template <class N>
constexpr operations<N> claim(const N& rows, const N& length, const N& places) {
  operations<N> out;
  out.cmp = rows * (places * length - places * (places - N{1}) / 2);
  return out;
}

template <class Names, class X>
struct position;
template <template <auto> class A, class X>
struct position<names<A>, X> {
  static constexpr int place = planning::place_of<names<A>, shape_of<X>>;
  using rest = remaining<names<A>, shape_of<X>>;
};

/// Axis A of x is cut to K.
template <class Names, auto K, tensor_like X>
struct cut;
template <template <auto> class A, auto K, tensor_like X>
struct cut<names<A>, K, X> {
  static constexpr int place = planning::place_of<names<A>, shape_of<X>>;
  using given = replacement<place, 1, shape_of<X>, shape<A<K>>>;
  static constexpr auto why() {
    if constexpr (place < 0) {
      return planning::as<typename remaining<names<A>, shape_of<X>>::reason>{};
    } else if constexpr (!std::integral<decltype(K)>) {
      if constexpr (symbolic<decltype(K)> && is_metered<number_of<X>>)
        return planning::as<typename given::reason>{};
      else
        return planning::as<extent_not_static<shown<A<K>>>>{};
    } else {
      using axis = axis_at<place, shape_of<X>>;
      if constexpr (K < 0)
        return planning::as<extent_invalid<A<K>>>{};
      else if constexpr (info_of<axis>.extent == axis_info::invalid)
        return planning::as<extent_invalid<axis>>{};
      else if constexpr (info_of<axis>.extent >= 0 && K > info_of<axis>.extent)
        return planning::as<reaches_outside<shown<axis>, 0, K>>{};
      else
        return planning::as<typename given::reason>{};
    }
  }
  using reason = typename decltype(why())::type;
};

template <class Names, tensor_like X>
using verdict =
    planning::first_reason<planning::real_numbers<number_of<X>>, typename remaining<Names, shape_of<X>>::reason>;
template <class Names, auto K, tensor_like X>
using verdict_of_cut = planning::first_reason<planning::real_numbers<number_of<X>>, typename cut<Names, K, X>::reason>;

}  // namespace ranking

/// out[i] = the f of the largest x[i, f]; the lowest of those that are equal; the first NaN, if there is one
/// shape    {query, vocab} -> {query} of int
/// cost     1 cmp a point of x (operations); the indices are in no ledger
/// refuses  axis_missing, not_real
/// throws   index_error (an axis without any cell)
template <template <auto> class A, tensor_like X, class Why = ranking::verdict<names<A>, X>>
  requires std::is_same_v<Why, accepted>
constexpr auto argmax(const X& x) {
  using T = number_of<X>;
  using index = ranking::index_number<T>;
  using at_axis = ranking::position<names<A>, X>;
  using shape = typename at_axis::rest::type;
  using result = resulting::tensor_with<index, shape>;
  constexpr int place = at_axis::place;
  const auto sizes = resulting::placed<typename result::named>(x).sizes;
  auto out = making::made<result>(placement<index, typename result::named>{{}, sizes});
  if constexpr (is_metered<T>) {
    resulting::claim_on<shape_of<X>>(x.on(), [](const auto& e) {
      return ranking::claim(aligning::points(e, ~(1u << place)), e.at[place], polynomial{integer{1}});
    });
    resulting::move_on<shape_of<X>>(x.on());
  } else {
    constexpr auto all = planning::axes_of(shape_of<X>{}), kept = planning::axes_of(shape{});
    const layout from = layout_of(all, x);
    const layout to =
        aligning::aligned(all, from.extent, kept, row_major(aligning::chosen_extents(from.extent, ~(1u << place))));
    if (from.extent.at[place] == 0) indexing::refuse(axis_name<axis_at<place, shape_of<X>>>, 0, 0);
    ranking::run(aligning::loops_over<3>({from, to, to}, ~(1u << place)), from.extent.at[place], from.stride[place], 1,
                 0, x.data(), nullptr, out.data(), x.on());
  }
  return out;
}
template <template <auto> class A, tensor_like X, class Why = ranking::verdict<names<A>, X>>
  requires(!std::is_same_v<Why, accepted>)
Why argmax(const X& x);

/// values[i, p] = the p-th largest x[i, f], indices[i, p] its f; ties and NaNs as in argmax
/// shape    top_k<vocab, 4>: {query, vocab<n>} -> {query, vocab<4>} twice, the second of int
/// cost     per row of length L: K·L - K(K-1)/2 cmp (operations); the indices are in no ledger
/// refuses  axis_missing, reaches_outside (K exceeds a fixed extent), extent_invalid (of K), extent_not_static (of K, but
///          on the metered machine, where it may be a named size), not_real
/// throws   index_error (K exceeds the extent)
template <template <auto> class A, auto K, tensor_like X, class Why = ranking::verdict_of_cut<names<A>, K, X>>
  requires std::is_same_v<Why, accepted>
constexpr auto top_k(const X& x) {
  using T = number_of<X>;
  using index = ranking::index_number<T>;
  using plan = ranking::cut<names<A>, K, X>;
  using shape = typename plan::given::type;
  using values = resulting::tensor_with<T, shape>;
  using indices = resulting::tensor_with<index, shape>;
  const auto at = resulting::placed<typename values::named>(x);
  if constexpr (is_metered<T>) {
    resulting::claim_on<shape_of<X>>(x.on(), [&](const auto& e) {
      return ranking::claim(aligning::points(e, ~(1u << plan::place)), e.at[plan::place],
                            measuring::formula_of<K>(*x.on().at));
    });
    resulting::move_on<shape_of<X>, shape>(x.on());
  }
  top<values, indices> out{making::made<values>(at),
                           making::made<indices>(placement<index, typename indices::named>{{}, at.sizes})};
  if constexpr (!is_metered<T>) {
    const layout from = resulting::cells_of(x), to = row_major(extents_of<shape>(at.on, at.sizes));
    if (static_cast<long long>(K) > from.extent.at[plan::place])
      indexing::refuse(axis_name<axis_at<plan::place, shape_of<X>>>, from.extent.at[plan::place], integer{K} - 1);
    ranking::run(aligning::loops_over<3>({from, to, to}, ~(1u << plan::place)), from.extent.at[plan::place],
                 from.stride[plan::place], static_cast<int>(K), to.stride[plan::place], x.data(), out.values.data(), out.indices.data(),
                 x.on());
  }
  return out;
}
template <template <auto> class A, auto K, tensor_like X, class Why = ranking::verdict_of_cut<names<A>, K, X>>
  requires(!std::is_same_v<Why, accepted>)
Why top_k(const X& x);

}  // namespace conform
