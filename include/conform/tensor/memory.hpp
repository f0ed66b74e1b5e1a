#pragma once
// memory: what a boundary is given: elements behind a pointer or in a container, and lists of extents.

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
template <class S>
struct element_of {
  using type = void;
};
template <source S>
struct element_of<S> {
  using type = std::remove_pointer_t<decltype(begin_of(std::declval<std::remove_reference_t<S>&>()))>;
};
template <class S>
using element = typename element_of<S>::type;
template <class S>
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

[[noreturn]] inline void refuse_elements(const char* relation, integer expected, integer found) {
  throw size_mismatch("elements", {nullptr, 0}, relation, expected, found);
}

/// Is there memory for that many elements? A pointer cannot say how many it has.
template <class S>
constexpr void check_elements(S& memory, std::size_t wanted) {
  if constexpr (std::is_pointer_v<std::remove_cvref_t<S>>) {
    if (wanted > 0 && memory == nullptr) refuse_elements("expected ", integer{wanted}, 0);
  } else if (size_of(memory) != integer{wanted}) {
    refuse_elements("expected ", integer{wanted}, size_of(memory));
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
    if (memory == nullptr) refuse_elements("expected at least ", wanted.to + 1, 0);
  } else {
    if (wanted.from < 0) throw size_mismatch("elements before the first", {nullptr, 0}, "expected ", 0, -wanted.from);
    if (wanted.to >= size_of(memory)) refuse_elements("expected at least ", wanted.to + 1, size_of(memory));
  }
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
    throw size_mismatch("axes", {nullptr, 0}, "expected ", integer{Count}, size_of(all));
  numbers<Count> out;
  for (std::size_t i = 0; i < Count; ++i) out.at[i] = integer{begin_of(all)[i]};
  return out;
}

}  // namespace bordering
}  // namespace conform
