#pragma once
// recurrent: a state in place of scores, S = sum of k v^T over the keys so far: what the linear, recurrent and chunked
// variants share. The state is (d_k, d_v), however many positions there are.

#include <conform/attention/rows.hpp>

namespace conform::recurring {

constexpr const char* impossible(const variant_sizes<long long>& s) {
  return s.n_q != s.n_k ? "a recurrence has as many queries as keys" : nullptr;
}
constexpr const char* chunks_impossible(const variant_sizes<long long>& s) {
  return s.C < 1 ? "a chunk holds a position" : impossible(s);
}

/// to[i] = 0
template <class T>
constexpr void clear_row(machine<T> on, const matrix<T>& to, long long i) {
  for (long long w = 0; w < to.columns; ++w) to.store(i, w, on.number(0));
}
/// to[i] = x·to[i]
template <class T>
constexpr void scale_row(const matrix<T>& to, long long i, T x) {
  for (long long w = 0; w < to.columns; ++w) to.store(i, w, x * to.load(i, w));
}
/// to[i] = to[i] + x·from[j], a row of a matrix product
template <class T, class Cell>
constexpr void add_row(const matrix<T>& to, long long i, T x, const matrix<Cell>& from, long long j) {
  for (long long w = 0; w < to.columns; ++w)
    to.store(i, w, arithmetic::multiply_add(to.load(i, w), x, from.load(j, w)));
}
/// to[i] = to[i] / total; a row without weight is 0
template <class T>
constexpr void divide_row(const matrix<T>& to, long long i, T total) {
  total = arithmetic::one_if_zero(total);
  for (long long w = 0; w < to.columns; ++w) to.store(i, w, to.load(i, w) / total);
}

/// Linear attention's two sums over the keys j, of features x_j >= 0: S = sum x_j v_j^T (features, d_v) and
/// z = sum x_j (1, features). A query of features x gets x S / x·z. Features come one at a time, as soon as they are
/// known, so that no row of them is kept.
template <class T>
struct weighted_sums {
  workspace<T> values, weights;  // S and z

  constexpr weighted_sums(machine<T> on, long long features, long long width)
      : values(on, features, width), weights(on, 1, features) {}

  /// Feature f of key j is x.
  constexpr void learn(long long f, T x, const matrix<const T>& v, long long j) const {
    weights.store(0, f, weights.load(0, f) + x);
    add_row(values, f, x, v, j);
  }
  /// Feature f of query i is x: adds to out[i], and to the total of its weights.
  constexpr void recall(long long f, T x, const matrix<T>& out, long long i, T& total) const {
    total = arithmetic::multiply_add(total, x, weights.load(0, f));
    add_row(out, i, x, values, f);
  }
};

/// What linear attention costs beside its features, m of them. Katharopoulos et al. 2020, eq. 5: a key takes m·d_v
/// multiply-adds into S and m add into z; a query m·d_v multiply-adds with S, m with z (the features of all queries
/// times z are a matrix product, too), and d_v div.
template <class N>
constexpr operations<N> weighted_average(const N& n_q, const N& n_k, const N& m, const N& d_v) {
  operations<N> out;
  out.mac = out.mul = (n_q + n_k) * m * d_v + n_q * m;
  out.add = out.mul + n_k * m;
  out.div = n_q * d_v;
  return out;
}

/// ... by step, where a feature is this, and those of all queries and keys cost so much.
template <class N>
constexpr step_list<N> weighted_steps(const char* feature, const operations<N>& features, const N& n_q, const N& n_k,
                                      const N& m, const N& d_v) {
  operations<N> sums, quotients;
  sums.add = n_k * m;
  quotients.div = n_q * d_v;
  return step_list<N>()
      .add("features", feature, features)
      .add("state", "S = Σ φ(k)·vᵀ, z = Σ φ(k)", attending::multiply_adds<N>(n_k * m * d_v) + sums)
      .add("output", "φ(q)·S, φ(q)·z", attending::multiply_adds<N>(n_q * m * d_v + n_q * m))
      .add("normalise", "φ(q)·S / φ(q)·z", quotients);
}

/// S_t = g_t S_{t-1} + k_t v_t^T; out_t = q_t S_t, where gate(t, f) scales row f of S at position t.
template <class T, class Gate>
constexpr void run_gated(const head_problem<T>& p, machine<T> on, const Gate& gate) {
  workspace<T> state(on, p.size.d_k, p.size.d_v);
  for (long long t = 0; t < p.size.n_q; ++t) {
    clear_row(on, p.out, t);
    for (long long f = 0; f < p.size.d_k; ++f) {
      begin_step(on, "decay");
      scale_row(state, f, gate(t, f));
      begin_step(on, "state");
      add_row(state, f, p.k.load(t, f), p.v, t);
      begin_step(on, "output");
      add_row(p.out, t, p.q.load(t, f), state, f);
    }
  }
}
/// Its cost: a position takes d_k·d_v mul (gate) and as many multiply-adds for k v^T, and for q S.
template <class N>
constexpr operations<N> gated(const variant_sizes<N>& s) {
  const N cells = s.n_q * s.d_k * s.d_v;
  operations<N> out;
  out.mul = N{3} * cells;
  out.add = out.mac = N{2} * cells;
  return out;
}

/// Positions of one chunk; the last may be shorter.
struct chunk {
  long long first, count;
};
template <class Visit>
constexpr void for_each_chunk(const variant_sizes<long long>& s, Visit&& visit) {
  for (long long first = 0; first < s.n_q; first += s.C)
    visit(chunk{first, s.n_q - first < s.C ? s.n_q - first : s.C});
}
/// Positions of the longest chunk.
template <class N>
constexpr N longest(const variant_sizes<N>& s) {
  return min(s.C, s.n_q);
}
constexpr long long longest(const variant_sizes<long long>& s) { return s.C < s.n_q ? s.C : s.n_q; }

/// Chunks, and pairs (i, j), j <= i, within one chunk.
template <class N>
struct chunk_sums {
  N chunks{}, pairs{};
};
/// A chunk of c positions has c(c + 1)/2 pairs: t = ceil(n/C) chunks, of which the last has n - (t - 1)C positions.
template <class N>
constexpr chunk_sums<N> sums_of(const variant_sizes<N>& s) {
  const N t = ceil_div(s.n_q, s.C), last = s.n_q - (t - N{1}) * s.C;
  return {t, (t - N{1}) * s.C * (s.C + N{1}) / 2 + last * (last + N{1}) / 2};
}
/// With c = min(C, n) the pairs are at least n·c/4 (whole chunks cover half of n or more, or there is just one) ...
template <class N>
constexpr chunk_sums<N> least_sums(const variant_sizes<N>& s) {
  return {ceil_div(s.n_q, s.C), s.n_q * longest(s) / 4};
}
/// ... and at most n(c + 1)/2.
template <class N>
constexpr chunk_sums<N> most_sums(const variant_sizes<N>& s) {
  return {ceil_div(s.n_q, s.C), s.n_q * (longest(s) + N{1}) / 2};
}

/// Theta(n·(d_k·d_v + C·d)) where C <= n.
template <class N>
constexpr N chunked_bound(const variant_sizes<N>& s) {
  return s.n_q * (s.d_k * s.d_v + s.C * (s.d_k + s.d_v));
}

/// A scalar decay of the state, by chunks. With R the state before a chunk of c positions, i and j within it:
///   out_i = since(i) (q_i R) + sum_{j <= i} within(i, j) (q_i·k_j) v_j
///   R = since(c - 1) R + sum_j within(c - 1, j) k_j v_j^T
/// within(first, i, j): decay from position j to i; since(first, i): from before the chunk to i.
template <class T, class Decay>
constexpr void run_decayed(const head_problem<T>& p, machine<T> on, const Decay& decay) {
  workspace<T> state(on, p.size.d_k, p.size.d_v), scores(on, longest(p.size), longest(p.size));
  for_each_chunk(p.size, [&](chunk c) {
    for (long long i = 0; i < c.count; ++i) {
      const long long at = c.first + i;
      clear_row(on, p.out, at);
      begin_step(on, "inter-chunk output");
      for (long long f = 0; f < p.size.d_k; ++f) add_row(p.out, at, p.q.load(at, f), state, f);
      begin_step(on, "decay");
      scale_row(p.out, at, decay.since(c.first, i));
      for (long long j = 0; j <= i; ++j) {
        begin_step(on, "intra-chunk scores");
        const T product = attending::dot(on, p.q, at, p.k, c.first + j);
        begin_step(on, "decay");
        scores.store(i, j, product * decay.within(c.first, i, j));
      }
      begin_step(on, "intra-chunk output");
      for (long long j = 0; j <= i; ++j) add_row(p.out, at, scores.load(i, j), p.v, c.first + j);
    }
    for (long long f = 0; f < p.size.d_k; ++f) {
      begin_step(on, "decay");
      scale_row(state, f, decay.since(c.first, c.count - 1));
      for (long long j = 0; j < c.count; ++j) {
        begin_step(on, "decay");
        const T key = p.k.load(c.first + j, f) * decay.within(c.first, c.count - 1, j);
        begin_step(on, "state");
        add_row(state, f, key, p.v, c.first + j);
      }
    }
  });
}
/// Its cost: q R and k v^T are d_k·d_v multiply-adds a position, since(i) is d_v mul, within(c - 1, j) on k is d_k mul;
/// a chunk scales R, d_k·d_v mul; a pair takes d_k multiply-adds, one mul (decay) and d_v multiply-adds.
template <class N>
constexpr operations<N> decayed(const variant_sizes<N>& s, const chunk_sums<N>& sums) {
  operations<N> out;
  out.mac = out.add = N{2} * s.n_q * s.d_k * s.d_v + sums.pairs * (s.d_k + s.d_v);
  out.mul = out.mac + s.n_q * (s.d_k + s.d_v) + sums.chunks * s.d_k * s.d_v + sums.pairs;
  return out;
}

template <class N>
constexpr step_list<N> decayed_steps(const variant_sizes<N>& s, const chunk_sums<N>& sums) {
  operations<N> decay;
  decay.mul = s.n_q * (s.d_k + s.d_v) + sums.chunks * s.d_k * s.d_v + sums.pairs;
  return step_list<N>()
      .add("inter-chunk output", "q·R", attending::multiply_adds<N>(s.n_q * s.d_k * s.d_v))
      .add("decay", "of q·R, of scores, of keys and of R", decay)
      .add("intra-chunk scores", "S = Q·Kᵀ within a chunk", attending::multiply_adds<N>(sums.pairs * s.d_k))
      .add("intra-chunk output", "O = O + S·V within a chunk", attending::multiply_adds<N>(sums.pairs * s.d_v))
      .add("state", "R = R + Kᵀ·V of the chunk", attending::multiply_adds<N>(s.n_q * s.d_k * s.d_v));
}

/// Of run_decayed: R of the first chunk is the sum of c products of decayed keys (2) and a product with 0 (1), lg(2c + 1) + 1;
/// each chunk adds a mul and an add; then q R is a product and a tree, a mul, and the sum with the chunk's own pairs.
inline constexpr const char* decayed_depth = "lg d_k + lg(2 c + 1) + 2 ceil(n/C), c = min(C, n)";
constexpr long long depth_of_decayed(const variant_sizes<long long>& s) {
  return attending::tree(s.d_k) + attending::tree(2 * longest(s) + 1) + 2 * ((s.n_q + s.C - 1) / s.C);
}
/// The deepest of the last two chunks: at(t, c) is the depth of the output of a chunk of c positions that has t before it.
template <class At>
constexpr long long deepest_of_chunks(const variant_sizes<long long>& s, const At& at) {
  const long long before = (s.n_q - 1) / s.C, last = at(before, s.n_q - before * s.C);
  return before == 0 ? last : attending::most(last, at(before - 1, s.C));
}

/// What variants by chunks have in common: their sizes, their pairs, their bound.
struct chunked_defaults : variant_defaults {
  static constexpr fidelity kind = fidelity::other;
  static constexpr bool has_pairs = true, enclosed = true, square = true;
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::C>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return chunks_impossible(s); }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return sums_of(s).pairs;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return chunked_bound(s);
  }
  template <class N>
  static constexpr regime<N> assumed(const variant_sizes<N>& s) {
    return {{s.C}, {s.n_q}, 1};
  }
};
/// ... and variants one position at a time.
struct recurrent_defaults : variant_defaults {
  static constexpr fidelity kind = fidelity::other;
  static constexpr bool square = true;
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return recurring::impossible(s); }
  /// the state
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.d_k * s.d_v;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.d_k * s.d_v;
  }
};

/// What recurrences with a gate have in common: the steps and the depth of run_gated.
struct gated_defaults : recurrent_defaults {
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const N cells = s.n_q * s.d_k * s.d_v;
    operations<N> decay;
    decay.mul = cells;
    return step_list<N>()
        .add("decay", "gate·S", decay)
        .add("state", "S = gate·S + k·vᵀ", attending::multiply_adds<N>(cells))
        .add("output", "o = q·S", attending::multiply_adds<N>(cells));
  }
  /// A mul and an add of the state for each position; product and tree (q S).
  static constexpr const char* depth_formula = "2 n + lg d_k + 1";
  static constexpr long long depth(const variant_sizes<long long>& s) { return 2 * s.n_q + attending::tree(s.d_k) + 1; }
};

}  // namespace conform::recurring
