#pragma once
// embedding: tokens, and learned positions where the model has them.

#include <conform/layer/parameter.hpp>
#include <conform/operation/elementwise.hpp>
#include <conform/operation/embed.hpp>
#include <conform/operation/rename.hpp>
#include <conform/layer/rows.hpp>

namespace conform {

/// shape    ids {batch, query} -> {batch, query, model}
/// cost     none for the rows that are looked up; an add an element where positions are learned
template <class T, auto Vocab, auto Positions, auto Model>
struct embedding {
  parameter<T, axes::vocab<Vocab>, axes::model<Model>> tokens;
  parameter<T, axes::position<Positions>, axes::model<Model>> positions;

  constexpr explicit embedding(bool learned_positions = false) : positions(learned_positions) {}

  static constexpr void each(auto& self, auto&& f) { f("tokens", self.tokens), f("positions", self.positions); }

  /// `from` is the position of the first of the Fresh ids.
  template <auto Fresh, tensor_like Ids>
  constexpr auto look_up(const Ids& ids, long long from) const {
    auto x = embed<axes::vocab>(*tokens, ids);
    if constexpr (is_metered<T>)
      if (x.on().at) x.on().at->claim({});  // look-ups cost nothing, yet the place is part of the model
    if (positions.exists())
      x = std::move(x) + rename<axes::position, axes::query>(slice<axes::position<Fresh>>(*positions, from));
    return x;
  }
};

}  // namespace conform
