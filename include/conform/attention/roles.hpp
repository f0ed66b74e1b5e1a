#pragma once
// roles: how the axes of Q, K and V meet in attention. Queries and keys are matched over head_dim and weighted over
// key; whatever else Q has is carried, also where K and V lack it, so grouped heads need no case of their own.

#include <conform/shape/pairing.hpp>

namespace conform {
namespace attending {

using planning::axis_list, planning::digits, planning::fault;

enum class operand : int { q, k, v };

/// Places of the axes. keep: the axes of Q without head_dim (the result's, before those that only V has).
struct plan {
  fault what = fault::none;
  operand side_a = operand::q, side_b = operand::q;
  int fault_a = -1, fault_b = -1;
  int query = -1, match_q = -1, match_k = -1, key_k = -1, key_v = -1;
  int kept = 0, own = 0;
  digits keep_q{}, keep_k{}, keep_v{}, own_v{};

  static constexpr plan refused(fault why, operand sa, int a, operand sb, int b) {
    plan out;
    out.what = why, out.side_a = sa, out.fault_a = a, out.side_b = sb, out.fault_b = b;
    return out;
  }
  /// The axes of the result among those of Q, then of V.
  constexpr planning::arrangement result(int rank_q) const {
    planning::arrangement out;
    for (int i = 0; i < kept; ++i) out.put(keep_q[i]);
    for (int i = 0; i < own; ++i) out.put(rank_q + own_v[i]);
    return out;
  }
};

/// Extents of two axes; where one is a formula the table of that pair of operands decides.
constexpr bool agree(axis_list l, int i, axis_list r, int j, const bool* table) {
  const long long a = l.axes[i].extent, b = r.axes[j].extent;
  return a < 0 || b < 0 ? table[i * r.rank + j] : a == b;
}

struct tables {
  const bool *qk = nullptr, *qv = nullptr, *kv = nullptr;
};

struct axis_ids {
  std::uint64_t query, key, match;
};

/// An axis of K or V that is not its own must stand in Q and agree there.
constexpr plan meet(axis_ids id, axis_list q, axis_list k, axis_list v, tables table) {
  plan out;
  out.query = q.find(id.query), out.match_q = q.find(id.match);
  out.match_k = k.find(id.match), out.key_k = k.find(id.key), out.key_v = v.find(id.key);
  if (out.query < 0) return plan::refused(fault::axis_missing, operand::q, 0, operand::q, 0);
  if (out.match_q < 0) return plan::refused(fault::axis_missing, operand::q, 2, operand::q, 0);
  if (out.key_k < 0) return plan::refused(fault::axis_missing, operand::k, 1, operand::k, 0);
  if (out.match_k < 0) return plan::refused(fault::axis_missing, operand::k, 2, operand::k, 0);
  if (out.key_v < 0) return plan::refused(fault::axis_missing, operand::v, 1, operand::v, 0);
  if (!agree(q, out.match_q, k, out.match_k, table.qk))
    return plan::refused(fault::extents_differ, operand::q, out.match_q, operand::k, out.match_k);
  if (!agree(k, out.key_k, v, out.key_v, table.kv))
    return plan::refused(fault::extents_differ, operand::k, out.key_k, operand::v, out.key_v);
  if (const int extra = q.find(id.key); extra >= 0)
    return plan::refused(fault::axis_unexpected, operand::q, extra, operand::q, 0);
  for (int i = 0; i < q.rank; ++i) {
    if (i == out.match_q) continue;
    const int in_k = k.find(q.axes[i].id), in_v = v.find(q.axes[i].id);
    if (in_k >= 0 && !agree(q, i, k, in_k, table.qk))
      return plan::refused(fault::extents_differ, operand::q, i, operand::k, in_k);
    if (in_v >= 0 && !agree(q, i, v, in_v, table.qv))
      return plan::refused(fault::extents_differ, operand::q, i, operand::v, in_v);
    if (i == out.query && in_k >= 0) return plan::refused(fault::axis_unexpected, operand::k, in_k, operand::q, 0);
    if (i == out.query && in_v >= 0) return plan::refused(fault::axis_unexpected, operand::v, in_v, operand::q, 0);
    out.keep_q.put(out.kept, i), out.keep_k.put(out.kept, in_k), out.keep_v.put(out.kept++, in_v);
  }
  for (int i = 0; i < k.rank; ++i)
    if (i != out.key_k && i != out.match_k && q.find(k.axes[i].id) < 0)
      return plan::refused(fault::axis_unexpected, operand::k, i, operand::q, 0);
  for (int i = 0; i < v.rank; ++i) {
    const bool carried = q.find(v.axes[i].id) >= 0 && v.axes[i].id != id.match;
    if (i == out.key_v || carried) continue;
    if (k.find(v.axes[i].id) >= 0 && v.axes[i].id != id.match)
      return plan::refused(fault::axis_unexpected, operand::v, i, operand::q, 0);
    out.own_v.put(out.own++, i);
  }
  if (out.kept + out.own > max_rank) return plan::refused(fault::too_many_axes, operand::q, 0, operand::q, 0);
  return out;
}

template <operand Side, class A>
struct with_role;
template <class A> struct with_role<operand::q, A> { using type = of_q<A>; };
template <class A> struct with_role<operand::k, A> { using type = of_k<A>; };
template <class A> struct with_role<operand::v, A> { using type = of_v<A>; };

template <operand Side, class Q, class K, class V>
using side = pick<static_cast<std::size_t>(Side), Q, K, V>;

/// axis_missing<every<X>, of_k<A>...> and axis_unexpected<of_v<A>, of_q<B>...>.
template <template <class, class...> class Reason, class First, operand Side, class... A>
auto among(shape<A...>) -> planning::as<Reason<First, typename with_role<Side, shown<A>>::type...>>;

template <class Met>
struct refusal;
template <template <class...> class Met, template <auto> class... X, class Q, class K, class V>
struct refusal<Met<names<X...>, Q, K, V>> {
  template <operand Side, int I>
  using axis = typename with_role<Side, shown<axis_at<I, side<Side, Q, K, V>>>>::type;

  static constexpr auto why() {
    constexpr attending::plan plan = Met<names<X...>, Q, K, V>::plan;
    if constexpr (plan.what == fault::extents_differ)
      return planning::as<extents_differ<axis<plan.side_a, plan.fault_a>, axis<plan.side_b, plan.fault_b>>>{};
    else if constexpr (plan.what == fault::axis_missing)
      return decltype(among<axis_missing, pick<static_cast<std::size_t>(plan.fault_a), every<X>...>, plan.side_b>(
          side<plan.side_b, Q, K, V>{})){};
    else if constexpr (plan.what == fault::too_many_axes)
      return planning::as<too_many_axes<Q, K, V>>{};
    else
      return decltype(among<axis_unexpected, axis<plan.side_a, plan.fault_a>, plan.side_b>(
          side<plan.side_b, Q, K, V>{})){};
  }
  using type = typename decltype(why())::type;
};

/// Names is query, key and head_dim, or what stands for them.
template <class Names, class Q, class K, class V>
struct meeting;
template <template <auto> class... X, class Q, class K, class V>
struct meeting<names<X...>, Q, K, V> {
  static constexpr axis_list q = planning::axes_of(Q{}), k = planning::axes_of(K{}), v = planning::axes_of(V{});
  using table = planning::table<q.has_formula() || k.has_formula() || v.has_formula()>;
  static constexpr attending::plan plan =
      meet({axis_id<X>...}, q, k, v,
           {table::template of<Q, K>::at, table::template of<Q, V>::at, table::template of<K, V>::at});
  using reason = typename planning::reason_if<plan.what == fault::none>::template type<refusal, meeting>;
};

}  // namespace attending
}  // namespace conform
