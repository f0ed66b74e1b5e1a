#pragma once
// linear_elu: attention with weights phi(q)·phi(k), phi = elu + 1: sums over the keys take the place of scores.

#include <conform/attention/recurrent.hpp>

namespace conform {
namespace recurring {

/// elu(x) + 1 = max(x, 0) + exp(min(x, 0)): the same operations for every x.
template <class T>
constexpr T elu_plus_one(machine<T> on, T x) {
  return arithmetic::larger(x, on.number(0)) + arithmetic::exp(arithmetic::smaller(x, on.number(0)));
}
/// Katharopoulos et al. 2020, eq. 7, for so many rows of d_k: 2 cmp, 1 exp, 1 add an element.
template <class N>
constexpr operations<N> elu_features(const N& rows, const N& d_k) {
  operations<N> out;
  out.add = out.exp = rows * d_k;
  out.cmp = N{2} * rows * d_k;
  return out;
}
inline constexpr const char* elu_meaning = "φ(x) = elu(x) + 1 of Q and K";
/// Key j into the sums.
template <class T>
constexpr void learn_elu(const weighted_sums<T>& sums, const head_problem<T>& p, machine<T> on, long long j) {
  for (long long f = 0; f < p.size.d_k; ++f) {
    begin_step(on, "features");
    const T x = elu_plus_one(on, p.k.load(j, f));
    begin_step(on, "state");
    sums.learn(f, x, p.v, j);
  }
}
/// out[i] from the sums.
template <class T>
constexpr void recall_elu(const weighted_sums<T>& sums, const head_problem<T>& p, machine<T> on, long long i) {
  T total = on.number(0);
  clear_row(on, p.out, i);
  for (long long f = 0; f < p.size.d_k; ++f) {
    begin_step(on, "features");
    const T x = elu_plus_one(on, p.q.load(i, f));
    begin_step(on, "output");
    sums.recall(f, x, p.out, i, total);
  }
  begin_step(on, "normalise");
  divide_row(p.out, i, total);
}

}  // namespace recurring

/// out_i = phi(q_i) S / phi(q_i)·z, S = sum_j phi(k_j) v_j^T, z = sum_j phi(k_j), over all keys j
/// scratch  d_k·d_v + d_k: S and z
/// source   Katharopoulos et al. 2020, eq. 5 to 7
struct linear_elu : variant_defaults {
  static constexpr const char* name = "linear_elu";
  static constexpr const char* title = "linear attention, features elu + 1";
  static constexpr const char* source = "Katharopoulos et al. 2020, eq. 5 to 7";
  static constexpr fidelity kind = fidelity::other;
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;

  /// Katharopoulos et al. 2020, eq. 6 and 7: the sums and quotients of d_k features (recurrent.hpp), and phi of every
  /// query and key.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return recurring::weighted_average(s.n_q, s.n_k, s.d_k, s.d_v) + recurring::elu_features(s.n_q + s.n_k, s.d_k);
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return recurring::weighted_steps<N>(recurring::elu_meaning, recurring::elu_features(s.n_q + s.n_k, s.d_k), s.n_q,
                                        s.n_k, s.d_k, s.d_v);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.d_k * s.d_v + s.d_k;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return (s.n_q + s.n_k) * s.d_k * s.d_v;
  }
  /// phi takes 3; product and tree over keys (S), product and tree over features (phi(q) S), div.
  static constexpr const char* depth_formula = "lg n_k + lg d_k + 6";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::tree(s.n_k) + attending::tree(s.d_k) + 6;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const recurring::weighted_sums<T> sums(on, p.size.d_k, p.size.d_v);
    for (long long j = 0; j < p.size.n_k; ++j) recurring::learn_elu(sums, p, on, j);
    for (long long i = 0; i < p.size.n_q; ++i) recurring::recall_elu(sums, p, on, i);
  }
};

/// linear_elu where a query looks back only: the sums are those of the keys so far, and out_i is taken as soon as key i
/// is in them.
/// source   Katharopoulos et al. 2020, eq. 10 to 12 and 3.4
struct linear_elu_causal : recurring::recurrent_defaults {
  static constexpr const char* name = "linear_elu_causal";
  static constexpr const char* title = "linear attention, features elu + 1, causal, as a recurrence";
  static constexpr const char* source = "Katharopoulos et al. 2020, eq. 10 to 12 and 3.4";

  /// Katharopoulos et al. 2020, eq. 10 to 12: each position is a key once and a query once, as in eq. 6, so the cost is
  /// that of n queries and n keys.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return recurring::weighted_average(s.n_q, s.n_q, s.d_k, s.d_v) + recurring::elu_features(N{2} * s.n_q, s.d_k);
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return recurring::weighted_steps<N>(recurring::elu_meaning, recurring::elu_features(N{2} * s.n_q, s.d_k), s.n_q,
                                        s.n_q, s.d_k, s.d_v);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.d_k * s.d_v + s.d_k;
  }
  /// As linear_elu, but S, which is read at every position, takes an add for each key but the first.
  static constexpr const char* depth_formula = "n + lg d_k + 5";
  static constexpr long long depth(const variant_sizes<long long>& s) { return s.n_q + attending::tree(s.d_k) + 5; }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const recurring::weighted_sums<T> sums(on, p.size.d_k, p.size.d_v);
    for (long long i = 0; i < p.size.n_q; ++i) {
      recurring::learn_elu(sums, p, on, i);
      recurring::recall_elu(sums, p, on, i);
    }
  }
};

/// linear_elu_causal by chunks: pairs within a chunk are scored, earlier chunks are in the sums. i and j in one chunk:
///   out_i = (phi(q_i) S + sum_{j <= i} a_ij v_j) / (phi(q_i)·z + sum_{j <= i} a_ij),  a_ij = phi(q_i)·phi(k_j)
/// scratch  d_k·d_v + d_k + c·d_k + c², c = min(C, n): S, z, phi of the keys of a chunk, a
/// source   Katharopoulos et al. 2020, eq. 8; by chunks: Hua et al. 2022 (mixed chunk attention); Yang et al. 2023, 2.2
struct linear_elu_chunked : recurring::chunked_defaults {
  static constexpr const char* name = "linear_elu_chunked";
  static constexpr const char* title = "linear attention, features elu + 1, causal, by chunks";
  static constexpr const char* source = "Katharopoulos et al. 2020, eq. 8; Hua et al. 2022; Yang et al. 2023, 2.2";

  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return claim_of(s, recurring::sums_of(s));
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const recurring::chunk_sums<N> in = recurring::sums_of(s);
    const N cells = s.n_q * s.d_k * s.d_v;
    operations<N> sums, totals, quotients;
    sums.add = s.n_q * s.d_k;
    totals.add = in.pairs;
    quotients.div = s.n_q * s.d_v;
    return step_list<N>()
        .add("features", recurring::elu_meaning, recurring::elu_features(N{2} * s.n_q, s.d_k))
        .add("inter-chunk output", "φ(q)·S, φ(q)·z", attending::multiply_adds<N>(cells + s.n_q * s.d_k))
        .add("intra-chunk scores", "A = φ(Q)·φ(K)ᵀ within a chunk", attending::multiply_adds<N>(in.pairs * s.d_k))
        .add("intra-chunk output", "A·V and Σ A within a chunk", attending::multiply_adds<N>(in.pairs * s.d_v) + totals)
        .add("normalise", "(φ(q)·S + A·V) / (φ(q)·z + Σ A)", quotients)
        .add("state", "S = S + φ(K)ᵀ·V, z = z + Σ φ(k)", attending::multiply_adds<N>(cells) + sums);
  }
  template <class N>
  static constexpr operations<N> claim_below(const variant_sizes<N>& s) {
    return claim_of(s, recurring::least_sums(s));
  }
  template <class N>
  static constexpr operations<N> claim_above(const variant_sizes<N>& s) {
    return claim_of(s, recurring::most_sums(s));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    const N c = recurring::longest(s);
    return s.d_k * s.d_v + s.d_k + c * s.d_k + c * c;
  }
  /// S behind t chunks is a tree of C products with phi (4), and an add for each chunk more: lg C + t + 3. phi(q) S is d_k
  /// products with it, a v are c products with a tree of products of two phi (5 + lg d_k); in the end a div.
  static constexpr const char* depth_formula =
      "lg(d_k·2^S + c·2^(lg d_k + 5)) + 1, S = lg C + t + 4 (4 for t = 0): the larger of the last two chunks, of c positions "
      "behind t chunks";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return recurring::deepest_of_chunks(s, [&](long long t, long long c) {
      const long long product = t == 0 ? 4 : attending::tree(s.C) + t + 4;
      return attending::met(s.d_k, product, c, attending::tree(s.d_k) + 5) + 1;
    });
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const long long longest = recurring::longest(p.size);
    const recurring::weighted_sums<T> sums(on, p.size.d_k, p.size.d_v);
    const workspace<T> keys(on, longest, p.size.d_k), scores(on, longest, longest);
    recurring::for_each_chunk(p.size, [&](recurring::chunk c) {
      for (long long i = 0; i < c.count; ++i) {
        begin_step(on, "features");
        for (long long f = 0; f < p.size.d_k; ++f)
          keys.store(i, f, recurring::elu_plus_one(on, p.k.load(c.first + i, f)));
        answer(p, on, sums, keys, scores, c.first, i);
      }
      begin_step(on, "state");
      for (long long j = 0; j < c.count; ++j)
        for (long long f = 0; f < p.size.d_k; ++f) sums.learn(f, keys.load(j, f), p.v, c.first + j);
    });
  }

 private:
  /// Katharopoulos et al. 2020, eq. 8 split at the chunk: the sums and quotients of n queries and n keys, and for each
  /// pair within a chunk d_k multiply-adds (a), d_v multiply-adds (a v) and an add (the sum of a).
  template <class N>
  static constexpr operations<N> claim_of(const variant_sizes<N>& s, const recurring::chunk_sums<N>& in) {
    operations<N> pair;
    pair.mac = pair.mul = s.d_k + s.d_v;
    pair.add = s.d_k + s.d_v + N{1};
    return linear_elu_causal::claim(s) + in.pairs * pair;
  }
  /// out[first + i] from the sums and the keys first, ..., first + i.
  template <class T>
  static constexpr void answer(const head_problem<T>& p, machine<T> on, const recurring::weighted_sums<T>& sums,
                               const matrix<T>& keys, const matrix<T>& scores, long long first, long long i) {
    T total = on.number(0);
    recurring::clear_row(on, p.out, first + i);
    for (long long j = 0; j <= i; ++j) scores.store(i, j, on.number(0));
    for (long long f = 0; f < p.size.d_k; ++f) {
      begin_step(on, "features");
      const T x = recurring::elu_plus_one(on, p.q.load(first + i, f));
      begin_step(on, "inter-chunk output");
      sums.recall(f, x, p.out, first + i, total);
      begin_step(on, "intra-chunk scores");
      for (long long j = 0; j <= i; ++j)
        scores.store(i, j, arithmetic::multiply_add(scores.load(i, j), x, keys.load(j, f)));
    }
    begin_step(on, "intra-chunk output");
    for (long long j = 0; j <= i; ++j) {
      total = total + scores.load(i, j);
      recurring::add_row(p.out, first + i, scores.load(i, j), p.v, first + j);
    }
    begin_step(on, "normalise");
    recurring::divide_row(p.out, first + i, total);
  }
};

}  // namespace conform
