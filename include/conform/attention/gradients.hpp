#pragma once
// gradients: of softmax attention, by name of axes.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/shape/reasons.hpp>  // first, see conform.hpp

#include <conform/attention/attention.hpp>
#include <conform/attention/heads.hpp>
#include <conform/kernel/backward.hpp>
#include <conform/operation/alignment.hpp>
#include <conform/operation/carrying.hpp>

namespace conform {

/// What attention_gradients returns: one tensor for each of Q, K and V, with its axes.
template <class Q, class K, class V>
struct attention_gradient {
  Q d_q;
  K d_k;
  V d_v;
};

/// The weights of one query at a time, computed again; then, of weight P and with D[i] = dO[i]·O[i]:
///   dV[j] += P dO[i];  dS = P (dO[i]·V[j] - D[i]) / sqrt(d_k);  dQ[i] += dS K[j];  dK[j] += dS Q[i]
/// scratch  n_k + d_v (elements): weights and output of one query
/// source   Dao et al. 2022, B.2; Vaswani et al. 2017, eq. 1
struct recomputed_gradients {
  /// Vaswani et al. 2017, eq. 1 (dense), and Dao et al. 2022, B.2 (dense_backward) for the pairs of the pattern.
  template <class N>
  static constexpr operations<N> claim(const attention_sizes<N>& s, const pattern& keys) {
    const N pairs = scored_pairs(keys, s.n_q, s.n_k), products = pairs * (N{2} * s.d_k + N{2} * s.d_v);
    operations<N> head;
    head.mul = products + N{2} * pairs + s.n_q * s.d_v;
    head.add = products + pairs + s.n_q * s.d_v;
    head.mac = products;
    return dense::claim(s, keys) + s.carried * head;
  }
  template <class N>
  static constexpr N scratch(const attention_sizes<N>& s) {
    return s.n_k + s.d_v;
  }
};

namespace attending {

/// Cells, strides and extents of one call. Offsets are those of Q, K, V, dO, dQ, dK and dV.
template <class T>
struct gradient_problem {
  const T *q, *k, *v, *d_out;
  T *d_q, *d_k, *d_v;
  attention_sizes<long long> size;
  nest<7> apart;   ///< heads with keys and values of their own
  nest<7> shared;  ///< heads that add to the same gradient of K or V
  nest<3> own;     ///< V's own axes, over v, dO and dV
  std::ptrdiff_t query_q, match_q, key_k, match_k, key_v, query_d_out, query_d_q, match_d_q, key_d_k, match_d_k,
      key_d_v;
  pattern keys;
};

/// Layouts: of Q, K, V and dO (aligned with the result's axes), and of the gradients.
template <class T>
constexpr gradient_problem<T> gradient_problem_of(const plan& p, const layout& q, const layout& k, const layout& v,
                                                  const layout& d_out, const layout& d_q, const layout& d_k,
                                                  const layout& d_v, const pattern& keys) {
  gradient_problem<T> made{};
  made.size = sizes(p, q.extent, k.extent, v.extent);
  for (int i = 0; i < p.kept; ++i) {
    const int in_q = p.keep_q[i], in_k = p.keep_k[i], in_v = p.keep_v[i];
    if (in_q == p.query) {
      made.query_d_out = d_out.stride[i];
      continue;
    }
    (in_k == digits::none || in_v == digits::none ? made.shared : made.apart)
        .add(q.extent.at[in_q], {q.stride[in_q], step(k, in_k), step(v, in_v), d_out.stride[i], d_q.stride[in_q],
                                 step(d_k, in_k), step(d_v, in_v)});
  }
  for (int i = 0; i < p.own; ++i)
    made.own.add(v.extent.at[p.own_v[i]], {v.stride[p.own_v[i]], d_out.stride[p.kept + i], d_v.stride[p.own_v[i]]});
  made.query_q = q.stride[p.query], made.match_q = q.stride[p.match_q];
  made.key_k = k.stride[p.key_k], made.match_k = k.stride[p.match_k], made.key_v = v.stride[p.key_v];
  made.query_d_q = d_q.stride[p.query], made.match_d_q = d_q.stride[p.match_q];
  made.key_d_k = d_k.stride[p.key_k], made.match_d_k = d_k.stride[p.match_k], made.key_d_v = d_v.stride[p.key_v];
  made.keys = keys;
  return made;
}

/// The same cells, of one head.
template <class T>
constexpr gradient_problem<T> moved_by(gradient_problem<T> p, const offsets<7>& at) {
  p.q += at.at[0], p.k += at.at[1], p.v += at.at[2], p.d_out += at.at[3];
  p.d_q += at.at[4], p.d_k += at.at[5], p.d_v += at.at[6];
  return p;
}

/// recomputed_gradients of one head, added to dQ, dK and dV.
template <class T>
struct gradient_loops {
  const gradient_problem<T>& p;
  machine<T> on;
  T *weights, *out;  // n_k, d_v

  constexpr void run() const {
    begin_step(on, "scale");
    const T scale = on.number(1) / arithmetic::sqrt(on.number(static_cast<double>(p.size.d_k)));
    for (long long i = 0; i < p.size.n_q; ++i) {
      const key_range keys = p.keys.keys_of(i, p.size.n_q, p.size.n_k);
      weigh(i, keys, scale);
      const T overlap = attend(i, keys);
      for (long long j = keys.begin; j < keys.end; ++j) add(i, j, overlap, scale);
    }
  }

 private:
  static constexpr void add_to(T& cell, T a, T b) {
    arithmetic::store(cell, arithmetic::multiply_add(arithmetic::load(cell), a, b));
  }
  constexpr void weigh(long long i, key_range keys, T scale) const {
    begin_step(on, "recomputed softmax");
    T largest = on.number(-arithmetic::series::infinity), sum = on.number(0);
    for (long long j = keys.begin; j < keys.end; ++j) {
      T score = on.number(0);
      for (long long f = 0; f < p.size.d_k; ++f)
        score = arithmetic::multiply_add(score, arithmetic::load(p.q[i * p.query_q + f * p.match_q]),
                                         arithmetic::load(p.k[j * p.key_k + f * p.match_k]));
      score = score * scale;
      arithmetic::store(weights[j], score);
      largest = arithmetic::larger(largest, score);
    }
    largest = arithmetic::zero_if_infinite(largest);
    for (long long j = keys.begin; j < keys.end; ++j) {
      arithmetic::store(weights[j], arithmetic::exp(arithmetic::load(weights[j]) - largest));
      sum = sum + arithmetic::load(weights[j]);
    }
    sum = arithmetic::one_if_zero(sum);
    for (long long j = keys.begin; j < keys.end; ++j) arithmetic::store(weights[j], arithmetic::load(weights[j]) / sum);
  }
  /// O[i], and D[i].
  constexpr T attend(long long i, key_range keys) const {
    begin_step(on, "output");
    T* to = out;
    walk(p.own, [&](const offsets<3>& own) {
      T sum = on.number(0);
      for (long long j = keys.begin; j < keys.end; ++j)
        sum =
            arithmetic::multiply_add(sum, arithmetic::load(weights[j]), arithmetic::load(p.v[own.at[0] + j * p.key_v]));
      arithmetic::store(*to++, sum);
    });
    begin_step(on, "row sums");
    T overlap = on.number(0);
    const T* from = out;
    walk(p.own, [&](const offsets<3>& own) {
      overlap = overlap + arithmetic::load(p.d_out[own.at[1] + i * p.query_d_out]) * arithmetic::load(*from++);
    });
    return overlap;
  }
  constexpr void add(long long i, long long j, T overlap, T scale) const {
    begin_step(on, "gradients");
    const T weight = arithmetic::load(weights[j]);
    T d_weight = on.number(0);
    walk(p.own, [&](const offsets<3>& own) {
      const T d_out = arithmetic::load(p.d_out[own.at[1] + i * p.query_d_out]);
      add_to(p.d_v[own.at[2] + j * p.key_d_v], weight, d_out);
      d_weight = arithmetic::multiply_add(d_weight, d_out, arithmetic::load(p.v[own.at[0] + j * p.key_v]));
    });
    const T d_score = scale * (weight * (d_weight - overlap));
    for (long long f = 0; f < p.size.d_k; ++f) {
      add_to(p.d_q[i * p.query_d_q + f * p.match_d_q], d_score, arithmetic::load(p.k[j * p.key_k + f * p.match_k]));
      add_to(p.d_k[j * p.key_d_k + f * p.match_d_k], d_score, arithmetic::load(p.q[i * p.query_q + f * p.match_q]));
    }
  }
};

template <class T>
constexpr void run_gradient_loops(const gradient_problem<T>& p, machine<T> on) {
  cells<T> weights(on, static_cast<std::size_t>(p.size.n_k)), out(on, static_cast<std::size_t>(p.size.d_v));
  walk(p.apart, [&](const offsets<7>& at) {
    const gradient_problem<T> group = moved_by(p, at);
    walk(p.shared, [&](const offsets<7>& head) {
      const gradient_problem<T> one = moved_by(group, head);
      gradient_loops<T>{one, on, weights.data(), out.data()}.run();
    });
  });
}

/// Forward once more for O and the totals of its rows, which stay in the workspace, then backward.
inline void run_gradient_kernel(const gradient_problem<float>& p) {
  using vector = kernel::lanes<float>;
  const loop<3> own = p.own.depth == 1 ? p.own.loops[0] : loop<3>{};
  const std::ptrdiff_t n_q = p.size.n_q, n_k = p.size.n_k, d_k = p.size.d_k, d_v = own.count;
  const std::ptrdiff_t forward = kernel::tiled::workspace_cells<vector>(d_k, d_v),
                       back = kernel::backward::workspace_cells<vector>(n_q, n_k, d_k, d_v);
  const std::ptrdiff_t kept = kernel::in_whole<vector>(n_q * (d_v + 2));
  each_head<float>(p.apart, kept + (forward > back ? forward : back), [&](const offsets<7>& at, float* cells) {
    float *out = cells, *totals = out + n_q * d_v, *rest = cells + kept;
    walk(p.shared, [&](const offsets<7>& head) {
      const gradient_problem<float> one = moved_by(moved_by(p, at), head);
      kernel::head_gradients<float> g{};
      kernel::head<float>& h = g.of;
      h.q = one.q, h.k = one.k, h.v = one.v, h.out = out, h.totals = totals;
      h.n_q = n_q, h.n_k = n_k, h.d_k = d_k, h.d_v = d_v;
      h.query_q = p.query_q, h.match_q = p.match_q, h.key_k = p.key_k, h.match_k = p.match_k;
      h.key_v = p.key_v, h.own_v = own.step[0], h.query_out = d_v, h.own_out = 1;
      h.ordered = p.keys.ordered, h.window = attending::bounded_window(p.keys, n_k);
      g.d_out = one.d_out, g.d_q = one.d_q, g.d_k = one.d_k, g.d_v = one.d_v;
      g.query_d_out = p.query_d_out, g.own_d_out = own.step[1], g.query_d_q = p.query_d_q, g.match_d_q = p.match_d_q;
      g.key_d_k = p.key_d_k, g.match_d_k = p.match_d_k, g.key_d_v = p.key_d_v, g.own_d_v = own.step[2];
      kernel::tiled_attention<vector>(h, rest);
      kernel::attention_backward<vector>(g, rest);
    });
  });
}

/// ... by runs of chunks, which are heads with keys and values of their own.
inline void run_gradient_chunks(const gradient_problem<float>& p) {
  each_run_of_chunks(p.keys, p.size.n_q, p.size.n_k, [&](const chunk_run& run) {
    const auto offsets_of = [&](std::ptrdiff_t query, std::ptrdiff_t key) {
      return offsets<7>{{query * p.query_q, key * p.key_k, key * p.key_v, query * p.query_d_out, query * p.query_d_q,
                         key * p.key_d_k, key * p.key_d_v}};
    };
    gradient_problem<float> part = moved_by(p, offsets_of(run.query, run.key));
    part.size.n_q = run.n_q, part.size.n_k = run.n_k, part.keys = within_chunk(p.keys);
    part.apart.add(run.count, offsets_of(run.n_k, run.n_k).at);
    run_gradient_kernel(part);
  });
}

/// attention(q, k, v) is accepted, and the gradient has axes of its result and no other.
template <class Q, class K, class V, class G>
struct gradient_refusal {
  template <class Why>
  static constexpr auto why() {
    if constexpr (!std::is_same_v<Why, accepted>) {
      return planning::as<Why>{};
    } else {
      using met = usual<Q, K, V>;
      using out = typename result<met::plan.result(met::q.rank), number_of<Q>, shape_of<Q>, shape_of<V>>::type;
      return planning::as<
          typename planning::numbers_first<number_of<Q>, number_of<G>>::template reason<carrying::into<out, G>>>{};
    }
  }
  using reason = typename decltype(why<attending::strict_reason<Q, K, V>>())::type;
};

}  // namespace attending

/// The gradients of a loss by Q, K and V, where dO is its gradient by out = attention(q, k, v, keys). Heads that share
/// keys and values add up.
/// shape    q, k, v as attention(); d_out: the axes of its result in any order, constant along those it lacks
///          -> d_q, d_k and d_v: the axes of q, k and v
/// keys     as attention(); a query without keys has no part in them
/// cost     recomputed_gradients (operations); scratch n_k + d_v (elements)
/// refuses  extents_differ, axis_missing, axis_unexpected, numbers_differ, not_real
/// throws   size_mismatch
/// source   Dao et al. 2022, B.2; by tiles: Dao 2023, algorithm 2
template <tensor_like Q, tensor_like K, tensor_like V, tensor_like G,
          class Why = typename attending::gradient_refusal<Q, K, V, G>::reason>
  requires std::is_same_v<Why, accepted>
constexpr auto attention_gradients(const Q& q, const K& k, const V& v, const G& d_out, const pattern& keys = full) {
  using T = number_of<Q>;
  using met = attending::usual<Q, K, V>;
  using out = typename attending::result<met::plan.result(met::q.rank), T, shape_of<Q>, shape_of<V>>::type;
  using of_q = tensor_of<T, shape_of<Q>>;
  using of_k = tensor_of<T, shape_of<K>>;
  using of_v = tensor_of<T, shape_of<V>>;
  using qk_named = freezing::merged_t<typename Q::named, typename K::named>;
  const auto qk = joined<qk_named>(q.on(), q.sizes(), k.on(), k.sizes());
  const auto qkv = joined<freezing::merged_t<qk_named, typename V::named>>(qk.on, qk.sizes, v.on(), v.sizes());
  const auto at_q = joined<typename of_q::named>(qkv.on, qkv.sizes, d_out.on(), d_out.sizes());
  const auto at_k = joined<typename of_k::named>(at_q.on, qkv.sizes, at_q.on, qkv.sizes);
  const auto at_v = joined<typename of_v::named>(at_q.on, qkv.sizes, at_q.on, qkv.sizes);
  if constexpr (is_metered<T>) {
    using gradients = attention_gradient<of_q, of_k, of_v>;
    if (!at_q.on.at)
      return gradients{making::made<of_q>(at_q, polynomial{}), making::made<of_k>(at_k, polynomial{}),
                       making::made<of_v>(at_v, polynomial{})};
    const auto eq = extents_of<shape_of<Q>>(at_q.on, q.sizes()), ek = extents_of<shape_of<K>>(at_q.on, k.sizes()),
               ev = extents_of<shape_of<V>>(at_q.on, v.sizes());
    const auto size = attending::sizes(met::plan, eq, ek, ev);
    gradients made{making::made<of_q>(at_q, product(eq)), making::made<of_k>(at_k, product(ek)),
                   making::made<of_v>(at_v, product(ev))};
    at_q.on.at->claim(recomputed_gradients::claim(size, keys));
    const polynomial two{integer{2}};
    at_q.on.at->move(two * (product(eq) + product(ek) + product(ev)) +
                     product(extents_of<shape_of<G>>(at_q.on, d_out.sizes())));
    [[maybe_unused]] const cells<T> scratch(at_q.on, recomputed_gradients::scratch(size));
    return made;
  } else {
    const layout lq = layout_of(met::q, q), lk = layout_of(met::k, k), lv = layout_of(met::v, v);
    const auto axes_out = planning::axes_of(shape_of<out>{}), axes_g = planning::axes_of(shape_of<G>{});
    const layout lg = aligning::aligned(axes_out, attending::result_extents(met::plan, lq.extent, lv.extent), axes_g,
                                        layout_of(axes_g, d_out));
    const layout lo_q = row_major(lq.extent), lo_k = row_major(lk.extent), lo_v = row_major(lv.extent);
    const std::size_t count_q = cell_count(lq.extent), count_k = cell_count(lk.extent), count_v = cell_count(lv.extent);
    attention_gradient<of_q, of_k, of_v> made{making::made<of_q>(at_q, count_q), making::made<of_k>(at_k, count_k),
                                              making::made<of_v>(at_v, count_v)};
    for (std::size_t i = 0; i < count_q; ++i) arithmetic::store(made.d_q.data()[i], at_q.on.number(0));
    for (std::size_t i = 0; i < count_k; ++i) arithmetic::store(made.d_k.data()[i], at_q.on.number(0));
    for (std::size_t i = 0; i < count_v; ++i) arithmetic::store(made.d_v.data()[i], at_q.on.number(0));
    auto problem = attending::gradient_problem_of<T>(met::plan, lq, lk, lv, lg, lo_q, lo_k, lo_v, keys);
    problem.q = q.data(), problem.k = k.data(), problem.v = v.data(), problem.d_out = d_out.data();
    problem.d_q = made.d_q.data(), problem.d_k = made.d_k.data(), problem.d_v = made.d_v.data();
    if (problem.size.carried == 0) return made;
    if constexpr (attending::chosen<T>(met::plan.own) == attention_kernel::tiled)
      if (!std::is_constant_evaluated()) {
        attending::run_gradient_chunks(problem);
        return made;
      }
    attending::run_gradient_loops<T>(problem, at_q.on);
    return made;
  }
}
template <tensor_like Q, tensor_like K, tensor_like V, tensor_like G,
          class Why = typename attending::gradient_refusal<Q, K, V, G>::reason>
  requires(!std::is_same_v<Why, accepted>)
Why attention_gradients(const Q& q, const K& k, const V& v, const G& d_out, const pattern& keys = full);

}  // namespace conform

#pragma GCC diagnostic pop
