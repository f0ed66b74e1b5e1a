#pragma once
// linear: attention with weights phi(q)·phi(k), phi = elu + 1, by name of axes.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/shape/reasons.hpp>  // first, see conform.hpp

#include <conform/attention/attention.hpp>
#include <conform/attention/heads.hpp>
#include <conform/attention/linear_elu.hpp>
#include <conform/kernel/linear.hpp>

namespace conform {

/// Thrown where linear attention is asked for a window or for chunks: it keeps sums over all keys so far.
struct window_unexpected : std::exception {
  const char* what() const noexcept override { return "linear attention takes all keys, or those up to the query"; }
};

namespace attending {

/// linear_elu and linear_elu_causal for every head, over V's own axes. What a query without keys gets is 0.
template <class T>
struct linear_loops {
  const attention_problem<T>& p;
  machine<T> on;
  cells<T> values, weights;  // S and z

  constexpr linear_loops(const attention_problem<T>& problem, machine<T> at)
      : p(problem),
        on(at),
        values(at, cell_count({{problem.size.d_k, problem.size.d_v}, 2})),
        weights(at, static_cast<std::size_t>(problem.size.d_k)) {}

  constexpr void run() {
    walk(p.carried, [&](const offsets<4>& at) {
      for (long long i = 0; i < p.size.d_k * p.size.d_v; ++i) arithmetic::store(values.data()[i], on.number(0));
      for (long long f = 0; f < p.size.d_k; ++f) arithmetic::store(weights.data()[f], on.number(0));
      long long learned = 0;
      const auto learn_until = [&](long long end) {
        for (; learned < end; ++learned) learn(at, learned);
      };
      for (long long i = 0; i < p.size.n_q; ++i) {
        learn_until(p.keys.keys_of(i, p.size.n_q, p.size.n_k).end);
        recall(at, i);
      }
      learn_until(p.size.n_k);
    });
  }

 private:
  constexpr void learn(const offsets<4>& at, long long j) {
    for (long long f = 0; f < p.size.d_k; ++f) {
      begin_step(on, "features");
      const T x = recurring::elu_plus_one(on, arithmetic::load(p.k[at.at[1] + j * p.key_k + f * p.match_k]));
      begin_step(on, "state");
      arithmetic::store(weights.data()[f], arithmetic::load(weights.data()[f]) + x);
      T* to = values.data() + f * p.size.d_v;
      walk(p.own, [&](const offsets<2>& own) {
        const T value = arithmetic::load(p.v[at.at[2] + own.at[0] + j * p.key_v]);
        arithmetic::store(*to, arithmetic::multiply_add(arithmetic::load(*to), x, value)), ++to;
      });
    }
  }
  constexpr void recall(const offsets<4>& at, long long i) {
    T total = on.number(0);
    T* out = p.out + at.at[3] + i * p.query_out;
    walk(p.own, [&](const offsets<2>& own) { arithmetic::store(out[own.at[1]], on.number(0)); });
    for (long long f = 0; f < p.size.d_k; ++f) {
      begin_step(on, "features");
      const T x = recurring::elu_plus_one(on, arithmetic::load(p.q[at.at[0] + i * p.query_q + f * p.match_q]));
      begin_step(on, "output");
      total = arithmetic::multiply_add(total, x, arithmetic::load(weights.data()[f]));
      const T* from = values.data() + f * p.size.d_v;
      walk(p.own, [&](const offsets<2>& own) {
        T& cell = out[own.at[1]];
        arithmetic::store(cell, arithmetic::multiply_add(arithmetic::load(cell), x, arithmetic::load(*from))), ++from;
      });
    }
    begin_step(on, "normalise");
    total = arithmetic::one_if_zero(total);
    walk(p.own,
         [&](const offsets<2>& own) { arithmetic::store(out[own.at[1]], arithmetic::load(out[own.at[1]]) / total); });
  }
};

inline void run_linear(const attention_problem<float>& p) {
  using vector = kernel::lanes<float>;
  const kernel::head<float> one = head_of(p);
  each_head<float>(p.carried, kernel::linear::workspace_cells<vector>(one.d_k, one.d_v),
                   [&](const offsets<4>& at, float* cells) {
                     kernel::head<float> head = one;
                     head.q = p.q + at.at[0], head.k = p.k + at.at[1], head.v = p.v + at.at[2];
                     head.out = p.out + at.at[3];
                     kernel::linear_attention<vector>(head, cells);
                   });
}

}  // namespace attending

/// out[i, w] = sum over j of phi(q[i])·phi(k[j]) v[j, w] / sum over j of phi(q[i])·phi(k[j]), phi = elu + 1
/// shape    as attention()
/// keys     full, causal (queries aligned with the last keys); a query without keys gives 0
/// float    tends to 0 where phi(q[i])·phi(k[j]) is e^-88 or less for all j, as with all of q and k at -44
/// cost     cost_of<linear_elu>, with either pattern (operations); scratch d_k·d_v + d_k (elements)
/// refuses  extents_differ, axis_missing, axis_unexpected, numbers_differ, not_real
/// throws   size_mismatch, window_unexpected
/// source   Katharopoulos et al. 2020, eq. 5 to 12
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::strict_reason<Q, K, V>>
  requires std::is_same_v<Why, accepted>
constexpr auto linear_attention(const Q& q, const K& k, const V& v, const pattern& keys = full) {
  using T = number_of<Q>;
  using met = attending::usual<Q, K, V>;
  using result = typename attending::result<met::plan.result(met::q.rank), T, shape_of<Q>, shape_of<V>>::type;
  if (keys.ordered && (keys.window > 0 || keys.chunk > 0)) throw window_unexpected{};
  const auto qk =
      joined<freezing::merged_t<typename Q::named, typename K::named>>(q.on(), q.sizes(), k.on(), k.sizes());
  const auto at = joined<typename result::named>(qk.on, qk.sizes, v.on(), v.sizes());
  if constexpr (is_metered<T>) {
    if (!at.on.at) return making::made<result>(at, polynomial{});
    const auto eq = extents_of<shape_of<Q>>(at.on, q.sizes()), ek = extents_of<shape_of<K>>(at.on, k.sizes()),
               ev = extents_of<shape_of<V>>(at.on, v.sizes());
    const auto size = attending::sizes(met::plan, eq, ek, ev);
    const auto made = attending::result_extents(met::plan, eq, ev);
    auto out = making::made<result>(at, product(made));
    variant_sizes<polynomial> one;
    one.n_q = size.n_q, one.n_k = size.n_k, one.d_k = size.d_k, one.d_v = size.d_v;
    at.on.at->claim(size.carried * linear_elu::claim(one));
    at.on.at->move(product(eq) + product(ek) + product(ev) + product(made));
    [[maybe_unused]] const cells<T> scratch(at.on, linear_elu::scratch(one));
    return out;
  } else {
    const layout lq = layout_of(met::q, q), lk = layout_of(met::k, k), lv = layout_of(met::v, v);
    const layout lo = row_major(attending::result_extents(met::plan, lq.extent, lv.extent));
    auto out = making::made<result>(at, cell_count(lo.extent));
    auto problem = attending::problem<T>(met::plan, lq, lk, lv, lo, keys);
    problem.q = q.data(), problem.k = k.data(), problem.v = v.data(), problem.out = out.data();
    if (problem.size.carried == 0) return out;
    if constexpr (attending::chosen<T>(met::plan.own) == attention_kernel::tiled)
      if (!std::is_constant_evaluated()) {
        attending::run_linear(problem);
        return out;
      }
    attending::linear_loops<T>(problem, at.on).run();
    return out;
  }
}
template <tensor_like Q, tensor_like K, tensor_like V, class Why = attending::strict_reason<Q, K, V>>
  requires(!std::is_same_v<Why, accepted>)
Why linear_attention(const Q& q, const K& k, const V& v, const pattern& keys = full);

}  // namespace conform

#pragma GCC diagnostic pop
