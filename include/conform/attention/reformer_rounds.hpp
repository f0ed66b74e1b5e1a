#pragma once
// reformer_rounds: LSH attention over several rounds of hashing, so that a pair that one round parts another may keep.

#include <conform/attention/reformer.hpp>

namespace conform {

/// r rounds of reformer, each by its own rotations. A query scores the keys of each round apart; a key that it meets in N
/// of them counts 1/N in each: its score is less by log N. Round t gives o_t and z_t = log-sum-exp of its scores, and
/// out = Σ_t exp(z_t - z)·o_t with z the log-sum-exp of all z_t: softmax attention over all keys of all rounds, each once.
/// Causal: as reformer_causal, a query scores itself where no round leaves it another key.
/// given    rotations (r·buckets/2, d_k): R of every round, transposed
/// scratch  n·d_k + 3rn + 2c + r·d_v + 2r: keys; bucket, order and place of every token in every round; one row; what the
///          rounds give one query; log 1 to log r
/// source   Kitaev et al. 2020, 2 (multi-round LSH attention) and appendix A
template <bool Ordered>
struct reformer_rounds_of : variant_defaults {
  static constexpr const char* name = Ordered ? "reformer_rounds_causal" : "reformer_rounds";
  static constexpr const char* title = Ordered ? "LSH attention, r rounds of hashing, chunks of c, causal"
                                               : "LSH attention, r rounds of hashing, chunks of c";
  static constexpr const char* source = "Kitaev et al. 2020, 2 and appendix A";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::r,
                           struct sizes::c, struct sizes::buckets>;
  static constexpr fidelity kind = fidelity::approximate;
  static constexpr bool has_pairs = true, square = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.r < 1 ? "tokens are hashed once or more" : hashing::impossible(s);
  }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("rotations", s.r * s.buckets / 2, s.d_k);
  }
  /// A query scores two chunks in every round, masked or not.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return N{2} * s.r * s.c * s.n_q;
  }
  /// Softmax attention over 2rcn pairs, with an add (less log N) a pair; the keys of reformer, and its hash r times; for
  /// each query and round a log and an add (z), and in the sum over rounds cmp, exp, div, two add, and d_v mul and add;
  /// the logarithms of 1 to r.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    const N rows = s.r * s.n_q, keys = s.n_q * s.d_k, hash = rows * s.d_k * s.buckets / 2;
    operations<N> out = attending::softmax_over(pairs(s), s.d_k, s.d_v);
    out.mac = out.mac + hash;
    out.mul = out.mul + keys + hash + rows * s.d_v;
    out.add = out.add + keys + hash + pairs(s) + rows * (s.d_v + N{3});
    out.cmp = out.cmp + rows * s.buckets + rows;
    out.exp = out.exp + rows;
    out.div = out.div + keys + rows;
    out.log = rows + s.r;
    out.sqrt = out.sqrt + s.n_q;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const N all = pairs(s), rows = s.r * s.n_q;
    operations<N> multiplicity, sum;
    multiplicity.log = s.r, multiplicity.add = all;
    sum.log = rows, sum.mul = rows * s.d_v, sum.add = rows * (s.d_v + N{1});
    return hashing::steps(s, s.r)
        .add("scores", "S = Q·Kᵀ", attending::multiply_adds<N>(all * s.d_k))
        .add("scale", "S / √d_k", attending::scaling<N>(all))
        .add("multiplicity", "S - log N", multiplicity)
        .add("softmax", "P = exp(S - max S) / Σ exp(S - max S), and of z over the rounds", attending::normalising<N>(all + rows))
        .add("output", "O of a round = P·V", attending::multiply_adds<N>(all * s.d_v))
        .add("rounds", "z = max S + log Σ exp(S - max S); Σ over rounds of exp(z_t - z)·O_t", sum);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_q * s.d_k + N{3} * s.r * s.n_q + N{2} * s.c + s.r * (s.d_v + N{2});
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.r * (s.n_q * s.c * (s.d_k + s.d_v) + s.n_q * s.buckets * s.d_k);
  }
  /// Two chunks or more, two buckets or more.
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{N{2} * s.c, N{2}}, {s.n_q, s.buckets}, 2};
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const long long n = p.size.n_q, rounds = p.size.r;
    workspace<T> keys(on, n, p.size.d_k), bucket(on, rounds * n, 1), order(on, rounds * n, 1), place(on, rounds * n, 1);
    workspace<T> row(on, 1, 2 * p.size.c), parts(on, rounds, p.size.d_v), sums(on, 1, rounds), logs(on, rounds, 1);
    begin_step(on, "multiplicity");
    for (long long t = 0; t < rounds; ++t) logs.store(t, 0, arithmetic::log(on.number(static_cast<double>(t + 1))));
    begin_step(on, "shared keys");
    for (long long i = 0; i < n; ++i) hashing::share(on, p.q, keys, i);
    for (long long t = 0; t < rounds; ++t) {
      const auto own = bucket.some_rows(t * n, n), sorted = order.some_rows(t * n, n);
      const auto rotations = p.given[0].some_rows(t * p.size.buckets / 2, p.size.buckets / 2);
      begin_step(on, "hash");
      for (long long i = 0; i < n; ++i) own.store(i, 0, hashing::hash(on, p.q, rotations, i));
      hashing::sort(on, own, sorted, p.size.buckets);
      for (long long m = 0; m < n; ++m)
        place.store(t * n + hashing::at(sorted, m), 0, on.number(static_cast<double>(m)));
    }
    head_problem<T> shared = p;
    shared.k = keys;
    const hashed<T> all{bucket, order, place, n, p.size.c, rounds};
    const T scale = attending::scale_of(on, p.size.d_k);
    for (long long i = 0; i < n; ++i) {
      const bool alone = all.is_alone(i);
      for (long long t = 0; t < rounds; ++t) attend(shared, on, all, alone, scale, row, parts, sums, logs, i, t);
      attending::weigh_row(on, sums, 0, rounds);
      begin_step(on, "rounds");
      for (long long w = 0; w < p.size.d_v; ++w) {
        T sum = on.number(0);
        for (long long t = 0; t < rounds; ++t) sum = sum + sums.load(0, t) * parts.load(t, w);
        p.out.store(i, w, sum);
      }
    }
  }

 private:
  /// Which keys a query meets, in which round. What stands in these cells is structure.
  template <class T>
  struct hashed {
    matrix<T> bucket, order, place;
    long long n, c, rounds;

    /// The m-th key of two chunks that query i scores in round t.
    constexpr long long key_at(long long t, long long i, long long m) const {
      const long long own = hashing::at(place, t * n + i) / c * c, before = (own == 0 ? n : own) - c;
      return hashing::at(order, t * n + (m < c ? before + m : own + m - c));
    }
    /// In chunks that see each other, in one bucket, and not later.
    constexpr bool meets(long long t, long long i, long long j) const {
      const long long own = hashing::at(place, t * n + i) / c, other = hashing::at(place, t * n + j) / c;
      const bool seen = own == other || (own == 0 ? n / c : own) - 1 == other;
      return seen && hashing::at(bucket, t * n + i) == hashing::at(bucket, t * n + j) && (!Ordered || j <= i);
    }
    constexpr long long times_met(long long i, long long j) const {
      long long out = 0;
      for (long long t = 0; t < rounds; ++t) out += meets(t, i, j) ? 1 : 0;
      return out;
    }
    constexpr bool is_alone(long long i) const {
      for (long long t = 0; t < rounds; ++t)
        for (long long m = 0; m < 2 * c; ++m)
          if (const long long j = key_at(t, i, m); j != i && meets(t, i, j)) return false;
      return true;
    }
  };
  /// parts[t] and sums[t] = what round t gives query i.
  template <class T>
  static constexpr void attend(const head_problem<T>& p, machine<T> on, const hashed<T>& all, bool alone, T scale,
                               const matrix<T>& row, const matrix<T>& parts, const matrix<T>& sums, const matrix<T>& logs,
                               long long i, long long t) {
    const auto masked = [&](long long j) { return !all.meets(t, i, j) || (Ordered && !alone && j == i); };
    for (long long m = 0; m < row.columns; ++m) {
      const long long j = all.key_at(t, i, m), times = attending::most(all.times_met(i, j), 1);
      T score = attending::scaled_score(on, p.q, i, p.k, j, scale);
      begin_step(on, "multiplicity");
      score = score - logs.load(times - 1, 0);
      row.store(0, m, masked(j) ? on.number(-arithmetic::series::infinity) : score);
    }
    const attending::row_sums<T> of_row = attending::weigh_row(on, row, 0, row.columns);
    begin_step(on, "output");
    for (long long w = 0; w < parts.columns; ++w) {
      T sum = on.number(0);
      for (long long m = 0; m < row.columns; ++m) {
        const long long j = all.key_at(t, i, m);
        sum = attending::weighted(on, sum, row.load(0, m), p.v, j, w, masked(j));
      }
      parts.store(t, w, sum);
    }
    begin_step(on, "rounds");
    sums.store(0, t, of_row.largest + arithmetic::log(of_row.total));
  }
};
using reformer_rounds = reformer_rounds_of<false>;
using reformer_rounds_causal = reformer_rounds_of<true>;

}  // namespace conform
