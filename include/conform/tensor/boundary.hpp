#pragma once
// boundary: from memory whose sizes are known at run time only to typed tensors. What the type says is checked here,
// once; behind the boundary the compiler checks it.

#include <conform/shape/named.hpp>
#include <conform/tensor/memory.hpp>

namespace conform {
namespace bordering {

/// The names of Named that no axis gives a value: key<n + 1> cannot say what n is, query<n> can.
template <class Named, class... A>
struct unbound;
template <class... N, class... A>
struct unbound<symbols<N...>, A...> {
  template <class S>
  static constexpr bool given = (std::is_same_v<std::remove_cv_t<decltype(extent_of<A>)>, S> || ...);
  static constexpr auto why() {
    constexpr bool all_given[]{given<N>..., true};
    constexpr int missing = constructing::first_false(all_given, sizeof...(N));
    if constexpr (missing < 0)
      return planning::as<accepted>{};
    else
      return planning::as<size_unbound<every_size<pick<static_cast<std::size_t>(missing), N...>::name>>>{};
  }
  using reason = typename decltype(why())::type;
};

/// Why numbers T with the axes A cannot be read through a list of Count extents, or accepted.
template <std::size_t Count, class T, class... A>
struct verdict {
  static constexpr auto why() {
    if constexpr (!well_formed<A...>)
      return planning::as<refusal_of<A...>>{};
    else if constexpr (Count != sizeof...(A))
      return planning::as<one_for_each<shown<A>...>>{};
    else
      return planning::as<typename unbound<constructing::named_sizes<T, A...>, A...>::reason>{};
  }
  using reason = typename decltype(why())::type;
};

template <std::size_t Count, class S, class... A>
using viewing = planning::first_reason<typename verdict<Count, number<S>, A...>::reason, kept_reason<S>>;
template <std::size_t Count, std::size_t Strides, class S, class... A>
using striding = planning::first_reason<viewing<Count, S, A...>, typename verdict<Strides, number<S>, A...>::reason>;
template <class S, class Names, class... X>
struct by_names;
template <class S, class... A, class... X>
struct by_names<S, shape<A...>, X...> {
  using reason = planning::first_reason<constructing::verdict<tensor<number<S>, A...>, X...>, kept_reason<S>>;
};

/// axis key<n + 1>: expected 8, found 9
template <class A>
[[noreturn]] void refuse_axis(integer expected, integer found) {
  list<char> name;
  for (std::size_t i = 0; i < axis_name<A>.count; ++i) name.push_back(axis_name<A>.begin[i]);
  if constexpr (info_of<A>.extent == axis_info::formula) {
    name.push_back('<');
    name.append(rendering::characters<extent_of<A>>());
    name.push_back('>');
  }
  throw size_mismatch("axis ", {name.begin(), name.size()}, "expected ", expected, found);
}

/// Gives a bare name its value; what has one already is compared.
template <class A, class Named>
constexpr void bind(bound_sizes<Named>& sizes, integer found) {
  if (found < 0 || found > binding_sizes::largest) binding_sizes::refuse_value("axis ", axis_name<A>, found);
  using size_type = std::remove_cv_t<decltype(extent_of<A>)>;
  if constexpr (named_size<size_type>) {
    [&]<class... N>(symbols<N...>) {
      long long& value = sizes.at[freezing::place_in<size_type, N...>() - 1];
      if (value == bound_sizes<Named>::unbound) value = static_cast<long long>(found);
    }(Named{});
  }
}
template <class A, class Named>
constexpr void compare(const bound_sizes<Named>& sizes, integer found) {
  if (const integer expected = value_of<extent_of<A>>(sizes); expected != found) refuse_axis<A>(expected, found);
}

/// The sizes that one extent for each axis gives. Throws size_mismatch.
template <class T, class... A>
constexpr auto bound_by(const integer* extents) {
  bound_sizes<constructing::named_sizes<T, A...>> sizes;
  const integer* found = extents;
  (bind<A>(sizes, *found++), ...);
  found = extents;
  (compare<A>(sizes, *found++), ...);
  return sizes;
}

template <class S, class... A>
using view_on = view<element<S>, A...>;

template <class View, class S, class Sizes>
constexpr View dense(S& memory, machine<typename View::number> on, const Sizes& sizes) {
  const layout cells = row_major(extents_of<typename View::shape>(on, sizes));
  check_elements(memory, cell_count(cells.extent));
  return View(begin_of(memory), cells, on, sizes);
}

}  // namespace bordering

/// Memory as a tensor of the axes A, row-major; its extents are numbers, one for each axis:
///   view_of<query<n>, head_dim<64>>(values, {rows, 64})
/// A name that stands alone takes its value from its axis; numbers, formulas and names met again are compared, and so
/// is the number of elements, where the memory can say it. Memory that is const is only read.
/// refuses  one_for_each (not one extent for each axis), size_unbound (n of key<n + 1>, where no axis is n),
///          view_of_temporary, axis_repeated, extent_invalid, not_an_axis
/// throws   size_mismatch, integer_overflow
template <class... A, bordering::source S, std::size_t Count, class Why = bordering::viewing<Count, S, A...>>
  requires std::is_same_v<Why, accepted>
constexpr auto view_of(S&& memory, const given_number (&extents)[Count]) {
  using seen = bordering::view_on<S, A...>;
  return bordering::dense<seen>(memory, {}, bordering::bound_by<typename seen::number, A...>(bordering::exact(extents).at));
}
template <class... A, bordering::source S, std::size_t Count, class Why = bordering::viewing<Count, S, A...>>
  requires(!std::is_same_v<Why, accepted>)
Why view_of(S&& memory, const given_number (&extents)[Count]);

/// With a stride for each axis (elements), which may be negative where the memory is a pointer:
///   view_of<query<n>, head_dim<64>>(values, {rows, 64}, {stride, 1})
template <class... A, bordering::source S, std::size_t Count, std::size_t Strides,
          class Why = bordering::striding<Count, Strides, S, A...>>
  requires std::is_same_v<Why, accepted>
constexpr auto view_of(S&& memory, const given_number (&extents)[Count], const given_number (&strides)[Strides]) {
  using seen = bordering::view_on<S, A...>;
  const auto sizes = bordering::bound_by<typename seen::number, A...>(bordering::exact(extents).at);
  layout cells{extents_of<typename seen::shape>(machine<typename seen::number>{}, sizes), {}};
  [[maybe_unused]] const auto unused = cell_count(cells.extent);
  for (std::size_t i = 0; i < Strides; ++i) {
    const integer stride = strides[i].value;
    if (stride < -bordering::farthest || stride > bordering::farthest) throw integer_overflow{};
    cells.stride[i] = static_cast<std::ptrdiff_t>(stride);
  }
  bordering::check_reach(memory, bordering::reach_of(cells));
  return seen(bordering::begin_of(memory), cells, {}, sizes);
}
template <class... A, bordering::source S, std::size_t Count, std::size_t Strides,
          class Why = bordering::striding<Count, Strides, S, A...>>
  requires(!std::is_same_v<Why, accepted>)
Why view_of(S&& memory, const given_number (&extents)[Count], const given_number (&strides)[Strides]);

/// With extents in a vector, span or array: as many as axes, which is checked at run time.
template <class... A, bordering::source S, bordering::list_of_numbers E,
          class Why = bordering::viewing<sizeof...(A), S, A...>>
  requires std::is_same_v<Why, accepted>
constexpr auto view_of(S&& memory, const E& extents) {
  using seen = bordering::view_on<S, A...>;
  const auto all = bordering::exact_range<sizeof...(A)>(extents);
  return bordering::dense<seen>(memory, {}, bordering::bound_by<typename seen::number, A...>(all.at));
}
template <class... A, bordering::source S, bordering::list_of_numbers E,
          class Why = bordering::viewing<sizeof...(A), S, A...>>
  requires(!std::is_same_v<Why, accepted>)
Why view_of(S&& memory, const E& extents);

/// With extents that are known: view_of<query<n>, head_dim<64>>(values, n = 7)
/// refuses  size_unbound, size_unknown, view_of_temporary, axis_repeated, extent_invalid, not_an_axis
template <class... A, bordering::source S, bordering::named... X,
          class Why = typename bordering::by_names<S, shape<A...>, X...>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto view_of(S&& memory, X&&... sizes) {
  using seen = bordering::view_on<S, A...>;
  const auto at = constructing::gather<typename seen::number, typename seen::named>(sizes...);
  return bordering::dense<seen>(memory, at.on, at.sizes);
}
template <class... A, bordering::source S, bordering::named... X,
          class Why = typename bordering::by_names<S, shape<A...>, X...>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why view_of(S&& memory, X&&... sizes);

namespace bordering {

template <class T, class... A>
constexpr auto copied(const view<T, A...>& seen) {
  using result = tensor<std::remove_const_t<T>, A...>;
  auto out = making::made<result>(placement<std::remove_const_t<T>, typename result::named>{seen.on(), seen.sizes()});
  const T* from = seen.data();
  for (auto& cell : out) cell = *from++;
  return out;
}

}  // namespace bordering

/// A tensor of its own with a copy of the elements; otherwise as view_of, and the memory may end.
/// refuses, throws   as view_of
template <class... A, bordering::source S, std::size_t Count,
          class Why = typename bordering::verdict<Count, bordering::number<S>, A...>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto tensor_from(const S& memory, const given_number (&extents)[Count]) {
  return bordering::copied(view_of<A...>(memory, extents));
}
template <class... A, bordering::source S, std::size_t Count,
          class Why = typename bordering::verdict<Count, bordering::number<S>, A...>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why tensor_from(const S& memory, const given_number (&extents)[Count]);

template <class... A, bordering::source S, bordering::list_of_numbers E,
          class Why = typename bordering::verdict<sizeof...(A), bordering::number<S>, A...>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto tensor_from(const S& memory, const E& extents) {
  return bordering::copied(view_of<A...>(memory, extents));
}
template <class... A, bordering::source S, bordering::list_of_numbers E,
          class Why = typename bordering::verdict<sizeof...(A), bordering::number<S>, A...>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why tensor_from(const S& memory, const E& extents);

template <class... A, bordering::source S, bordering::named... X,
          class Why = constructing::verdict<tensor<bordering::number<S>, A...>, X...>>
  requires std::is_same_v<Why, accepted>
constexpr auto tensor_from(const S& memory, X&&... sizes) {
  return bordering::copied(view_of<A...>(memory, sizes...));
}
template <class... A, bordering::source S, bordering::named... X,
          class Why = constructing::verdict<tensor<bordering::number<S>, A...>, X...>>
  requires(!std::is_same_v<Why, accepted>)
Why tensor_from(const S& memory, X&&... sizes);

}  // namespace conform
