#pragma once
// boundary: from memory whose sizes are known at run time only to typed tensors. What the type says is checked here,
// once; behind the boundary the compiler checks it.

#include <conform/tensor/view.hpp>

namespace conform {

/// Any whole number, exactly; an extent or a stride (elements) of a list { rows, columns }.
struct given_number {
  integer value;
  template <whole_number I>
  constexpr given_number(I number) : value(number) {}
};

namespace bordering {

/// Memory: a pointer, an array, or what has data() and size() (std::vector, std::span, std::array).
template <class T>
constexpr T* begin_of(T* const& pointer) {
  return pointer;
}
template <class R>
  requires(!std::is_pointer_v<std::remove_cvref_t<R>>)
constexpr auto* begin_of(R& range) {
  if constexpr (std::is_array_v<std::remove_reference_t<R>>)
    return &range[0];
  else
    return range.data();
}
template <class R>
constexpr integer size_of(const R& range) {
  if constexpr (std::is_array_v<R>)
    return integer{sizeof(R) / sizeof(range[0])};
  else
    return integer{range.size()};
}

template <class R>
concept sized_range = !tensor_like<R> && (std::is_array_v<std::remove_reference_t<R>> ||
                                          requires(std::remove_reference_t<R>& range) {
                                            { *range.data() };
                                            { range.size() } -> whole_number;
                                          });
template <class S>
concept source = std::is_pointer_v<std::remove_cvref_t<S>> || sized_range<S>;
template <source S>
using element = std::remove_pointer_t<decltype(begin_of(std::declval<std::remove_reference_t<S>&>()))>;
template <source S>
using number = std::remove_cv_t<element<S>>;

template <class E>
concept list_of_numbers = sized_range<E> && whole_number<number<E>>;
/// A binding, a fresh size or a machine; not a list of extents.
template <class X>
concept named = constructing::by_name<X> && !list_of_numbers<X>;

/// A container that ends takes its elements with it; a span or a pointer does not. Those of a container are const
/// where it is.
template <class S>
inline constexpr bool would_dangle =
    !std::is_reference_v<S> &&
    (std::is_array_v<S> || std::is_const_v<S> || !std::is_same_v<element<S>, element<const S>>);
template <class T>
inline constexpr bool would_dangle<T*> = false;
template <class T>
inline constexpr bool would_dangle<T* const> = false;

template <class S>
using kept_reason = std::conditional_t<would_dangle<S>, view_of_temporary<S>, accepted>;

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

template <class... Reason>
struct first {
  using type = accepted;
};
template <class Reason, class... More>
struct first<Reason, More...> {
  using type = Reason;
};
template <class... More>
struct first<accepted, More...> : first<More...> {};

template <std::size_t Count, class S, class... A>
using viewing = typename first<typename verdict<Count, number<S>, A...>::reason, kept_reason<S>>::type;
template <std::size_t Count, std::size_t Strides, class S, class... A>
using striding = typename first<viewing<Count, S, A...>, typename verdict<Strides, number<S>, A...>::reason>::type;
template <class S, class Names, class... X>
struct by_names;
template <class S, class... A, class... X>
struct by_names<S, shape<A...>, X...> {
  using reason = typename first<constructing::verdict<tensor<number<S>, A...>, X...>, kept_reason<S>>::type;
};

/// query<n + 1>: expected 8, found 9
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
[[noreturn]] inline void refuse_elements(const char* relation, integer expected, integer found) {
  throw size_mismatch("elements", {nullptr, 0}, relation, expected, found);
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

/// Is there memory for that many elements? A pointer cannot say how many it has.
template <class S>
constexpr void check_elements(S& memory, std::size_t wanted) {
  if constexpr (std::is_pointer_v<std::remove_cvref_t<S>>) {
    if (wanted > 0 && memory == nullptr) refuse_elements(": expected ", integer{wanted}, 0);
  } else if (size_of(memory) != integer{wanted}) {
    refuse_elements(": expected ", integer{wanted}, size_of(memory));
  }
}

inline constexpr integer farthest = integer{1} << 56;

/// From the first to the last element that strides reach, in elements.
struct reach {
  integer from = 0, to = 0;
};
constexpr reach reach_of(const layout& cells) {
  reach out;
  for (int i = 0; i < cells.extent.rank; ++i) {
    if (cells.extent.at[i] == 0) return {0, -1};
    const integer last = checked_mul(cells.extent.at[i] - 1, cells.stride[i]);
    (last < 0 ? out.from : out.to) = checked_add(last < 0 ? out.from : out.to, last);
  }
  return out.from < -farthest || out.to > farthest ? throw integer_overflow{} : out;
}
template <class S>
constexpr void check_reach(S& memory, const reach& wanted) {
  if (wanted.to < wanted.from) return;  // no cells
  if constexpr (std::is_pointer_v<std::remove_cvref_t<S>>) {
    if (memory == nullptr) refuse_elements(": expected at least ", wanted.to + 1, 0);
  } else {
    if (wanted.from < 0) refuse_elements(" before the first: expected ", 0, -wanted.from);
    if (wanted.to >= size_of(memory)) refuse_elements(": expected at least ", wanted.to + 1, size_of(memory));
  }
}

template <class S, class... A>
using view_on = view<element<S>, A...>;

template <class View, class S, class Sizes>
constexpr View dense(S& memory, machine<typename View::number> on, const Sizes& sizes) {
  const layout cells = row_major(extents_of<typename View::shape>(on, sizes));
  check_elements(memory, cell_count(cells.extent));
  return View(begin_of(memory), cells, on, sizes);
}

template <std::size_t Count>
struct numbers {
  integer at[Count == 0 ? 1 : Count]{};
};
template <std::size_t Count>
constexpr numbers<Count> exact(const given_number (&all)[Count]) {
  numbers<Count> out;
  for (std::size_t i = 0; i < Count; ++i) out.at[i] = all[i].value;
  return out;
}
/// From a list whose length is known at run time only. Throws size_mismatch.
template <std::size_t Count, class E>
constexpr numbers<Count> exact_range(const E& all) {
  if (size_of(all) != integer{Count})
    throw size_mismatch("axes", {nullptr, 0}, ": expected ", integer{Count}, size_of(all));
  numbers<Count> out;
  for (std::size_t i = 0; i < Count; ++i) out.at[i] = integer{begin_of(all)[i]};
  return out;
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
constexpr tensor<T, A...> copied(const view<const T, A...>& seen) {
  tensor<T, A...> out(placement<T, typename tensor<T, A...>::named>{seen.on(), seen.sizes()});
  const T* from = seen.data();
  for (T& cell : out) cell = *from++;
  return out;
}

}  // namespace bordering

/// A tensor of its own with a copy of the elements; otherwise as view_of, and the memory may end.
/// refuses, throws   as view_of
template <class... A, bordering::source S, std::size_t Count,
          class Why = typename bordering::verdict<Count, bordering::number<S>, A...>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto tensor_from(const S& memory, const given_number (&extents)[Count]) {
  return bordering::copied<bordering::number<S>, A...>(view_of<A...>(memory, extents));
}
template <class... A, bordering::source S, std::size_t Count,
          class Why = typename bordering::verdict<Count, bordering::number<S>, A...>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why tensor_from(const S& memory, const given_number (&extents)[Count]);

template <class... A, bordering::source S, bordering::list_of_numbers E,
          class Why = typename bordering::verdict<sizeof...(A), bordering::number<S>, A...>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto tensor_from(const S& memory, const E& extents) {
  return bordering::copied<bordering::number<S>, A...>(view_of<A...>(memory, extents));
}
template <class... A, bordering::source S, bordering::list_of_numbers E,
          class Why = typename bordering::verdict<sizeof...(A), bordering::number<S>, A...>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why tensor_from(const S& memory, const E& extents);

template <class... A, bordering::source S, bordering::named... X,
          class Why = constructing::verdict<tensor<bordering::number<S>, A...>, X...>>
  requires std::is_same_v<Why, accepted>
constexpr auto tensor_from(const S& memory, X&&... sizes) {
  return bordering::copied<bordering::number<S>, A...>(view_of<A...>(memory, sizes...));
}
template <class... A, bordering::source S, bordering::named... X,
          class Why = constructing::verdict<tensor<bordering::number<S>, A...>, X...>>
  requires(!std::is_same_v<Why, accepted>)
Why tensor_from(const S& memory, X&&... sizes);

}  // namespace conform
