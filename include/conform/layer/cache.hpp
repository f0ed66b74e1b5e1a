#pragma once
// key_value_cache: keys and values of past tokens, in cells that are made once; appending copies the new ones behind.

#include <conform/tensor/shaped.hpp>

namespace conform {

/// Keys or values: Context positions are there, Fresh ones are appended in a step.
/// shape    {batch, key<Context + Fresh>, head, Width}
template <class T, auto Batch, auto Context, auto Fresh, auto Head, class Width>
class cache_part {
 public:
  using whole = view<const T, axes::batch<Batch>, axes::key<Context + Fresh>, axes::head<Head>, Width>;
  using added = shape<axes::batch<Batch>, axes::key<Fresh>, axes::head<Head>, Width>;
  using named =
      constructing::named_sizes<T, axes::batch<Batch>, axes::key<Context>, axes::key<Fresh>, axes::head<Head>, Width>;

  constexpr cache_part() = default;

  /// How many elements hold Context + Fresh positions: a formula with the ids of a meter.
  static constexpr polynomial elements(meter& ids) { return product(measuring::formulas(typename whole::shape{}, ids)); }

  /// Cells for `capacity` positions in all.
  constexpr void make(machine<T> on, const bound_sizes<named>& sizes, long long capacity) {
    sizes_ = sizes;
    if constexpr (is_metered<T>) {
      cells_ = cells<T>(on, polynomial{});  // the cache is counted apart: elements()
    } else {
      extents<long long> all = extents_of<added>(on, subset<typename tensor_of<T, added>::named>(sizes));
      all.at[1] = capacity;
      layout_ = row_major(all);
      cells_ = cells<T>(on, cell_count(all));
    }
  }
  /// New values of the sizes, for the next step; the cells stay.
  constexpr void resize(const bound_sizes<named>& sizes) { sizes_ = sizes; }

  /// fresh {batch, key<Fresh>, head, Width} goes behind the positions that are there.
  /// moves    each new element is read and written
  /// throws   size_mismatch: sizes other than this step's, more positions than there are cells for
  template <tensor_like X>
    requires std::is_same_v<shape_of<X>, added>
  constexpr void append(const X& fresh) {
    if constexpr (is_metered<T>) {
      if (fresh.on().at) fresh.on().at->move(polynomial{integer{2}} * product(measuring::formulas(added{}, *fresh.on().at)));
    } else {
      [[maybe_unused]] bound_sizes<named> same = sizes_;
      same.meet(fresh.sizes());
      const layout from = layout_of(fresh);
      const long long past = whole_extents().at[1] - from.extent.at[1];
      check_capacity(past + from.extent.at[1]);
      nest<2> all;
      for (int i = 0; i < 4; ++i) all.add(from.extent.at[i], {from.stride[i], layout_.stride[i]});
      walk(all, [&](const offsets<2>& at) {
        cells_.data()[at.at[1] + past * layout_.stride[1]] = static_cast<T>(fresh.data()[at.at[0]]);
      });
    }
  }

  /// throws   size_mismatch: more positions than there are cells for
  constexpr whole all() const {
    layout seen = layout_;
    if constexpr (!is_metered<T>) {
      seen.extent = whole_extents();
      check_capacity(seen.extent.at[1]);
    }
    return whole(cells_.data(), seen, cells_.on(), subset<typename whole::named>(sizes_));
  }

 private:
  constexpr void check_capacity(long long positions) const {
    if (positions > layout_.extent.at[1])
      throw size_mismatch("cache ", binding_sizes::whole("positions"), "expected at most ", layout_.extent.at[1],
                          positions);
  }
  constexpr extents<long long> whole_extents() const {
    return extents_of<typename whole::shape>(machine<T>{}, subset<typename whole::named>(sizes_));
  }

  cells<T> cells_;
  layout layout_;
  bound_sizes<named> sizes_;
};

template <class T, auto Batch, auto Context, auto Fresh, auto Head, auto HeadDim>
struct key_value_cache {
  cache_part<T, Batch, Context, Fresh, Head, axes::head_dim<HeadDim>> keys;
  cache_part<T, Batch, Context, Fresh, Head, axes::value_dim<HeadDim>> values;

  using named = typename decltype(keys)::named;

  constexpr void make(machine<T> on, const bound_sizes<named>& sizes, long long capacity) {
    keys.make(on, sizes, capacity);
    values.make(on, sizes, capacity);
  }
  constexpr void resize(const bound_sizes<named>& sizes) {
    keys.resize(sizes);
    values.resize(sizes);
  }
  /// How many elements hold Context + Fresh positions: a formula with the ids of a meter.
  static constexpr polynomial elements(meter& ids) {
    return decltype(keys)::elements(ids) + decltype(values)::elements(ids);
  }
};

}  // namespace conform
