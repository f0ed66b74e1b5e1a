#pragma once
// arrangement: the axes of a result, each by its place in a list of axes at hand.

#include <conform/shape/shape.hpp>

namespace conform::planning {

/// Places in order; or what is wrong, and the places at fault.
struct arrangement {
  fault what = fault::none;
  int a = -1, b = -1;
  int rank = 0;
  std::uint64_t low = 0, high = 0;

  constexpr int operator[](int i) const {
    return static_cast<int>((i < 8 ? low >> 8 * i : high >> 8 * (i - 8)) & 255u);
  }
  constexpr void put(int place) {
    if (rank == max_rank) what = fault::too_many_axes;
    if (what != fault::none) return;
    (rank < 8 ? low : high) |= static_cast<std::uint64_t>(place) << 8 * (rank < 8 ? rank : rank - 8);
    ++rank;
  }
  constexpr arrangement refused(fault why, int first, int second) const {
    arrangement out;
    out.what = why, out.a = first, out.b = second;
    return out;
  }
};

/// of<shape, A...> is shape<those axes of A that stand at the places, in their order>. One class serves all lists of
/// axes, since places are no types.
template <std::size_t... Place>
struct places {
  template <template <class...> class Of, class... A>
  using of = Of<pick<Place, A...>...>;
};
/// The places that an arrangement names. (Its parameters are its members: g++-12 crashes on the whole.)
template <std::uint64_t Low, std::uint64_t High, class Rank>
struct choice;
template <std::uint64_t Low, std::uint64_t High, std::size_t... I>
struct choice<Low, High, std::index_sequence<I...>> : places<(I < 8 ? Low >> 8 * I : High >> 8 * (I - 8)) & 255 ...> {};
template <std::uint64_t Low, std::uint64_t High, int Rank>
using chosen = choice<Low, High, std::make_index_sequence<static_cast<std::size_t>(Rank)>>;

template <arrangement Plan, class AtHand>
struct arranged;
template <arrangement Plan, class... A>
struct arranged<Plan, shape<A...>> {
  using type = typename chosen<Plan.low, Plan.high, Plan.rank>::template of<shape, A...>;
};

}  // namespace conform::planning
