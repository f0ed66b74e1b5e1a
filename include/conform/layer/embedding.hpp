#pragma once
// embedding: tokens, and learned positions where the model has them.

#include <conform/layer/parameter.hpp>
#include <conform/operation/elementwise.hpp>
#include <conform/operation/embed.hpp>

namespace conform {

/// shape    ids {batch, query} -> {batch, query, model}
/// cost     none for the rows that are looked up; an add an element where positions are learned
template <class T, auto Vocab, auto Positions, auto Model>
struct embedding {
  parameter<T, axes::vocab<Vocab>, axes::model<Model>> tokens;
  parameter<T, axes::position<Positions>, axes::model<Model>> positions;

  constexpr explicit embedding(bool learned_positions = false) : positions(learned_positions) {}

  static constexpr auto each(auto& self, auto&& f) { return f("tokens", self.tokens), f("positions", self.positions); }

  /// The first id of every sequence stands at position `first`.
  /// refuses  axis_missing (query)
  template <tensor_like Ids, class Why = typename remaining<names<axes::query>, shape_of<Ids>>::reason>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(const Ids& ids, long long first) const {
    auto x = rows_of<axes::vocab>(*tokens, ids);
    if constexpr (is_metered<T>)
      if (x.on().at) x.on().at->claim({});  // look-ups cost nothing, yet the place is part of the model
    if (positions.exists()) x = std::move(x) + rows_of<axes::position>(*positions, places_of(ids, first));
    return x;
  }

  template <tensor_like Ids, class Why = typename remaining<names<axes::query>, shape_of<Ids>>::reason>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(const Ids& ids, long long first) const;

 private:
  template <template <auto> class X>
  static constexpr auto rows_of(const auto& table, const auto& ids) {
    auto rows = embed<X>(table, ids);
    if constexpr (stored_as_bf16<decltype(rows)>)
      return cast<float>(rows);
    else
      return rows;
  }
  /// {query}: first, first + 1, ...
  template <tensor_like Ids>
  static constexpr auto places_of(const Ids& ids, long long first) {
    using index = std::conditional_t<is_metered<T>, metered, long long>;  // ids may be of fewer bits than a position needs
    constexpr auto along = planning::axes_of(shape_of<Ids>{}).find(axis_id<axes::query>);
    using places = tensor<index, axis_at<along, shape_of<Ids>>>;
    placement<index, typename places::named> at{};
    at.sizes.meet(ids.sizes());
    auto out = making::made<places>(at);
    if constexpr (!is_metered<T>)
      for (index& place : out) place = first++;
    return out;
  }
};

}  // namespace conform
