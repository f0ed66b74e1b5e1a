#pragma once
// rows: softmax attention one query at a time, over any list of keys: what the sparse variants share. The scores of one
// row are all that is in memory.

#include <conform/attention/variant.hpp>

namespace conform::attending {

constexpr long long least(long long a, long long b) { return a < b ? a : b; }
constexpr long long most(long long a, long long b) { return a < b ? b : a; }

/// 1/sqrt(d), once a head; 1 for rows of no width, whose scores are 0. The first of step "scale": the next one begins
/// after it.
template <class T>
constexpr T scale_of(machine<T> on, long long width) {
  begin_step(on, "scale");
  return on.number(1) / arithmetic::sqrt(on.number(static_cast<double>(most(width, 1))));
}

/// sum + q[i]·k[j]
template <class T>
constexpr T dot_onto(T sum, const readable<T>& q, long long i, const readable<T>& k, long long j) {
  for (long long f = 0; f < q.columns; ++f) sum = arithmetic::multiply_add(sum, q.load(i, f), k.load(j, f));
  return sum;
}
/// q[i]·k[j]
template <class T>
constexpr T dot(machine<T> on, const readable<T>& q, long long i, const readable<T>& k, long long j) {
  return dot_onto<T>(on.number(0), q, i, k, j);
}
/// scale·q[i]·k[j], by the steps "scores" and "scale".
template <class T>
constexpr T scaled_score(machine<T> on, const readable<T>& q, long long i, const readable<T>& k, long long j, T scale,
                         const char* scores = "scores") {
  // [steps]
  begin_step(on, scores);
  const T product = dot(on, q, i, k, j);
  begin_step(on, "scale");
  return product * scale;
  // [/steps]
}

/// The maximum of a row of scores, and the sum of their exponentials above it: 1 where there are none.
template <class T>
struct row_sums {
  T largest, total;
};

/// row[i] = softmax of its first `count` cells. Scores of -inf weigh nothing.
template <class T>
constexpr row_sums<T> weigh_row(machine<T> on, const matrix<T>& row, long long i, long long count) {
  begin_step(on, "softmax");
  T top = on.number(-arithmetic::series::infinity);
  for (long long m = 0; m < count; ++m) top = arithmetic::larger(top, row.load(i, m));
  const T largest = arithmetic::zero_if_infinite(top);
  T total = on.number(0);
  for (long long m = 0; m < count; ++m) {
    const T weight = arithmetic::exp(row.load(i, m) - largest);
    total = total + weight;
    row.store(i, m, weight);
  }
  total = arithmetic::one_if_zero(total);
  for (long long m = 0; m < count; ++m) row.store(i, m, row.load(i, m) / total);
  return {top, total};
}

/// sum + weight·v[j, w]. A masked pair costs the same and brings nothing, not even a NaN.
template <class T>
constexpr T weighted(machine<T>, T sum, T weight, const matrix<const T>& v, long long j, long long w, bool masked) {
  const T with = arithmetic::multiply_add(sum, weight, v.load(j, w));
  return masked ? sum : with;
}

/// No key of a row is masked.
struct unmasked {
  constexpr bool operator()(long long) const { return false; }
};

/// out[i] = softmax over the keys key_at(0), ..., key_at(count - 1) of q[i]·k[j]·scale, times V. Three passes over
/// `row`, which has room for `count` scores. Without keys out[i] is 0; scores of -inf weigh nothing. Key m is masked
/// where masked(m): as costly as any other, and without effect.
template <class T, class KeyAt, class Masked = unmasked>
constexpr void attend_row(const head_problem<T>& p, machine<T> on, const matrix<T>& row, T scale, long long i,
                          long long count, const KeyAt& key_at, const Masked& masked = {}) {
  for (long long m = 0; m < count; ++m) {
    const T score = scaled_score(on, p.q, i, p.k, key_at(m), scale);
    row.store(0, m, masked(m) ? on.number(-arithmetic::series::infinity) : score);
  }
  weigh_row(on, row, 0, count);
  begin_step(on, "output");
  for (long long w = 0; w < p.v.columns; ++w) {
    T sum = on.number(0);
    for (long long m = 0; m < count; ++m) sum = weighted(on, sum, row.load(0, m), p.v, key_at(m), w, masked(m));
    p.out.store(i, w, sum);
  }
}

/// What attend_row costs over all rows of a head with E scored pairs, scale included. Vaswani et al. 2017, eq. 1: a
/// score is d_k multiply-adds and one scaling; a pair then costs cmp (max), add (subtract), exp, add (sum), div
/// (normalise) and d_v multiply-adds with V; the scale is one sqrt and one div.
template <class N>
constexpr operations<N> softmax_over(const N& pairs, const N& d_k, const N& d_v) {
  operations<N> out;
  out.mac = pairs * (d_k + d_v);
  out.mul = out.mac + pairs;
  out.add = out.mul + pairs;
  out.cmp = out.exp = pairs;
  out.div = pairs + N{1};
  out.sqrt = N{1};
  return out;
}

}  // namespace conform::attending
