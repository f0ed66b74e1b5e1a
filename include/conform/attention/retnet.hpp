#pragma once
// retnet: retention, causal attention without softmax, where a key counts for gamma^distance: in parallel, as a
// recurrence, by chunks. (Of the paper's layer the rotation of queries and keys and the group norm are left out.)

#include <conform/attention/recurrent.hpp>

namespace conform {

/// out = (Q K^T ⊙ D) V, D_ij = gamma^(i - j) for j <= i, other pairs not scored
/// given    D (n, n)
/// scratch  n²: the scores
/// source   Sun et al. 2023, eq. 5
struct retnet_parallel : variant_defaults {
  static constexpr const char* name = "retnet_parallel";
  static constexpr const char* title = "RetNet: retention, parallel form";
  static constexpr const char* source = "Sun et al. 2023, eq. 5";
  static constexpr fidelity kind = fidelity::other;
  static constexpr bool has_pairs = true, square = true;
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.n_q != s.n_k ? "retention has as many queries as keys" : nullptr;
  }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("D", s.n_q, s.n_k, content::fraction);
  }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * (s.n_q + N{1}) / 2;
  }
  /// Sun et al. 2023, eq. 5: each of n(n + 1)/2 pairs takes d_k multiply-adds (q·k), a mul (D) and d_v multiply-adds.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out;
    out.mac = out.add = pairs(s) * (s.d_k + s.d_v);
    out.mul = out.mac + pairs(s);
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    operations<N> decay;
    decay.mul = pairs(s);
    return step_list<N>()
        .add("scores", "S = Q·Kᵀ", attending::multiply_adds<N>(pairs(s) * s.d_k))
        .add("decay", "S ⊙ D", decay)
        .add("output", "O = (S ⊙ D)·V", attending::multiply_adds<N>(pairs(s) * s.d_v));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_q * s.n_q;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_q * (s.d_k + s.d_v);
  }
  /// Product and tree (q·k), decay, product with v and the tree over keys.
  static constexpr const char* depth_formula = "lg d_k + lg n + 3";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::tree(s.d_k) + attending::tree(s.n_q) + 3;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const workspace<T> scores(on, p.size.n_q, p.size.n_k);
    for (long long i = 0; i < p.size.n_q; ++i)
      for (long long j = 0; j <= i; ++j) {
        begin_step(on, "scores");
        const T product = attending::dot(on, p.q, i, p.k, j);
        begin_step(on, "decay");
        scores.store(i, j, product * p.given[0].load(i, j));
      }
    begin_step(on, "output");
    for (long long i = 0; i < p.size.n_q; ++i) {
      recurring::clear_row(on, p.out, i);
      for (long long j = 0; j <= i; ++j) recurring::add_row(p.out, i, scores.load(i, j), p.v, j);
    }
  }
};

/// S_t = gamma S_{t-1} + k_t v_t^T; out_t = q_t S_t
/// given    gamma
/// scratch  d_k·d_v: S
/// source   Sun et al. 2023, eq. 6
struct retnet_recurrent : recurring::gated_defaults {
  static constexpr const char* name = "retnet_recurrent";
  static constexpr const char* title = "RetNet: retention, recurrent form";
  static constexpr const char* source = "Sun et al. 2023, eq. 6";

  static constexpr matrix_list inputs(const variant_sizes<long long>&) {
    return matrix_list().add("gamma", 1, 1, content::fraction);
  }
  /// Sun et al. 2023, eq. 6: gamma S is d_k·d_v mul a position, k v^T and q S are d_k·d_v multiply-adds each.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return recurring::gated(s);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    recurring::run_gated(p, on, [&](long long, long long) { return p.given[0].load(0, 0); });
  }
};

/// With R the state before a chunk of c positions, i and j within it (recurrent.hpp):
///   out_i = gamma^(i + 1) (q_i R) + sum_{j <= i} gamma^(i - j) (q_i·k_j) v_j
///   R = gamma^c R + sum_j gamma^(c - 1 - j) k_j v_j^T
/// given    gamma^0, ..., gamma^C
/// scratch  d_k·d_v + min(C, n)²: R and the scores of a chunk
/// source   Sun et al. 2023, eq. 7; the decay of a pair k, v multiplies k here, where eq. 7 lets it multiply v
struct retnet_chunked : recurring::chunked_defaults {
  static constexpr const char* name = "retnet_chunked";
  static constexpr const char* title = "RetNet: retention, by chunks";
  static constexpr const char* source = "Sun et al. 2023, eq. 7";

  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("powers", 1, s.C + 1, content::fraction);
  }
  /// Sun et al. 2023, eq. 7: a position takes 2·d_k·d_v multiply-adds (q R, k v^T), d_v + d_k mul (decays); a chunk
  /// d_k·d_v mul (gamma^c R); a pair within a chunk d_k + d_v multiply-adds and a mul.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return recurring::decayed(s, recurring::sums_of(s));
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return recurring::decayed_steps(s, recurring::sums_of(s));
  }
  template <class N>
  static constexpr operations<N> claim_below(const variant_sizes<N>& s) {
    return recurring::decayed(s, recurring::least_sums(s));
  }
  template <class N>
  static constexpr operations<N> claim_above(const variant_sizes<N>& s) {
    return recurring::decayed(s, recurring::most_sums(s));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.d_k * s.d_v + recurring::longest(s) * recurring::longest(s);
  }
  static constexpr const char* depth_formula = recurring::decayed_depth;
  static constexpr long long depth(const variant_sizes<long long>& s) { return recurring::depth_of_decayed(s); }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    recurring::run_decayed(p, on, powers<T>{p.given[0]});
  }

 private:
  template <class T>
  struct powers {
    matrix<const T> of_gamma;
    constexpr T within(long long, long long i, long long j) const { return of_gamma.load(0, i - j); }
    constexpr T since(long long, long long i) const { return of_gamma.load(0, i + 1); }
  };
};

}  // namespace conform
