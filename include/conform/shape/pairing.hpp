#pragma once
// pairing: how the axes of two operands meet. Axes of both agree and are carried or summed; axes of one are carried.

#include <conform/shape/arrangement.hpp>

namespace conform {
namespace planning {

/// Up to max_rank small numbers in one word: arrays in constant evaluation cost the compiler ten times as much.
struct digits {
  std::uint64_t word = 0;

  static constexpr int none = 15;
  constexpr int operator[](int i) const { return static_cast<int>(word >> (4 * i) & 15); }
  constexpr void put(int i, int value) { word |= static_cast<std::uint64_t>(value < 0 ? none : value) << (4 * i); }
};

/// The axes of the result in order, and the axes that are summed over, each by its place in either operand.
struct pairing {
  fault what = fault::none;
  int fault_a = -1, fault_b = -1;
  int kept = 0, summed = 0;
  digits keep_a{}, keep_b{}, sum_a{}, sum_b{};
  std::uint64_t low = 0, high = 0;  ///< the arrangement of the result, among the axes of a, then of b
  axis_list a{}, b{};

  constexpr pairing refused(fault why, int at_a, int at_b) const {
    pairing out;
    out.what = why, out.fault_a = at_a, out.fault_b = at_b;
    return out;
  }
};

/// Result: the axes of a that are not summed, in order, then those of b that a lacks. Every summed axis must stand
/// in both: what one operand lacks is never summed silently. Where a formula stands, agree[i * rank of b + j] decides.
/// It runs in the compiler for every pair of shapes, which pays for calls and members by the piece: hence local words.
constexpr pairing pair_axes(const std::uint64_t* sum, int count, axis_list a, axis_list b, const bool* agree) {
  pairing out;
  if (a.rank > max_rank || b.rank > max_rank) return out.refused(fault::too_many_axes, 0, 0);
  std::uint64_t sum_a = 0, sum_b = 0, keep_a = 0, keep_b = 0, low = 0, high = 0;
  unsigned summed = 0, shared = 0;  // bit i for axis i: of a, it is summed; of b, a has it too
  for (int i = 0; i < count; ++i) {
    const int in_a = a.find(sum[i]), in_b = b.find(sum[i]);
    if (in_a < 0 || in_b < 0) return out.refused(fault::axis_missing, i, in_a < 0 ? 0 : 1);
    for (int j = 0; j < i; ++j)
      if (sum[j] == sum[i]) return out.refused(fault::axis_repeated, j, i);
    summed |= 1u << in_a;
    sum_a |= static_cast<std::uint64_t>(in_a) << 4 * i;
    sum_b |= static_cast<std::uint64_t>(in_b) << 4 * i;
  }
  int kept = 0;
  for (int place = 0; place < a.rank + b.rank; ++place) {  // an axis of a, or of b alone; none in the other
    int i = place, j = place - a.rank;
    if (j < 0) {
      const std::uint64_t id = a.axes[i].id;
      const long long left = a.axes[i].extent;
      if (left == axis_info::invalid) return out.refused(fault::extent_invalid, i, 0);
      for (j = 0; j < b.rank && b.axes[j].id != id;) ++j;
      if (j < b.rank) {
        const long long right = b.axes[j].extent;
        if (right == axis_info::invalid) return out.refused(fault::extent_invalid, j, 1);
        if (left < 0 || right < 0 ? !agree[i * b.rank + j] : left != right)
          return out.refused(fault::extents_differ, i, j);
        shared |= 1u << j;
      } else {
        j = digits::none;
      }
      if (summed >> i & 1u) continue;
    } else {
      if (shared >> j & 1u) continue;
      if (b.axes[j].extent == axis_info::invalid) return out.refused(fault::extent_invalid, j, 1);
      i = digits::none;
    }
    if (kept == max_rank) return out.refused(fault::too_many_axes, 0, 0);
    keep_a |= static_cast<std::uint64_t>(i) << 4 * kept;
    keep_b |= static_cast<std::uint64_t>(j) << 4 * kept;
    (kept < 8 ? low : high) |= static_cast<std::uint64_t>(place) << 8 * (kept & 7);
    ++kept;
  }
  out.a = a, out.b = b;
  out.kept = kept, out.summed = count;
  out.keep_a.word = keep_a, out.keep_b.word = keep_b, out.sum_a.word = sum_a, out.sum_b.word = sum_b;
  out.low = low, out.high = high;
  return out;
}

template <class A, class B>
constexpr bool agree() {
  if constexpr (info_of<A>.id == info_of<B>.id)
    return extents_agree<A, B>;
  else
    return false;
}

/// at[i * rank of B + j]: axes i of A and j of B are one axis with equal extents. Needed only where one is a formula.
template <class A, class B>
struct agreement;
template <class... A, class... B>
struct agreement<shape<A...>, shape<B...>> {
  template <class X>
  static constexpr void row(bool*& out) {
    ((*out++ = agree<X, B>()), ...);
  }
  bool at[sizeof...(A) * sizeof...(B) + 1]{};
  constexpr agreement() {
    [[maybe_unused]] bool* out = at;
    (row<A>(out), ...);
  }
};
template <class A, class B>
inline constexpr agreement<A, B> agreement_of{};

/// That table where a formula stands; numbers agree by their values.
template <bool HasFormula>
struct table {
  static constexpr const bool* at = nullptr;
  template <class A, class B>
  using of = table;
};
template <class A, class B>
struct table_of {
  static constexpr const bool* at = agreement_of<A, B>.at;
};
template <>
struct table<true> {
  template <class A, class B>
  using of = table_of<A, B>;
};

/// The reason for a refused meeting.
template <class Met>
struct pairing_refusal;
template <template <class...> class Met, template <auto> class... X, class... A, class... B>
struct pairing_refusal<Met<names<X...>, shape<A...>, shape<B...>>> {
  static constexpr auto why() {
    constexpr pairing plan = Met<names<X...>, shape<A...>, shape<B...>>::plan;
    if constexpr (plan.what == fault::extents_differ)
      return as<extents_differ<shown<pick<plan.fault_a, A...>>, shown<pick<plan.fault_b, B...>>>>{};
    else if constexpr (plan.what == fault::axis_repeated)
      return as<axis_repeated<pick<plan.fault_a, every<X>...>, pick<plan.fault_b, every<X>...>>>{};
    else if constexpr (plan.what == fault::too_many_axes)
      return as<too_many_axes<A..., B...>>{};
    else if constexpr (plan.what == fault::extent_invalid)
      return as<extent_invalid<pick<plan.fault_a + plan.fault_b * static_cast<int>(sizeof...(A)), A..., B...>>>{};
    else if constexpr (plan.fault_b == 0)
      return as<axis_missing<pick<plan.fault_a, every<X>...>, shown<A>...>>{};
    else
      return as<axis_missing<pick<plan.fault_a, every<X>...>, shown<B>...>>{};
  }
  using type = typename decltype(why())::type;
};

/// `accepted` where Ok, else the Refusal of Met; no class per use in the usual case.
template <bool Ok>
struct reason_if {
  template <template <class> class Refusal, class Met>
  using type = accepted;
};
template <>
struct reason_if<false> {
  template <template <class> class Refusal, class Met>
  using type = typename Refusal<Met>::type;
};

}  // namespace planning

/// How shapes A and B meet when the axes X are summed over: a plan, and a reason.
template <class Names, class A, class B>
struct meeting;
template <template <auto> class... X, class... A, class... B>
struct meeting<names<X...>, shape<A...>, shape<B...>> {
  static constexpr planning::pairing plan = planning::pair_axes(
      planning::ids_of<X...>, sizeof...(X), {planning::list_of<A...>, sizeof...(A)},
      {planning::list_of<B...>, sizeof...(B)},
      planning::table<((info_of<A>.extent == axis_info::formula) || ...) ||
                      ((info_of<B>.extent == axis_info::formula) || ...)>::template of<shape<A...>, shape<B...>>::at);
  using reason = typename planning::reason_if<plan.what == planning::fault::none>::template type<
      planning::pairing_refusal, meeting>;
  /// The axes of the result; none where the plan is refused.
  using result = typename planning::chosen<plan.low, plan.high, plan.kept>::template of<shape, A..., B...>;
};

}  // namespace conform
