#pragma once
// tensor: owns its cells, row-major in the order of its axes. A static tensor is one pointer.

#include <conform/tensor/conversion.hpp>
#include <conform/tensor/storage.hpp>

namespace conform {

/// Number type T, axes A from the outermost to the contiguous one. Cells start at zero.
/// shape    {A...}
/// refuses  axis_repeated, extent_invalid, not_an_axis, size_unbound, size_unknown
/// throws   size_mismatch (a negative size), integer_overflow (more cells than memory can hold)
template <class T, class... A>
class tensor : public storage<T, constructing::named_sizes<T, A...>> {
 public:
  using shape = conform::shape<A...>;

  /// tensor<float, query<n>, head_dim<64>> q{n = tokens}; on a counted or metered machine, its ledger or meter too.
  template <class... X, class Why = constructing::verdict<tensor, X...>>
    requires std::is_same_v<Why, accepted>
  constexpr explicit(sizeof...(X) > 0) tensor(X&&... arguments)
      : tensor(making::storage_for<shape>(constructing::gather<T, typename tensor::named>(arguments...))) {}
  template <class... X, class Why = constructing::verdict<tensor, X...>>
    requires(!std::is_same_v<Why, accepted>)
  explicit tensor(X&&... arguments) = delete;

  /// Cells in the order of these axes. Storage that holds none makes a tensor that is only to be assigned to.
  constexpr explicit tensor(typename tensor::storage&& cells) noexcept : tensor::storage(std::move(cells)) {}

  constexpr tensor(tensor&&) noexcept = default;
  /// A tensor without cells has copies without cells.
  constexpr tensor(const tensor& other) : tensor::storage(other.template copied<shape>()) {}
  constexpr tensor& operator=(tensor other) noexcept {
    tensor::storage::operator=(std::move(other));
    return *this;
  }

  /// Into a tensor whose axes agree, in the same order, however their extents are spelled: n + past and past + n.
  /// (Not constructors, which every return of a tensor would have to consider.)
  /// refuses  extents_differ, axis_missing, axis_unexpected, order_differs, numbers_differ, size_unbound
  template <class U, class... B, class Why = typename converting::conversion<tensor, tensor<U, B...>>::reason>
    requires std::is_same_v<Why, accepted>
  constexpr operator tensor<U, B...>() && {
    return tensor<U, B...>(typename tensor<U, B...>::storage(static_cast<typename tensor::storage&&>(*this)));
  }
  template <class U, class... B, class Why = typename converting::conversion<tensor, tensor<U, B...>>::reason>
    requires std::is_same_v<Why, accepted>
  constexpr operator tensor<U, B...>() const& {
    return tensor(*this);
  }
  template <class U, class... B, class Why = typename converting::conversion<tensor, tensor<U, B...>>::reason>
    requires converting::refused<Why>
  operator tensor<U, B...>() const& = delete;

  /// The number of cells: 0 when metered, since there are only formulas, and after the cells have moved elsewhere.
  constexpr std::size_t size() const {
    if constexpr (is_metered<T>)
      return 0;
    else
      return this->data() ? count<shape>(this->on(), this->sizes()) : 0;
  }
  constexpr T* end() { return this->data() + size(); }
  constexpr const T* end() const { return this->data() + size(); }
};

/// Thrown where cells are wanted that are not there.
struct no_cells_error : std::exception {
  const char* what() const noexcept override {
    return "a tensor has no cells: they have moved elsewhere, or were never made";
  }
};

/// The layout of a tensor's cells. Static shapes share one function: a list of axes says all.
template <class T>
constexpr layout layout_of(planning::axis_list axes, const storage<T, symbols<>>& t) {
  if (!t.data()) throw no_cells_error{};
  return row_major(measuring::known(axes));
}
template <class T, class... A>
  requires(!std::is_same_v<typename tensor<T, A...>::named, symbols<>>)
constexpr layout layout_of(planning::axis_list, const tensor<T, A...>& t) {
  if (!t.data()) throw no_cells_error{};
  return row_major(measuring::values(shape<A...>{}, t.sizes()));
}

}  // namespace conform
