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

  constexpr storage() = default;
  template <class Count>
  constexpr storage(conform::machine<T> on, const Count& count, const bound_sizes<Named>& sizes)
      : cells_(on, count), sizes_(sizes) {}
  /// The cells of another tensor, which has none afterwards, and its values for the sizes named here.
  template <class Other>
  constexpr explicit storage(storage<T, Other>&& other) : cells_(std::move(other.cells_)) {
    sizes_.meet(other.sizes());
  }

  /// The cells, row-major.
  constexpr T* data() { return cells_.data(); }
  constexpr const T* data() const { return cells_.data(); }
  /// The values of the named sizes.
  constexpr const bound_sizes<Named>& sizes() const { return sizes_; }
  /// The machine that the numbers live on.
  constexpr conform::machine<T> on() const { return cells_.on(); }

 private:
  template <class, class>
  friend class storage;

  cells<T> cells_;
  [[no_unique_address]] bound_sizes<Named> sizes_;
};

}  // namespace conform
