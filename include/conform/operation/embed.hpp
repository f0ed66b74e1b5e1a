#pragma once
// embed: the rows of a table that token ids name.

#include <conform/operation/gather.hpp>

namespace conform {

/// out[i, f] = table[ids[i], f]
/// shape    {vocab, model}, {batch, query} -> {batch, query, model}
/// cost     none: look-ups are not counted
/// refuses  axis_missing, extents_differ, not_an_index
/// throws   index_error (an id outside the table), size_mismatch
/// source   Bengio et al. 2003, section 2 (the table C)
template <template <auto> class X, tensor_like Table, tensor_like Ids,
          class Why = gathering::verdict<names<X>, Table, Ids>>
  requires std::is_same_v<Why, accepted>
constexpr auto embed(const Table& table, const Ids& ids) {
  return gather<X>(table, ids);
}
template <template <auto> class X, tensor_like Table, tensor_like Ids,
          class Why = gathering::verdict<names<X>, Table, Ids>>
  requires(!std::is_same_v<Why, accepted>)
Why embed(const Table& table, const Ids& ids);

}  // namespace conform
