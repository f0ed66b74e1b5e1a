#pragma once
// reformer: attention within buckets of a locality-sensitive hash. Tokens are sorted by bucket and cut into chunks; a
// chunk sees itself and the one before.

#include <conform/attention/sparse.hpp>

namespace conform {
namespace hashing {

/// A bucket or a place, which stands in a cell.
template <class T>
constexpr long long at(const matrix<T>& cells, long long i) {
  return static_cast<long long>(attending::structure_of(cells.cell(i, 0)));
}
/// keys[i] = q[i]/|q[i]|; 0 stays 0.
template <class T>
constexpr void share(machine<T> on, const matrix<const T>& q, const matrix<T>& keys, long long i) {
  T sum = on.number(0);
  for (long long f = 0; f < q.columns; ++f) sum = sum + q.load(i, f) * q.load(i, f);
  const T norm = arithmetic::one_if_zero(arithmetic::sqrt(sum));
  for (long long f = 0; f < q.columns; ++f) keys.store(i, f, q.load(i, f) / norm);
}
/// The first place of the largest of q[i]·R, -q[i]·R.
template <class T>
constexpr T hash(machine<T> on, const matrix<const T>& q, const matrix<const T>& rotations, long long i) {
  T largest = on.number(-arithmetic::series::infinity);
  long long first = 0;
  const auto meet = [&](T x, long long b) {
    if (attending::structure_of(x) > attending::structure_of(largest)) first = b;
    largest = arithmetic::larger(largest, x);
  };
  for (long long b = 0; b < rotations.rows; ++b) {
    const T turned = attending::dot(on, q, i, rotations, b);
    meet(turned, b), meet(arithmetic::opposite(turned), b + rotations.rows);
  }
  return on.number(static_cast<double>(first));
}
/// order = the tokens by bucket, then by place.
template <class T>
constexpr void sort(machine<T> on, const matrix<T>& bucket, const matrix<T>& order, long long buckets) {
  long long place = 0;
  for (long long b = 0; b < buckets; ++b)
    for (long long i = 0; i < bucket.rows; ++i)
      if (at(bucket, i) == b) order.store(place++, 0, on.number(static_cast<double>(i)));
}

constexpr const char* impossible(const variant_sizes<long long>& s) {
  return s.n_q != s.n_k                          ? "tokens are queries and keys"
         : s.c < 1 || s.n_q % s.c != 0           ? "tokens make whole chunks of c"
         : s.n_q < 2 * s.c                       ? "tokens make two chunks of c or more"
         : s.buckets < 2 || s.buckets % 2 != 0   ? "buckets are an even number, 2 or more"
                                                 : nullptr;
}

/// The steps before any pair is scored: for each token d_k mul and add (|q|²), a sqrt, d_k div; in each round of hashing
/// b/2 dot products of d_k (qR; -qR is a change of sign) and a maximum over b.
template <class N>
constexpr step_list<N> steps(const variant_sizes<N>& s, const N& rounds) {
  const N cells = s.n_q * s.d_k;
  operations<N> shared, largest;
  shared.mul = shared.add = shared.div = cells, shared.sqrt = s.n_q;
  largest.cmp = rounds * s.n_q * s.buckets;
  return step_list<N>()
      .add("shared keys", "k = q / |q|", shared)
      .add("hash", "argmax [q·R, -q·R]", attending::multiply_adds<N>(rounds * cells * s.buckets / 2) + largest);
}

}  // namespace hashing

/// One round. Queries are keys: k[j] = q[j]/|q[j]|, K is not used. Bucket of token i: argmax of [q[i]R; -q[i]R]. Tokens
/// in the order of buckets, then of places, make chunks of c; a query scores its own chunk and the one before (the
/// first: the last, where equation 5 has none), 2c keys, of which those in other buckets are masked. Causal: later
/// tokens are masked, too, and the query itself unless nothing else is left.
/// given    rotations (buckets/2, d_k): R transposed
/// scratch  n·d_k + 2n + 2c: keys, the bucket and the order of tokens, one row
/// source   Kitaev et al. 2020, 2: equations 4 and 5, and the paragraphs on hashing, shared QK and causal masking
template <bool Ordered>
struct reformer_of : variant_defaults {
  static constexpr const char* name = Ordered ? "reformer_causal" : "reformer";
  static constexpr const char* title = Ordered ? "LSH attention, one round, chunks of c, causal"
                                               : "LSH attention, one round, chunks of c";
  static constexpr const char* source = "Kitaev et al. 2020, 2, eq. 4 and 5";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::c,
                           struct sizes::buckets>;
  static constexpr fidelity kind = fidelity::approximate;
  static constexpr bool has_pairs = true, square = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return hashing::impossible(s); }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("rotations", s.buckets / 2, s.d_k);
  }
  /// A query scores two chunks, masked or not.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return N{2} * s.c * s.n_q;
  }
  /// Softmax attention over 2cn pairs. Shared QK: for each token d_k mul and add (|q|²), a sqrt, d_k div. Hash: b/2 dot
  /// products of d_k (qR; -qR is a change of sign) and a maximum over b. Sorting depends on data and is not counted.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = attending::softmax_over(pairs(s), s.d_k, s.d_v);
    const N hash = s.n_q * s.d_k * s.buckets / 2;
    out.mul = out.mul + s.n_q * s.d_k + hash;
    out.add = out.add + s.n_q * s.d_k + hash;
    out.div = out.div + s.n_q * s.d_k;
    out.sqrt = out.sqrt + s.n_q;
    out.cmp = out.cmp + s.n_q * s.buckets;
    out.mac = out.mac + hash;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return hashing::steps(s, N{1}).add(attending::softmax_steps<N>(pairs(s), s.d_k, s.d_v));
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_q * s.d_k + N{2} * s.n_q + N{2} * s.c;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.c * (s.d_k + s.d_v) + s.n_q * s.buckets * s.d_k;
  }
  /// Two chunks or more, two buckets or more.
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{N{2} * s.c, N{2}}, {s.n_q, s.buckets}, 2};
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const long long n = p.size.n_q, c = p.size.c;
    workspace<T> keys(on, n, p.size.d_k), bucket(on, n, 1), order(on, n, 1), row(on, 1, 2 * c);
    for (long long i = 0; i < n; ++i) {
      begin_step(on, "shared keys");
      hashing::share(on, p.q, keys, i);
      begin_step(on, "hash");
      bucket.store(i, 0, hashing::hash(on, p.q, p.given[0], i));
    }
    hashing::sort(on, bucket, order, p.size.buckets);
    head_problem<T> shared = p;
    shared.k = keys;
    const T scale = attending::scale_of(on, p.size.d_k);
    for (long long place = 0; place < n; ++place) {
      const long long own = place / c * c, before = (own == 0 ? n : own) - c, i = hashing::at(order, place);
      const auto key_at = [&](long long m) { return hashing::at(order, m < c ? before + m : own + m - c); };
      const auto other = [&](long long m) {
        return hashing::at(bucket, key_at(m)) != hashing::at(bucket, i) || (Ordered && key_at(m) > i);
      };
      bool alone = true;  // nothing but the query itself is left
      for (long long m = 0; m < 2 * c; ++m) alone = alone && (other(m) || key_at(m) == i);
      attending::attend_row(shared, on, row, scale, i, 2 * c, key_at,
                            [&](long long m) { return other(m) || (Ordered && !alone && key_at(m) == i); });
    }
  }
};
using reformer = reformer_of<false>;
using reformer_causal = reformer_of<true>;

}  // namespace conform
