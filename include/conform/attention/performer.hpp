#pragma once
// performer: softmax attention by positive random features (FAVOR+), linear in the number of positions.

#include <conform/attention/recurrent.hpp>

namespace conform {

/// phi(x) = exp(W x' - |x'|²/2) / sqrt(features), x' = x / d_k^(1/4): phi(q)·phi(k) has the mean exp(q·k / sqrt(d_k))
/// over normal W.  out[i] = phi(q[i])·(sum_j phi(k[j]) v[j]ᵀ) / (phi(q[i])·sum_j phi(k[j])), sums first.
/// W (features, d_k) is given: rows of independent normal numbers, orthogonal or not.
/// Where all features of a query vanish (far from every key), its row is 0.
/// scratch  features(d_v + 1) + d_k: the sum of phi(k) vᵀ, of phi(k), one x'
/// source   Choromanski et al. 2020, lemma 1 (positive features), eq. 4
struct performer : variant_defaults {
  static constexpr const char* name = "performer";
  static constexpr const char* title = "Performer: positive random features (FAVOR+)";
  static constexpr const char* source = "Choromanski et al. 2020, lemma 1 and eq. 4";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v,
                           struct sizes::features>;
  static constexpr fidelity kind = fidelity::approximate;
  static constexpr bool every_key = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.features < 1 ? "there is a random feature" : s.d_k < 1 ? "a query has a component" : nullptr;
  }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("features", s.features, s.d_k);
  }
  /// Choromanski et al. 2020, lemma 1: for each of n_q + n_k vectors x' is d_k mul, |x'|²/2 d_k mul and add and a mul,
  /// W x' features·d_k multiply-adds; then each feature an add (subtract), an exp and a mul (1/sqrt(features)).
  /// Eq. 4: keys add features·d_v products and features (sum); queries take features·d_v products, features
  /// products more for the divisor, and d_v div. 1/d_k^(1/4) is two sqrt and a div, 1/sqrt(features) one of each.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    const N both = s.n_q + s.n_k, &m = s.features;
    const N products = both * m * s.d_k + both * m * s.d_v + s.n_q * m;
    operations<N> out;
    out.mul = products + both * (N{2} * s.d_k + m + N{1});
    out.add = products + both * (s.d_k + m) + s.n_k * m;
    out.exp = both * m;
    out.div = s.n_q * s.d_v + N{2};
    out.sqrt = N{3};
    out.mac = products;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const N both = s.n_q + s.n_k, &m = s.features;
    operations<N> rest;
    rest.mul = both * (N{2} * s.d_k + m + N{1}), rest.add = both * (s.d_k + m), rest.exp = both * m;
    rest.sqrt = N{2}, rest.div = N{1};
    const operations<N> features = attending::multiply_adds<N>(both * m * s.d_k) + rest;
    return step_list<N>()
        .add("scale", "1 / √m, for m features", attending::scaling<N>(N{}))
        .add(recurring::weighted_steps<N>("φ(x) = exp(x'·ω - |x'|² / 2) / √m of Q and K, x' = x / d_k^(1/4)",
                                          features, s.n_q, s.n_k, m, s.d_v));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.features * (s.d_v + N{1}) + s.d_k;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return (s.n_q + s.n_k) * s.features * (s.d_k + s.d_v);
  }
  /// x' takes 4 (two sqrt, div, mul), |x'|²/2 a product, a tree and a mul; then subtract, exp, mul; S a product and a tree
  /// over keys, phi(q) S a product and a tree over features, div.
  static constexpr const char* depth_formula = "lg d_k + lg n_k + lg features + 12";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::tree(s.d_k) + attending::tree(s.n_k) + attending::tree(s.features) + 12;
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    const recurring::weighted_sums<T> sums(on, s.features, s.d_v);
    workspace<T> x(on, 1, s.d_k);
    begin_step(on, "features");
    const T root = arithmetic::sqrt(arithmetic::sqrt(on.number(static_cast<double>(s.d_k))));
    const T shrink = on.number(1) / root, even = attending::scale_of(on, s.features);
    const auto feature = [&](long long f, T half) {
      begin_step(on, "features");
      return arithmetic::exp(attending::dot<T>(on, x, 0, p.given[0], f) - half) * even;
    };
    for (long long j = 0; j < s.n_k; ++j) {
      const T half = shrunk(on, p.k, j, shrink, x);
      for (long long f = 0; f < s.features; ++f) {
        const T phi = feature(f, half);
        begin_step(on, "state");
        sums.learn(f, phi, p.v, j);
      }
    }
    for (long long i = 0; i < s.n_q; ++i) {
      const T half = shrunk(on, p.q, i, shrink, x);
      T total = on.number(0);
      recurring::clear_row(on, p.out, i);
      for (long long f = 0; f < s.features; ++f) {
        const T phi = feature(f, half);
        begin_step(on, "output");
        sums.recall(f, phi, p.out, i, total);
      }
      begin_step(on, "normalise");
      recurring::divide_row(p.out, i, total);
    }
  }

 private:
  /// x = x' of from[i]; returns |x'|²/2.
  template <class T>
  static constexpr T shrunk(machine<T> on, const matrix<const T>& from, long long i, T shrink, const matrix<T>& x) {
    begin_step(on, "features");
    T square = on.number(0);
    for (long long f = 0; f < x.columns; ++f) {
      const T component = from.load(i, f) * shrink;
      x.store(0, f, component);
      square = square + component * component;
    }
    return square * on.number(0.5);
  }
};

}  // namespace conform
