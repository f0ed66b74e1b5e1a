#pragma once
// view: looks at cells that another owns, with a stride for each axis. It must not outlive them.

#include <conform/tensor/tensor.hpp>

namespace conform {

/// T is const for a view that only reads.
/// shape    {A...}
template <class T, class... A>
class view {
 public:
  using number = std::remove_const_t<T>;
  using shape = conform::shape<A...>;
  using named = constructing::named_sizes<number, A...>;

  constexpr view(T* data, const conform::layout& layout, conform::machine<number> on, const bound_sizes<named>& sizes)
      : data_(data), layout_(layout), machine_(on), sizes_(sizes) {}

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
  return layout_of(planning::axes_of(shape_of<X>{}), x);
}

/// The extents of x: numbers, or formulas when metered.
template <tensor_like X>
constexpr auto extents_of(const X& x) {
  return extents_of<shape_of<X>>(x.on(), x.sizes());
}

}  // namespace conform
