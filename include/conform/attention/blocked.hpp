#pragma once
// blocked: softmax attention over listed blocks of keys, by name of axes.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/shape/reasons.hpp>  // first, see conform.hpp

#include <conform/attention/attention.hpp>
#include <conform/attention/key_blocks.hpp>
#include <conform/attention/rows.hpp>

namespace conform {

/// The pairs of listed keys are counted at numbers of queries and keys: there is no formula of them for a meter.
template <class Keys> struct formula_missing;
/// Attention over these keys has no gradients here.
template <class Keys> struct gradients_missing;

namespace attending {

/// Every block of queries is a head of its own, whose queries see all keys of its list up to their places.
template <class P>
void run_blocked(const P& p, const key_blocks& blocks) {
  if (p.size.carried == 0 || p.size.n_q == 0) return;
  const std::ptrdiff_t threads =
      with_threads::count() == 1 ? 1 : threads_for(p, scored_pairs(blocks, p.size.n_q, p.size.n_k));
  run_panels(p, threads, least(blocks.queries(), p.size.n_q),
             [&](auto& head, std::ptrdiff_t first) { take_list(head, blocks, first); });
}

template <class P, class T>
constexpr void run_blocked_loops(const P& p, const key_blocks& blocks, machine<T> on) {
  if (p.size.carried == 0) return;
  const auto keys = [&](long long i) { return keys_of(blocks, i, p.size.n_q, p.size.n_k); };
  long long longest = 0;
  for (long long i = 0; i < p.size.n_q; ++i) longest = most(longest, keys(i).count());
  cells<T> scores(on, static_cast<std::size_t>(longest));
  dense::run_over(p, on, scores.data(), 0, keys);
}

template <class Q, class K, class V>
using blocked_reason = std::conditional_t<is_metered<number_of<Q>>, formula_missing<key_blocks>, reason<Q, K, V>>;

}  // namespace attending

/// attention(q, k, v), where a query scores the keys in the blocks that its block of queries lists. Time goes with the
/// scored pairs, for blocks of some 16 queries and keys and more.
/// shape    as attention(q, k, v); the lists are those of every head
/// cost     attending::softmax_over(scored_pairs(blocks, n_q, n_k)) for each head (operations), scratch of loops: the
///          keys of one query (elements)
/// refuses  as attention(q, k, v), and formula_missing (on a meter)
/// throws   size_mismatch; of the lists, too: another number of them; index_error (no such block of keys)
/// source   Child et al. 2019, 5.5; Dao et al. 2022, 3.3
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::blocked_reason<Q, K, V>>
  requires std::is_same_v<Why, accepted>
constexpr auto attention(const Q& q, const K& k, const V& v, const key_blocks& blocks) {
  using T = number_read<number_of<Q>>;
  using met = attending::usual<Q, K, V>;
  using result = typename attending::result<met::plan.result(met::q.rank), T, shape_of<Q>, shape_of<V>>::type;
  const auto qk =
      joined<freezing::merged_t<typename Q::named, typename K::named>>(machine_read(q.on()), q.sizes(),
                                                                       machine_read(k.on()), k.sizes());
  const auto at = joined<typename result::named>(qk.on, qk.sizes, machine_read(v.on()), v.sizes());
  const layout lq = layout_of(met::q, q), lk = layout_of(met::k, k), lv = layout_of(met::v, v);
  const layout lo = row_major(attending::result_extents(met::plan, lq.extent, lv.extent));
  auto problem = attending::problem<T, number_of<Q>, number_of<K>, number_of<V>>(met::plan, lq, lk, lv, lo, full);
  blocks.check(problem.size.n_q, problem.size.n_k);
  auto out = making::made<result>(at, cell_count(lo.extent), to_be_written{});
  problem.q = q.data(), problem.k = k.data(), problem.v = v.data(), problem.out = out.data();
  if constexpr (attending::chosen<T>(met::plan.own) == attention_kernel::tiled)
    if (!std::is_constant_evaluated()) {
      attending::run_blocked(problem, blocks);
      return out;
    }
  attending::run_blocked_loops(problem, blocks, at.on);
  return out;
}
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::blocked_reason<Q, K, V>>
  requires(!std::is_same_v<Why, accepted>)
Why attention(const Q& q, const K& k, const V& v, const key_blocks& blocks);

/// What attention(q, k, v, blocks) runs on at run time: tiled for floats, loops where V has two axes of its own.
/// refuses  as attention()
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::blocked_reason<Q, K, V>>
  requires std::is_same_v<Why, accepted>
constexpr attention_kernel kernel_of(const Q&, const K&, const V&, const key_blocks&) {
  return attending::chosen<number_read<number_of<Q>>>(attending::usual<Q, K, V>::plan.own);
}
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::blocked_reason<Q, K, V>>
  requires(!std::is_same_v<Why, accepted>)
Why kernel_of(const Q& q, const K& k, const V& v, const key_blocks& blocks);

/// refuses  gradients_missing
template <tensor_like Q, tensor_like K, tensor_like V, tensor_like G, class Why = gradients_missing<key_blocks>>
Why attention_gradients(const Q& q, const K& k, const V& v, const G& d_out, const key_blocks& blocks);

}  // namespace conform

#pragma GCC diagnostic pop
