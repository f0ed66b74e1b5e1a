#pragma once
// storage: what a tensor holds, whatever its axes: cells, and the values of named sizes. One class for all static
// shapes of a number type keeps the compiler's work per shape small.

#include <conform/tensor/arguments.hpp>

namespace conform {

template <class T, class Named>
class storage {
 public:
  using number = T;
  using named = Named;
  /// The cells exist and every extent is a number: one function serves all such shapes.
  static constexpr bool is_static = !is_metered<T> && std::is_same_v<Named, symbols<>>;

  constexpr storage() = default;
  template <class Count, class... Said>
  constexpr storage(conform::machine<T> on, const Count& count, const bound_sizes<Named>& sizes, Said... said)
      : cells_(on, count, said...), sizes_(sizes) {}
  /// The cells of another tensor, which has none afterwards, and its values for the sizes named here.
  template <class Other>
  constexpr explicit storage(storage<T, Other>&& other) : cells_(std::move(other.cells_)) {
    sizes_.meet(other.sizes());
  }

  /// The cells, row-major.
  constexpr T* data() { return cells_.data(); }
  constexpr const T* data() const { return cells_.data(); }
  constexpr T* begin() { return data(); }
  constexpr const T* begin() const { return data(); }
  /// The values of the named sizes.
  constexpr const bound_sizes<Named>& sizes() const { return sizes_; }
  /// The same cells again, for a tensor of that shape; none where there are none.
  template <class Shape>
  constexpr storage copied() const {
    if constexpr (is_metered<T>) {
      return storage(on(), count<Shape>(on(), sizes_), sizes_);
    } else {
      if (!data()) return {};
      const auto cells = count<Shape>(on(), sizes_);
      storage out(on(), cells, sizes_, to_be_written{});
      for (std::size_t i = 0; i < cells; ++i) out.data()[i] = data()[i];
      return out;
    }
  }
  /// The machine that the numbers live on.
  constexpr conform::machine<T> on() const { return cells_.on(); }

 private:
  template <class, class>
  friend class storage;

  cells<T> cells_;
  [[no_unique_address]] bound_sizes<Named> sizes_;
};

namespace making {

/// New cells for a tensor of that shape: zeros, if it is not said that they are to_be_written. Throws too_many_cells.
template <class Shape, class T, class Named, class... Said>
constexpr storage<T, Named> storage_for(const placement<T, Named>& at, Said... said) {
  return storage<T, Named>(at.on, count<Shape>(at.on, at.sizes), at.sizes, said...);
}

/// The storage of x: moved where x ends, else copied.
template <class X>
constexpr auto taken(X&& x) {
  if constexpr (is_owning<X>)
    return typename X::storage(std::move(x));
  else
    return x.template copied<shape_of<X>>();
}
/// The cells of a tensor made from names, or from another tensor.
template <class Tensor, class... X>
constexpr auto cells_for(X&&... from) {
  if constexpr ((constructing::by_name<X> && ...))
    return storage_for<typename Tensor::shape>(
        constructing::gather<typename Tensor::number, typename Tensor::named>(from...));
  else
    return typename Tensor::storage(taken(std::forward<X>(from))...);
}
/// A new tensor where its machine and sizes are known, and perhaps the number of its cells.
template <class Tensor, class At>
constexpr Tensor made(const At& at) {
  return Tensor(storage_for<typename Tensor::shape>(at));
}
template <class Tensor, class At>
constexpr Tensor made(const At& at, to_be_written said) {
  return Tensor(storage_for<typename Tensor::shape>(at, said));
}
template <class Tensor, class At, class Count, class... Said>
constexpr Tensor made(const At& at, const Count& cells, Said... said) {
  return Tensor(typename Tensor::storage(at.on, cells, at.sizes, said...));
}

}  // namespace making

}  // namespace conform
