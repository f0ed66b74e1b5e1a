#pragma once
// rotary: the tables that turn queries and keys by their position, for the new tokens of a step.

#include <conform/operation/rename.hpp>
#include <conform/operation/rope.hpp>

namespace conform {

/// shape    cos, sin {query<Fresh>, rotary<HeadDim / 2>}
/// cost     none counted: tables are given (docs/conventions.md)
/// source   Su et al. 2021, eq. 34
template <class T, auto Fresh, auto HeadDim>
class rotary_positions {
 public:
  using number = number_read<T>;
  using table = tensor<number, axes::query<Fresh>, axes::rotary<HeadDim / 2>>;

  constexpr rotary_positions() = default;
  constexpr rotary_positions(machine<T> on, double base) : on_(machine_read(on)), base_(base), exist_(true) {}

  constexpr bool exist() const { return exist_; }

  /// Tables for the positions from, from + 1, ...
  template <class Sizes>
  constexpr void make(const bound_sizes<Sizes>& sizes, long long from) {
    if (!exist_) return;
    const placement<number, typename table::named> at{on_, subset<typename table::named>(sizes)};
    if constexpr (!is_metered<T>) {
      tables_ = {making::made<table>(at), making::made<table>(at)};
      rotating::fill(tables_, base_, from);
    }
  }

  /// x turned by its positions along axis X, query or key.
  template <template <auto> class X, class Tensor>
  constexpr auto turned(Tensor x) const {
    if constexpr (is_metered<T>) {
      const auto given = making::made<table>(placement<number, typename table::named>{});  // without a meter: not live memory
      return rope<X, axes::head_dim>(std::move(x), rename<axes::query, X>(given), rename<axes::query, X>(given));
    } else {
      return rope<X, axes::head_dim>(std::move(x), rename<axes::query, X>(tables_.cosines),
                                     rename<axes::query, X>(tables_.sines));
    }
  }

 private:
  machine<number> on_;
  double base_ = 10000;
  bool exist_ = false;
  rotary_pair<number, axes::query<Fresh>, axes::rotary<HeadDim / 2>> tables_{table(typename table::storage{}), table(typename table::storage{})};
};

}  // namespace conform
