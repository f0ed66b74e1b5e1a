#pragma once
// nystrom: softmax attention through landmarks, by the pseudo-inverse of the landmarks' own attention.

#include <conform/attention/products.hpp>

namespace conform {

/// out = softmax(Q K'ᵀ s) Z (softmax(Q' Kᵀ s) V), s = 1/sqrt(d_k), where landmarks Q' and K' are means of segments of
/// as many neighbouring queries (keys), and Z nears the pseudo-inverse of A = softmax(Q' K'ᵀ s):
///   Z = Aᵀ / (|A|_1 |A|_inf), then `iterations` times Z = Z(13I - AZ(15I - AZ(7I - AZ))) / 4.
/// Dense attention in the limit of many iterations where every query and key is a landmark and A has an inverse.
/// The landmarks divide the queries and the keys: the paper pads with zeros, which would be other landmarks.
/// scratch  m(2d_k + 2d_v) + 5m² + m + n_k for m landmarks: Q' and K', both products with V, A and Z and three matrices
///          of an iteration, and a row of either softmax
/// source   Xiong et al. 2021, algorithm 1 and lemma 1; Z is begun as the text after the lemma says
struct nystrom : variant_defaults {
  static constexpr const char* name = "nystrom";
  static constexpr const char* title = "Nyströmformer: landmarks that are means of segments";
  static constexpr const char* source = "Xiong et al. 2021, algorithm 1 and lemma 1";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v,
                           struct sizes::landmarks, struct sizes::iterations>;
  static constexpr fidelity kind = fidelity::approximate;
  static constexpr bool every_key = true;
  static constexpr bool has_pairs = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    if (s.landmarks < 1 || s.n_q % s.landmarks != 0 || s.n_k % s.landmarks != 0)
      return "landmarks divide the queries and the keys";
    if (s.n_q < 1 || s.n_k < 1) return "a landmark is a mean of queries and of keys";
    return s.iterations < 0 ? "iterations are counted from 0" : s.d_k < 1 ? "a query has a component" : nullptr;
  }
  /// Of the three softmaxes.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.landmarks + s.landmarks * s.landmarks + s.landmarks * s.n_k;
  }
  /// Xiong et al. 2021, algorithm 1, m landmarks. Means: (n_q + n_k)d_k add, 2m·d_k div. Each scored pair of the three
  /// softmaxes is d_k multiply-adds, a mul (scale), cmp, add, exp, add, div; products with V and Z are
  /// (m·n_k + m² + n_q·m)d_v. The pseudo-inverse: both norms 2m² add and 2m cmp, their product a mul, Aᵀ divided m²
  /// div; an iteration (lemma 1) is four products m³, three subtractions m² and a scaling m². (A is positive: no
  /// absolute values.)
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    const N &m = s.landmarks, scored = pairs(s), square = m * m;
    const N products = scored * s.d_k + (m * s.n_k + square + s.n_q * m) * s.d_v + N{4} * s.iterations * square * m;
    operations<N> out;
    out.mul = products + scored + s.iterations * square + N{1};
    out.add = products + N{2} * scored + (s.n_q + s.n_k) * s.d_k + N{2} * square + N{3} * s.iterations * square;
    out.cmp = scored + N{2} * m;
    out.exp = scored;
    out.div = scored + N{2} * m * s.d_k + square + N{1};
    out.sqrt = N{1};
    out.mac = products;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const N &m = s.landmarks, square = m * m;
    operations<N> means, start, correction;
    means.add = (s.n_q + s.n_k) * s.d_k, means.div = N{2} * m * s.d_k;
    start.add = N{2} * square, start.cmp = N{2} * m, start.mul = N{1}, start.div = square;
    correction.add = N{3} * s.iterations * square, correction.mul = s.iterations * square;
    return step_list<N>()
        .add("landmarks", "Q', K' = means of the segments of Q, of K", means)
        .add("scores", "Q·K'ᵀ, Q'·K'ᵀ, Q'·Kᵀ", attending::multiply_adds<N>(pairs(s) * s.d_k))
        .add("scale", "S / √d_k", attending::scaling<N>(pairs(s)))
        .add("softmax", "F, A, B = softmax of the rows of each", attending::normalising<N>(pairs(s)))
        .add("landmark output", "B·V", attending::multiply_adds<N>(m * s.n_k * s.d_v))
        .add("first inverse", "Z = Aᵀ / (‖A‖₁·‖A‖∞)", start)
        .add("pseudo-inverse", "Z = Z·(13I - AZ·(15I - AZ·(7I - AZ))) / 4",
             attending::multiply_adds<N>(N{4} * s.iterations * square * m) + correction)
        .add("mixing", "Z·(B·V)", attending::multiply_adds<N>(square * s.d_v))
        .add("output", "O = F·(Z·(B·V))", attending::multiply_adds<N>(s.n_q * m * s.d_v));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.landmarks * (N{2} * s.d_k + N{2} * s.d_v + N{1} + N{5} * s.landmarks) + s.n_k;
  }
  /// Xiong et al. 2021 (complexity analysis), for landmarks that are no more than the queries.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return (s.n_q + s.n_k) * s.landmarks * (s.d_k + s.d_v) + s.iterations * s.landmarks * s.landmarks * s.landmarks;
  }
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{s.landmarks, s.landmarks}, {s.n_q, s.n_k}, 2};
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    const long long m = s.landmarks;
    workspace<T> q(on, m, s.d_k), k(on, m, s.d_k), gathered(on, m, s.d_v), mixed(on, m, s.d_v);
    workspace<T> a(on, m, m), z(on, m, m);
    workspace<T> first(on, m, m), second(on, m, m), third(on, m, m), row(on, 1, m), long_row(on, 1, s.n_k);
    const T scale = attending::scale_of(on, s.d_k);
    begin_step(on, "landmarks");
    mean(on, p.q, q), mean(on, p.k, k);
    for (long long i = 0; i < m; ++i) {
      weigh(on, q, i, p.k, scale, long_row);  // (1, n_k)
      begin_step(on, "landmark output");
      attending::multiply(on, long_row, p.v, gathered.some_rows(i, 1));
      weigh(on, q, i, k, scale, a.some_rows(i, 1));
    }
    begin_step(on, "first inverse");
    begin_inverse(on, a, z);
    begin_step(on, "pseudo-inverse");
    for (long long i = 0; i < s.iterations; ++i) near_inverse(on, a, z, first, second, third);
    begin_step(on, "mixing");
    attending::multiply(on, z, gathered, mixed);
    for (long long i = 0; i < s.n_q; ++i) {
      weigh(on, p.q, i, k, scale, row);  // (1, m)
      begin_step(on, "output");
      attending::multiply(on, row, mixed, p.out.some_rows(i, 1));
    }
  }

 private:
  /// out[i] = the mean of the i-th of out.rows segments of x
  template <class T>
  static constexpr void mean(machine<T> on, const matrix<const T>& x, const matrix<T>& out) {
    const long long segment = x.rows / out.rows;
    for (long long i = 0; i < out.rows; ++i)
      for (long long f = 0; f < out.columns; ++f) {
        T sum = on.number(0);
        for (long long j = 0; j < segment; ++j) sum = sum + x.load(i * segment + j, f);
        out.store(i, f, sum / on.number(static_cast<double>(segment)));
      }
  }
  /// row = softmax over j of q[i]·k[j]·scale
  template <class T>
  static constexpr void weigh(machine<T> on, const readable<T>& q, long long i, const readable<T>& k, T scale,
                              const matrix<T>& row) {
    for (long long j = 0; j < k.rows; ++j) row.store(0, j, attending::scaled_score(on, q, i, k, j, scale));
    attending::weigh_row(on, row, 0, k.rows);
  }
  /// The largest sum of a row of positive numbers.
  template <class T>
  static constexpr T norm(machine<T> on, const matrix<T>& a) {
    T largest = on.number(-arithmetic::series::infinity);
    for (long long i = 0; i < a.rows; ++i) {
      T sum = on.number(0);
      for (long long j = 0; j < a.columns; ++j) sum = sum + a.load(i, j);
      largest = arithmetic::larger(largest, sum);
    }
    return largest;
  }
  /// z = aᵀ / (|a|_1 |a|_inf)
  template <class T>
  static constexpr void begin_inverse(machine<T> on, const matrix<T>& a, const matrix<T>& z) {
    const T size = norm(on, a) * norm(on, a.transposed());
    for (long long i = 0; i < a.rows; ++i)
      for (long long j = 0; j < a.columns; ++j) z.store(i, j, a.load(j, i) / size);
  }
  /// z = z(13I - az(15I - az(7I - az))) / 4
  template <class T>
  static constexpr void near_inverse(machine<T> on, const matrix<T>& a, const matrix<T>& z, const matrix<T>& az,
                                     const matrix<T>& left, const matrix<T>& right) {
    attending::multiply(on, a, z, az);
    subtract(on, 7, az, right);
    attending::multiply(on, az, right, left);
    subtract(on, 15, left, left);
    attending::multiply(on, az, left, right);
    subtract(on, 13, right, right);
    attending::multiply(on, z, right, left);
    for (long long i = 0; i < z.rows; ++i)
      for (long long j = 0; j < z.columns; ++j) z.store(i, j, left.load(i, j) * on.number(0.25));
  }
  /// out = diagonal·I - a
  template <class T>
  static constexpr void subtract(machine<T> on, double diagonal, const matrix<T>& a, const matrix<T>& out) {
    for (long long i = 0; i < a.rows; ++i)
      for (long long j = 0; j < a.columns; ++j) out.store(i, j, on.number(i == j ? diagonal : 0) - a.load(i, j));
  }
};

}  // namespace conform
