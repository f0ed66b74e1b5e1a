#pragma once
// ssd: Mamba-2's state space duality: a state that decays by a number of each position. Queries are the paper's C, keys
// its B, values its X; d_k is its state N, d_v its head P, and the size C its chunk Q.

#include <conform/attention/recurrent.hpp>

namespace conform {

/// h_t = a_t h_{t-1} + B_t x_t^T; y_t = C_t h_t
/// given    a (n, 1)
/// scratch  d_k·d_v: h
/// source   Dao and Gu 2024, 2.1 and 5.1 (scalar-identity A)
struct ssd_recurrent : recurring::gated_defaults {
  static constexpr const char* name = "ssd_recurrent";
  static constexpr const char* title = "Mamba-2, state space duality, recurrent form";
  static constexpr const char* source = "Dao and Gu 2024, 2.1 and 5.1";
  static constexpr bool is_core = false;

  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("a", s.n_k, 1, content::fraction);
  }
  /// Dao and Gu 2024, 5.1: a h is d_k·d_v mul a position, B x^T and C h are d_k·d_v multiply-adds each.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return recurring::gated(s);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    recurring::run_gated(p, on, [&](long long t, long long) { return p.given[0].load(t, 0); });
  }
};

/// Diagonal blocks of L ⊙ C B^T are computed as attention, the others go through the state h before a chunk of c
/// positions; i and j within it (recurrent.hpp):
///   y_i = (a_0 ... a_i) (C_i h) + sum_{j <= i} (a_{j+1} ... a_i) (C_i·B_j) x_j
///   h = (a_0 ... a_{c-1}) h + sum_j (a_{j+1} ... a_{c-1}) B_j x_j^T
/// given    the products within a chunk: L (n, C), where L(i, j) = a_{j+1} ... a_i of the chunk's j-th position, and
///          since (n, 1) = a_0 ... a_i
/// scratch  d_k·d_v + min(C, n)²: h and the scores of a chunk
/// source   Dao and Gu 2024, 6 and listing 1
struct ssd_chunked : recurring::chunked_defaults {
  static constexpr const char* name = "ssd_chunked";
  static constexpr const char* title = "Mamba-2, state space duality, by chunks";
  static constexpr const char* source = "Dao and Gu 2024, 6 and listing 1";
  static constexpr bool is_core = false;

  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("L", s.n_q, s.C, content::fraction).add("since", s.n_q, 1, content::fraction);
  }
  /// Dao and Gu 2024, 6, its four steps: a pair within a chunk takes d_k + d_v multiply-adds and a mul (L); a position
  /// d_k·d_v multiply-adds and d_k mul into h, as many and d_v mul out of it; a chunk d_k·d_v mul (h's own decay).
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
    recurring::run_decayed(p, on, products<T>{p.given[0], p.given[1]});
  }

 private:
  template <class T>
  struct products {
    matrix<const T> pairs, starts;
    constexpr T within(long long first, long long i, long long j) const { return pairs.load(first + i, j); }
    constexpr T since(long long first, long long i) const { return starts.load(first + i, 0); }
  };
};

}  // namespace conform
