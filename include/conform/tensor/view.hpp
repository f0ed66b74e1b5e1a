#pragma once
// view: looks at cells that another owns, with a stride for each axis. It must not outlive them.

#include <conform/tensor/tensor.hpp>

namespace conform {

/// The layout of x's cells; on the metered machine there are none. Throws no_cells_error.
template <tensor_like X>
constexpr layout layout_of(const X& x);

namespace seeing {

template <class X>
inline constexpr bool writes = !std::is_const_v<std::remove_pointer_t<decltype(std::declval<X>().data())>>;

/// Why X, as a forwarding reference deduces it, cannot be seen as T with the axes A.
template <class X, class T, class... A>
struct verdict {
  using given = std::remove_cvref_t<X>;
  using shapes = typename converting::between<typename given::number, typename given::shape, typename given::named,
                                              std::remove_const_t<T>, shape<A...>,
                                              constructing::named_sizes<std::remove_const_t<T>, A...>>::reason;
  using reason = std::conditional_t<
      !std::is_same_v<shapes, accepted>, shapes,
      std::conditional_t<is_owning<std::remove_const_t<X>>, view_of_temporary<std::remove_const_t<X>>,
                         std::conditional_t<!std::is_const_v<T> && !writes<X>, cells_are_const<given>, accepted>>>;
};
template <bool Same>
struct unless_same {
  template <class X, class T, class... A>
  using reason = converting::same_type;
};
template <>
struct unless_same<false> {
  template <class X, class T, class... A>
  using reason = typename verdict<X, T, A...>::reason;
};

}  // namespace seeing

/// Looks at x's cells: view<const float, query<n>, head_dim<64>> v = q, and so as a parameter of a function.
/// T is const for a view that only reads.
/// shape    {A...}: x's axes in the same order
/// refuses  extents_differ, axis_missing, axis_unexpected, order_differs, numbers_differ, size_unbound,
///          view_of_temporary (a tensor that nobody keeps), cells_are_const
template <class T, class... A>
class view {
 public:
  using number = std::remove_const_t<T>;
  using shape = conform::shape<A...>;
  using named = constructing::named_sizes<number, A...>;
  static constexpr bool is_static = false;  ///< the strides are the view's own

  constexpr view(T* data, const conform::layout& layout, conform::machine<number> on, const bound_sizes<named>& sizes)
      : data_(data), layout_(layout), machine_(on), sizes_(sizes) {}

  template <tensor_like X, class Why = typename seeing::unless_same<
                               std::is_same_v<std::remove_cvref_t<X>, view>>::template reason<X, T, A...>>
    requires std::is_same_v<Why, accepted>
  constexpr view(X&& x)
      : data_(x.data()), layout_(layout_of(x)), machine_(x.on()), sizes_(converting::chosen<named>(x.sizes())) {}
  template <tensor_like X, class Why = typename seeing::unless_same<
                               std::is_same_v<std::remove_cvref_t<X>, view>>::template reason<X, T, A...>>
    requires converting::refused<Why>
  view(X&& x) = delete;

  constexpr T* data() const { return data_; }
  constexpr const conform::layout& strides() const { return layout_; }
  constexpr conform::machine<number> on() const { return machine_; }
  constexpr const bound_sizes<named>& sizes() const { return sizes_; }

 private:
  T* data_;
  conform::layout layout_;
  [[no_unique_address]] conform::machine<number> machine_;
  [[no_unique_address]] bound_sizes<named> sizes_;
};

template <class T, class... A>
constexpr const layout& layout_of(planning::axis_list, const view<T, A...>& v) {
  return v.strides();
}
template <tensor_like X>
constexpr layout layout_of(const X& x) {
  if constexpr (is_metered<number_of<X>>)
    return {};
  else
    return layout_of(planning::axes_of(shape_of<X>{}), x);
}

/// The extents of x: numbers, or formulas when metered.
template <tensor_like X>
constexpr auto extents_of(const X& x) {
  return extents_of<shape_of<X>>(x.on(), x.sizes());
}

}  // namespace conform
