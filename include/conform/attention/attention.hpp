#pragma once
// attention: softmax(Q·Kᵀ / sqrt(head_dim))·V by name of axes.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/attention/dense.hpp>
#include <conform/attention/fast.hpp>
#include <conform/attention/roles.hpp>
#include <conform/operation/real.hpp>
#include <conform/tensor/shaped.hpp>

namespace conform {

namespace attending {

template <class N>
constexpr attention_sizes<N> sizes(const plan& p, const extents<N>& q, const extents<N>& k, const extents<N>& v) {
  attention_sizes<N> out{q.at[p.query], k.at[p.key_k], q.at[p.match_q], N{1}, N{1}};
  for (int i = 0; i < p.kept; ++i)
    if (p.keep_q[i] != p.query) out.carried = out.carried * q.at[p.keep_q[i]];
  for (int i = 0; i < p.own; ++i) out.d_v = out.d_v * v.at[p.own_v[i]];
  return out;
}

template <class N>
constexpr extents<N> result_extents(const plan& p, const extents<N>& q, const extents<N>& v) {
  extents<N> out;
  for (int i = 0; i < p.kept; ++i) out.at[out.rank++] = q.at[p.keep_q[i]];
  for (int i = 0; i < p.own; ++i) out.at[out.rank++] = v.at[p.own_v[i]];
  return out;
}

constexpr std::ptrdiff_t step(const layout& l, int place) { return place == digits::none ? 0 : l.stride[place]; }

template <class T, class... Cells>
constexpr attention_problem<T, Cells...> problem(const plan& p, const layout& q, const layout& k, const layout& v,
                                                 const layout& out, const pattern& keys) {
  attention_problem<T, Cells...> made{};
  made.size = sizes(p, q.extent, k.extent, v.extent);
  for (int i = 0; i < p.kept; ++i)
    if (p.keep_q[i] == p.query)
      made.query_out = out.stride[i];
    else
      made.carried.add(q.extent.at[p.keep_q[i]],
                       {q.stride[p.keep_q[i]], step(k, p.keep_k[i]), step(v, p.keep_v[i]), out.stride[i]});
  for (int i = 0; i < p.own; ++i) made.own.add(v.extent.at[p.own_v[i]], {v.stride[p.own_v[i]], out.stride[p.kept + i]});
  made.query_q = q.stride[p.query], made.match_q = q.stride[p.match_q];
  made.match_k = k.stride[p.match_k], made.key_k = k.stride[p.key_k], made.key_v = v.stride[p.key_v];
  made.keys = keys;
  return made;
}

/// Queries, the keys and values that are scored and the result, each once; and the scores through slow memory. Another
/// attention that states its words moves those for each head in place of all; one that does not, the keys and values
/// that it scores.
template <class N>
constexpr N moved(const plan& p, const extents<N>& q, const extents<N>& k, const extents<N>& v, const pattern& keys,
                  const head_formulas* instead) {
  const auto size = sizes(p, q, k, v);
  if (instead && !instead->moved.is_zero()) return size.carried * instead->moved;
  extents<N> seen_k = k, seen_v = v;
  if (!instead || !instead->seen.is_zero())
    seen_k.at[p.key_k] = seen_v.at[p.key_v] = instead ? instead->seen : seen_keys(keys, size.n_q, size.n_k);
  const N once = product(q) + product(seen_k) + product(seen_v) + product(result_extents(p, q, v));
  return instead ? once : once + dense::moved_scores(size, keys);
}

template <planning::arrangement Plan, class T, class Q, class V>
struct result;
template <planning::arrangement Plan, class T, class... Q, class... V>
struct result<Plan, T, shape<Q...>, shape<V...>> {
  using type =
      typename planning::chosen<Plan.low, Plan.high, Plan.rank>::template of<tensor_on<T>::template of, Q..., V...>;
};

/// What runs at these sizes, numbers being float.
template <class Met, class Q, class K, class V>
constexpr attention_kernel chosen_for(const Q& q, const K& k, const V& v, const pattern& keys) {
  const layout lq = layout_of(Met::q, q), lk = layout_of(Met::k, k), lv = layout_of(Met::v, v);
  const layout lo = row_major(result_extents(Met::plan, lq.extent, lv.extent));
  return chosen(problem<float, number_of<Q>, number_of<K>, number_of<V>>(Met::plan, lq, lk, lv, lo, keys));
}

template <class Q, class K, class V>
using usual =
    meeting<names<axes::query, axes::key, axes::head_dim>, typename Q::shape, typename K::shape, typename V::shape>;

template <class Q, class K, class V>
using reason =
    typename planning::numbers_read_first<typename Q::number, typename K::number,
                                          typename V::number>::template reason<usual<Q, K, V>>;
/// Where no number is read from cells of another type.
template <class Q, class K, class V>
using strict_reason =
    typename planning::numbers_first<typename Q::number, typename K::number,
                                     typename V::number>::template reason<usual<Q, K, V>>;

}  // namespace attending

/// out[i, w] = sum over j of softmax_j(q[i]·k[j] / sqrt(head_dim)) · v[j, w], over the keys that the pattern allows
/// shape    q {carried..., query, head_dim}, k {carried..., key, head_dim}, v {carried..., key, value_dim}
///          -> {carried..., query, value_dim}: Q's axes in order without head_dim, then V's own. K and V may lack
///          carried axes of Q (grouped heads share keys); they may have none that Q lacks.
/// keys     full, causal (queries aligned with the last keys), causal_window(w), causal_chunks(c); a query
///          without keys gives 0
/// numbers  one real type; in place of float any of the three may be bf16: read as floats, sums and result float.
///          Rounding K and V to bf16 moves a result by at most (e^(2·r·s) - 1 + 2^-8)·max|v|, r = 2^-8, s = max over j
///          of sum over f of |q[i, f]·k[j, f]| / sqrt(head_dim), for numbers of 2^-126 and above; that of Q, too, by
///          as much with r = 2^-7 + 2^-16
///          On the fast kernels weights stand up to 2^8 before they are divided, so that values beyond
///          2^119 / n_k may overflow where loops do not.
/// cost     cost_of<dense> (operations); scratch n_q·n_k (elements)
/// refuses  extents_differ, axis_missing, axis_unexpected, numbers_differ, not_real
/// instead  on the metered machine: claims these formulas for each head in place of dense attention's
/// throws   size_mismatch
/// source   Vaswani et al. 2017, eq. 1; grouped heads: Ainslie et al. 2023
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::reason<Q, K, V>>
  requires std::is_same_v<Why, accepted>
constexpr auto attention(const Q& q, const K& k, const V& v, const pattern& keys = full,
                         [[maybe_unused]] const head_formulas* instead = nullptr) {
  using T = number_read<number_of<Q>>;
  using met = attending::usual<Q, K, V>;
  using result = typename attending::result<met::plan.result(met::q.rank), T, shape_of<Q>, shape_of<V>>::type;
  const auto qk =
      joined<freezing::merged_t<typename Q::named, typename K::named>>(machine_read(q.on()), q.sizes(),
                                                                       machine_read(k.on()), k.sizes());
  const auto at = joined<typename result::named>(qk.on, qk.sizes, machine_read(v.on()), v.sizes());
  if constexpr (is_metered<T>) {
    if (!at.on.at) return making::made<result>(at, polynomial{});
    const auto eq = extents_of<shape_of<Q>>(at.on, q.sizes()), ek = extents_of<shape_of<K>>(at.on, k.sizes()),
               ev = extents_of<shape_of<V>>(at.on, v.sizes());
    const auto size = attending::sizes(met::plan, eq, ek, ev);
    auto out = making::made<result>(at, product(attending::result_extents(met::plan, eq, ev)));
    at.on.at->claim(instead ? size.carried * instead->done : dense::claim(size, keys));
    at.on.at->move(attending::moved(met::plan, eq, ek, ev, keys, instead));
    [[maybe_unused]] const cells<T> scratch(at.on, instead ? instead->scratch : dense::scratch(size));
    return out;
  } else {
    const layout lq = layout_of(met::q, q), lk = layout_of(met::k, k), lv = layout_of(met::v, v);
    const layout lo = row_major(attending::result_extents(met::plan, lq.extent, lv.extent));
    auto out = making::made<result>(at, cell_count(lo.extent), to_be_written{});
    auto problem =
        attending::problem<T, number_of<Q>, number_of<K>, number_of<V>>(met::plan, lq, lk, lv, lo, keys);
    problem.q = q.data(), problem.k = k.data(), problem.v = v.data(), problem.out = out.data();
    if constexpr (attending::chosen<T>(met::plan.own) == attention_kernel::tiled)
      if (!std::is_constant_evaluated()) {
        attending::run_fast(problem);
        return out;
      }
    dense::run(problem, at.on);
    return out;
  }
}
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::reason<Q, K, V>>
  requires(!std::is_same_v<Why, accepted>)
Why attention(const Q& q, const K& k, const V& v, const pattern& keys = full, const head_formulas* instead = nullptr);

/// What attention(q, k, v, keys) runs on at run time; name_of() prints it. Floats and bf16: decode where at most 8
/// queries share a head of keys, and K and V are of one type, else tiled; loops where V has two axes of its own. Other
/// numbers, and constant evaluation: loops.
/// refuses  as attention()
/// throws   size_mismatch
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::reason<Q, K, V>>
  requires std::is_same_v<Why, accepted>
constexpr attention_kernel kernel_of(const Q& q, const K& k, const V& v, const pattern& keys = full) {
  using met = attending::usual<Q, K, V>;
  if constexpr (attending::chosen<number_read<number_of<Q>>>(met::plan.own) == attention_kernel::loops) {
    return attention_kernel::loops;
  } else {
    return attending::chosen_for<met>(q, k, v, keys);
  }
}
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::reason<Q, K, V>>
  requires(!std::is_same_v<Why, accepted>)
Why kernel_of(const Q& q, const K& k, const V& v, const pattern& keys = full);

}  // namespace conform

#pragma GCC diagnostic pop
