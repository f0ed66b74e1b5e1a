#pragma once
// einsum: the sum of products of several operands, told by the axes of the result.

#include <conform/operation/contract.hpp>
#include <conform/operation/permute.hpp>

namespace conform {
namespace summing {

/// Which of two operands' axes both have, and neither the result nor a later operand: summed where they meet.
template <class Out, class A, class B, class... Later>
struct step;
template <template <auto> class... Out, class... A, class B, class... Later>
struct step<names<Out...>, shape<A...>, B, Later...> {
  static constexpr planning::arrangement plan = [] {
    constexpr planning::axis_list all{planning::list_of<A...>, sizeof...(A)};
    constexpr planning::axis_list others[]{planning::axes_of(Later{})..., {nullptr, 0}};
    planning::arrangement out;
    for (int i = 0; i < all.rank; ++i) {
      const std::uint64_t id = all.axes[i].id;
      bool kept = planning::axes_of(B{}).find(id) < 0 || ((id == axis_id<Out>) || ...);
      for (const planning::axis_list& other : others) kept = kept || other.find(id) >= 0;
      if (!kept) out.put(i);
    }
    return out;
  }();
  template <template <auto> class... X, auto... N>
  static auto names_in(shape<X<N>...>) -> names<X...>;
  using summed = decltype(names_in(typename planning::arranged<plan, shape<A...>>::type{}));
};

template <class Out, class... Operands>
struct verdict;
template <template <auto> class... Out, class... Operands>
struct verdict<names<Out...>, Operands...> {
  /// Every axis that the result lacks must stand in two operands; what the result has must stand in one.
  struct finding {
    int operand = -1, axis = -1, name = -1;
  };
  static constexpr finding found = [] {
    constexpr planning::axis_list all[]{planning::axes_of(shape_of<Operands>{})...};
    constexpr int count = sizeof...(Operands);
    const auto uses = [&](std::uint64_t id) {
      int out = 0;
      for (int i = 0; i < count; ++i) out += all[i].find(id) >= 0 ? 1 : 0;
      return out;
    };
    for (int i = 0; i < static_cast<int>(sizeof...(Out)); ++i)
      if (uses(planning::ids_of<Out...>[i]) == 0) return finding{-1, -1, i};
    for (int i = 0; i < count; ++i)
      for (int j = 0; j < all[i].rank; ++j) {
        const std::uint64_t id = all[i].axes[j].id;
        if (uses(id) < 2 && !((id == axis_id<Out>) || ...)) return finding{i, j, -1};
      }
    return finding{};
  }();
  template <class... A>
  static auto among(shape<A...>) -> as_list<shown<A>...>;

  static constexpr auto why() {
    if constexpr (found.name >= 0) {
      return missing<pick<static_cast<std::size_t>(found.name), every<Out>...>>(shape_of<Operands>{}...);
    } else if constexpr (found.operand >= 0) {
      using axis = axis_at<found.axis, shape_of<pick<static_cast<std::size_t>(found.operand), Operands...>>>;
      return planning::as<axis_unexpected<shown<axis>, every<Out>...>>{};
    } else {
      return planning::as<accepted>{};
    }
  }
};

}  // namespace summing
}  // namespace conform
