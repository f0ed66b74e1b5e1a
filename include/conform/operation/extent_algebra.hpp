#pragma once
// extent_algebra: extents computed from extents: an int where all are numbers, else a canonical formula.

#include <conform/shape/named.hpp>
#include <conform/tensor/layout.hpp>

namespace conform {
namespace planning {

/// An int where it fits.
template <long long V>
constexpr auto narrowest() {
  if constexpr (static_cast<int>(V) == V)
    return static_cast<int>(V);
  else
    return V;
}

/// What a formula over the named sizes S comes down to, besides itself.
struct essence {
  bool is_number = false;
  long long number = 0;
  int symbol = -1;  ///< its place in S
};

constexpr essence essence_of(const polynomial& p) {
  if (p.is_constant()) {
    const rational constant = p.constant();
    const auto number = static_cast<long long>(constant.num);
    if (constant.den == 1 && number == constant.num) return {true, number, -1};
    return {};
  }
  if (p.terms().size() == 1 && p.terms()[0].coefficient == rational{1} && p.terms()[0].degree() == 1 &&
      p.terms()[0].factors[0].kind == atom_kind::symbol)
    return {false, 0, p.terms()[0].factors[0].id};
  return {};
}

/// A formula that is a number for all sizes becomes that number, one that is a named size that size: past + n - past
/// is n.
template <auto N, class... S>
constexpr auto simplest(symbols<S...> all) {
  constexpr essence found = essence_of(thaw<decltype(all)>(N));
  if constexpr (found.is_number)
    return narrowest<found.number>();
  else if constexpr (found.symbol >= 0)
    return pick<static_cast<std::size_t>(found.symbol), S...>{};
  else
    return N;
}
template <auto N>
constexpr auto simplest() {
  if constexpr (std::integral<decltype(N)>)
    return narrowest<static_cast<long long>(N)>();
  else
    return simplest<N>(freezing::symbols_of<decltype(N)>{});
}

template <auto A>
constexpr auto widened() {
  if constexpr (std::integral<decltype(A)>)
    return static_cast<long long>(A);
  else
    return A;
}

/// A + B, A - B, A · B as the extent of an axis. A number beyond 64 bits is no constant: a compile error.
template <auto A, auto B>
constexpr auto sum_of() {
  return simplest<widened<A>() + widened<B>()>();
}
template <auto A, auto B>
constexpr auto difference_of() {
  return simplest<widened<A>() - widened<B>()>();
}
template <auto... A>
struct product_of {
  static constexpr auto value = 1;
};
template <auto A, auto... More>
struct product_of<A, More...> {
  static constexpr auto value = simplest<widened<A>() * widened<product_of<More...>::value>()>();
};
template <auto A>
struct product_of<A> {
  static constexpr auto value = A;
};

/// The axes `count` of them from `first` give way to others. At hand: the axes of the tensor, then the others.
constexpr arrangement replaced(axis_list all, int first, int count, axis_list others) {
  arrangement out;
  for (int i = 0; i < first; ++i) out.put(i);
  for (int i = 0; i < others.rank; ++i) out.put(all.rank + i);
  for (int i = first + count; i < all.rank; ++i) out.put(i);
  const auto id = [&](int place) { return place < all.rank ? all.axes[place].id : others.axes[place - all.rank].id; };
  for (int i = 0; i < out.rank; ++i)
    for (int j = 0; j < i; ++j)
      if (id(out[i]) == id(out[j]))
        return out.refused(fault::axis_repeated, out[i] < out[j] ? out[i] : out[j], out[i] < out[j] ? out[j] : out[i]);
  return out;
}

/// The same for a tensor's strides, those of the others given.
constexpr layout replaced(const layout& cells, int first, int count, const layout& others) {
  layout out;
  const auto put = [&](const layout& from, int place) {
    out.extent.at[out.extent.rank] = from.extent.at[place];
    out.stride[out.extent.rank++] = from.stride[place];
  };
  for (int i = 0; i < first; ++i) put(cells, i);
  for (int i = 0; i < others.extent.rank; ++i) put(others, i);
  for (int i = first + count; i < cells.extent.rank; ++i) put(cells, i);
  return out;
}

template <class X, class Shape>
inline constexpr int place_of = -1;
template <template <auto> class X, class... A>
inline constexpr int place_of<names<X>, shape<A...>> = axes_of(shape<A...>{}).find(axis_id<X>);

}  // namespace planning

/// Shape with the axes Others in place of Count of its axes from the place First; First < 0 is an axis that was not
/// found, for which another reason is given.
template <int First, int Count, class Shape, class Others>
struct replacement;
template <int First, int Count, class... A, class... B>
struct replacement<First, Count, shape<A...>, shape<B...>> {
  static constexpr planning::arrangement plan =
      First < 0 ? planning::arrangement{}
                : planning::replaced(planning::axes_of(shape<A...>{}), First, Count, planning::axes_of(shape<B...>{}));
  static constexpr auto why() {
    using planning::fault;
    if constexpr (plan.what == fault::none) {
      return planning::as<accepted>{};
    } else if constexpr (plan.what == fault::too_many_axes) {
      return planning::as<too_many_axes<A..., B...>>{};
    } else {
      using first = pick<static_cast<std::size_t>(plan.a), A..., B...>;
      using second = pick<static_cast<std::size_t>(plan.b), A..., B...>;
      return planning::as<axis_repeated<shown<first>, shown<second>>>{};
    }
  }
  using reason = planning::first_reason<refusal_of<B...>, typename decltype(why())::type>;
  using type = typename planning::arranged<plan, shape<A..., B...>>::type;
};

}  // namespace conform
