#pragma once
// tensor: owns its cells, row-major in the order of its axes. A static tensor is one pointer.

#include <conform/tensor/conversion.hpp>
#include <conform/tensor/storage.hpp>

namespace conform {

/// Number type T, axes A from the outermost to the contiguous one. Cells start at zero.
/// shape    {A...}
/// throws   size_mismatch (a negative size), integer_overflow (more cells than memory can hold)
template <class T, class... A>
class tensor : public storage<T, constructing::named_sizes<T, A...>> {
 public:
  using shape = conform::shape<A...>;

  /// By names: tensor<float, query<n>, head_dim<64>> q{n = tokens}; on a counted or metered machine, its ledger or meter
  /// too. Or, implicitly, from a tensor whose axes agree in the same order, however their extents are spelled:
  /// n + past and past + n.
  /// refuses  axis_repeated, extent_invalid, not_an_axis, size_unbound, size_unknown, size_bound_twice;
  ///          extents_differ, axis_missing, axis_unexpected, order_differs, numbers_differ, size_unbound
  template <class... X, class Why = converting::verdict<tensor, X...>>
    requires std::is_same_v<Why, accepted>
  constexpr explicit(!(converting::other_tensor<X, tensor> && ...)) tensor(X&&... from)
      : tensor::storage(making::cells_for<tensor>(std::forward<X>(from)...)) {}
  template <class... X, class Why = converting::verdict<tensor, X...>>
    requires(!std::is_same_v<Why, accepted>)
  explicit(!(converting::other_tensor<X, tensor> && ...)) tensor(X&&... from) = delete;

  /// Cells in the order of these axes. Storage that holds none makes a tensor that is only to be assigned to.
  constexpr explicit tensor(typename tensor::storage&& cells) noexcept : tensor::storage(std::move(cells)) {}

  constexpr tensor(tensor&&) noexcept = default;
  /// A tensor without cells has copies without cells.
  constexpr tensor(const tensor& other) : tensor::storage(other.template copied<shape>()) {}
  constexpr tensor& operator=(tensor other) noexcept {
    tensor::storage::operator=(std::move(other));
    return *this;
  }

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
