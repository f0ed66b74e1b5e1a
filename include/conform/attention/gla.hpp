#pragma once
// gla: gated linear attention: every row of the state decays by its own gate, which the position chooses.

#include <conform/attention/recurrent.hpp>

namespace conform {

/// S_t = Diag(alpha_t) S_{t-1} + k_t v_t^T; out_t = q_t S_t
/// given    the gates alpha (n, d_k), in (0, 1)
/// scratch  d_k·d_v: S
/// source   Yang et al. 2023, 4.1
struct gla_recurrent : recurring::gated_defaults {
  static constexpr const char* name = "gla_recurrent";
  static constexpr const char* title = "gated linear attention, recurrent form";
  static constexpr const char* source = "Yang et al. 2023, 4.1";
  static constexpr bool is_core = false;

  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("gates", s.n_k, s.d_k, content::fraction);
  }
  /// Yang et al. 2023, 4.1: Diag(alpha) S is d_k·d_v mul a position, k v^T and q S are d_k·d_v multiply-adds each.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return recurring::gated(s);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    recurring::run_gated(p, on, [&](long long t, long long f) { return p.given[0].load(t, f); });
  }
};

/// With S the state before a chunk of c positions, i and j within it, and b_i the product of the chunk's gates up to i:
///   out_i = (q_i ⊙ b_i) S + sum_{j <= i} ((q_i ⊙ b_i)·(k_j / b_j)) v_j
///   S = Diag(b_{c-1}) S + sum_j (b_{c-1} ⊙ k_j / b_j) v_j^T
/// k / b grows as gates shrink: a chunk should be short enough for the product of its gates to be a normal number.
/// given    the gates (n, d_k), in (0, 1); their products start from 1 and are counted
/// scratch  d_k·d_v + d_k + c·d_k + c², c = min(C, n): S, b, k / b and the scores of a chunk
/// source   Yang et al. 2023, 4.2
struct gla_chunked : recurring::chunked_defaults {
  static constexpr const char* name = "gla_chunked";
  static constexpr const char* title = "gated linear attention, by chunks";
  static constexpr const char* source = "Yang et al. 2023, 4.2";
  static constexpr bool is_core = false;

  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("gates", s.n_k, s.d_k, content::fraction);
  }
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return claim_of(s, recurring::sums_of(s));
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const recurring::chunk_sums<N> in = recurring::sums_of(s);
    operations<N> gates, decay;
    gates.mul = N{3} * s.n_q * s.d_k, gates.div = s.n_q * s.d_k;
    decay.mul = in.chunks * s.d_k * s.d_v;
    return step_list<N>()
        .add("gates", "b = Π α, q ⊙ b, k / b, b ⊙ k / b", gates)
        .add("inter-chunk output", "(q ⊙ b)·S", attending::multiply_adds<N>(s.n_q * s.d_k * s.d_v))
        .add("intra-chunk scores", "A = (Q ⊙ B)·(K / B)ᵀ within a chunk", attending::multiply_adds<N>(in.pairs * s.d_k))
        .add("intra-chunk output", "O = O + A·V within a chunk", attending::multiply_adds<N>(in.pairs * s.d_v))
        .add("decay", "Diag(b)·S", decay)
        .add("state", "S = Diag(b)·S + (b ⊙ K / B)ᵀ·V", attending::multiply_adds<N>(s.n_q * s.d_k * s.d_v));
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
  /// b is c products one after the other. S behind t chunks is the sum of a product with b (C + 1) and of k/b ⊙ b v, of which
  /// the last key's is at C + 3, the others at C + 2: lg(2C + 3) + C + 1; a mul and an add for each chunk more. q ⊙ b meets S
  /// in d_k products, and the keys of its chunk in c products behind a tree of d_k.
  static constexpr const char* depth_formula =
      "lg(d_k·2^(max(c + 1, S) + 1) + c·2^(lg d_k + c + 3)), S = C + lg(2 C + 3) + 2 t - 1 (0 for t = 0): the larger of the "
      "last two chunks, of c positions behind t chunks";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return recurring::deepest_of_chunks(s, [&](long long t, long long c) {
      const long long state = t == 0 ? 0 : s.C + attending::tree(2 * s.C + 3) + 2 * t - 1;
      return attending::met(s.d_k, attending::most(c + 1, state) + 1, c, attending::tree(s.d_k) + c + 3);
    });
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const long long longest = recurring::longest(p.size);
    const workspace<T> state(on, p.size.d_k, p.size.d_v), product(on, 1, p.size.d_k);  // S and b
    const workspace<T> keys(on, longest, p.size.d_k), scores(on, longest, longest);    // k / b
    recurring::for_each_chunk(p.size, [&](recurring::chunk c) {
      for (long long f = 0; f < p.size.d_k; ++f) product.store(0, f, on.number(1));
      for (long long i = 0; i < c.count; ++i) answer(p, on, state, product, keys, scores, c.first, i);
      for (long long f = 0; f < p.size.d_k; ++f) {
        begin_step(on, "decay");
        recurring::scale_row(state, f, product.load(0, f));
        for (long long j = 0; j < c.count; ++j) {
          begin_step(on, "gates");
          const T key = product.load(0, f) * keys.load(j, f);
          begin_step(on, "state");
          recurring::add_row(state, f, key, p.v, c.first + j);
        }
      }
    });
  }

 private:
  /// Yang et al. 2023, 4.2: a position takes 2·d_k·d_v multiply-adds (q S, k v^T), 3·d_k mul (b, q ⊙ b, b ⊙ k / b) and
  /// d_k div (k / b); a chunk d_k·d_v mul (Diag(b) S); a pair within a chunk d_k + d_v multiply-adds.
  template <class N>
  static constexpr operations<N> claim_of(const variant_sizes<N>& s, const recurring::chunk_sums<N>& in) {
    operations<N> out;
    out.mac = out.add = N{2} * s.n_q * s.d_k * s.d_v + in.pairs * (s.d_k + s.d_v);
    out.mul = out.mac + N{3} * s.n_q * s.d_k + in.chunks * s.d_k * s.d_v;
    out.div = s.n_q * s.d_k;
    return out;
  }
  /// b, k / b and out at position first + i.
  template <class T>
  static constexpr void answer(const head_problem<T>& p, machine<T> on, const matrix<T>& state,
                               const matrix<T>& product, const matrix<T>& keys, const matrix<T>& scores,
                               long long first, long long i) {
    const long long at = first + i;
    recurring::clear_row(on, p.out, at);
    for (long long j = 0; j <= i; ++j) scores.store(i, j, on.number(0));
    for (long long f = 0; f < p.size.d_k; ++f) {
      begin_step(on, "gates");
      const T b = product.load(0, f) * p.given[0].load(at, f), q = p.q.load(at, f) * b;
      product.store(0, f, b);
      keys.store(i, f, p.k.load(at, f) / b);
      begin_step(on, "inter-chunk output");
      recurring::add_row(p.out, at, q, state, f);
      begin_step(on, "intra-chunk scores");
      for (long long j = 0; j <= i; ++j)
        scores.store(i, j, arithmetic::multiply_add(scores.load(i, j), q, keys.load(j, f)));
    }
    begin_step(on, "intra-chunk output");
    for (long long j = 0; j <= i; ++j) recurring::add_row(p.out, at, scores.load(i, j), p.v, first + j);
  }
};

}  // namespace conform
