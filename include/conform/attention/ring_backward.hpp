#pragma once
// ring_backward: the gradients of ring attention. Blocks of keys and values go round with their gradients.

#include <conform/attention/flash2_backward.hpp>
#include <conform/attention/ring.hpp>

namespace conform {

/// Device a has queries, dO, O, L, keys and values [a n/p, (a + 1)n/p), and makes dQ of its queries. In turn h it has the
/// block that began at device a - h, and adds to that block's dK and dV as FlashAttention-2 does for a tile; keys and
/// values go on p - 1 times, their gradients p times, until they are at home. Simulated in one process.
/// given    dO (n, d_v), O (n, d_v), L (n, 1)
/// made     dQ (n, d_k), dK (n, d_k), dV (n, d_v)
/// scratch  of all devices together: blocks in use and blocks that arrive 2n(d_k + d_v), gradients that arrive n(d_k + d_v),
///          D n, and a scale each
/// source   Liu et al. 2023 (Ring Attention), 3; Dao 2023, algorithm 2
struct ring_backward : variant_defaults {
  static constexpr const char* name = "ring_backward";
  static constexpr const char* title = "gradients of ring attention over p devices, weights computed again";
  static constexpr const char* source = "Liu et al. 2023, 3; Dao 2023, algorithm 2";
  using alphabet = symbols<struct sizes::n, struct sizes::d_k, struct sizes::d_v, struct sizes::p>;
  static constexpr bool has_pairs = true, has_messages = true, is_core = false, square = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) { return ring::impossible(s); }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) { return flash2_backward::inputs(s); }
  static constexpr matrix_shape result(const variant_sizes<long long>&) { return {}; }  // but for `outputs`
  static constexpr matrix_list outputs(const variant_sizes<long long>& s) { return dense_backward::outputs(s); }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_q;
  }
  /// Dao 2023, algorithm 2, over all n² pairs (see flash2_backward); a scale on each device.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = flash2_backward::claim(s);
    out.sqrt = out.div = s.p;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return flash2_backward::steps(s, s.p);
  }
  /// Liu et al. 2023, 3, lets both passes go round, and counts no hops: here p - 1 of n/p keys and values, p of their
  /// gradients (the last one home; a device alone has none).
  template <class N>
  static constexpr messages<N> sent(const variant_sizes<N>& s) {
    const N hops = s.p - N{1} + min(s.p - N{1}, N{1}) * s.p, width = s.d_k + s.d_v;
    return {hops * ceil_div(s.n_q, s.p) * width, hops * s.n_q * width};
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return N{3} * s.n_q * (s.d_k + s.d_v) + s.n_q + s.p;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_q * (s.d_k + s.d_v);
  }
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{s.p}, {s.n_q}, 1};
  }
  static constexpr const char* depth_formula = flash2_backward::depth_formula;
  static constexpr long long depth(const variant_sizes<long long>& s) { return flash2_backward::depth(s); }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const long long devices = p.size.p, block = p.size.n_q / devices;
    const place<T> here(on, p.size);
    const place<T> there(on, p.size);
    workspace<T> d_k(on, p.k.rows, p.k.columns), d_v(on, p.v.rows, p.v.columns), overlaps(on, p.size.n_q, 1);
    workspace<T> scales(on, devices, 1);
    for (long long a = 0; a < devices; ++a) scales.store(a, 0, attending::scale_of(on, p.size.d_k));
    for (long long i = 0; i < p.size.n_q; ++i)
      overlaps.store(i, 0, attending::overlap(on, p.given[0], p.given[1], i));
    attending::fill_zero(on, p.made[0]);

    ring_block<T> now{p.k, p.v, d_k, d_v};
    if (devices % 2 == 0) now.d_k = p.made[1], now.d_v = p.made[2];  // so that they end there
    attending::fill_zero(on, now.d_k), attending::fill_zero(on, now.d_v);
    for (long long turn = 0; turn < devices; ++turn) {
      const place<T>& next = turn % 2 == 0 ? there : here;
      const bool homeward = (devices - turn) % 2 == 1;
      const matrix<T> next_d_k = homeward ? p.made[1] : matrix<T>(d_k), next_d_v = homeward ? p.made[2] : matrix<T>(d_v);
      for (long long a = 0; a < devices; ++a) {
        const long long first = a * block, to = (a + 1) % devices * block;
        add(p, on, now.rows(first, block), first, overlaps, scales.load(a, 0));
        if (turn + 1 < devices) {
          pass(on, devices, a, now.k.some_rows(first, block), next.k.some_rows(to, block));
          pass(on, devices, a, now.v.some_rows(first, block), next.v.some_rows(to, block));
        }
        pass(on, devices, a, now.d_k.some_rows(first, block), next_d_k.some_rows(to, block));
        pass(on, devices, a, now.d_v.some_rows(first, block), next_d_v.some_rows(to, block));
      }
      now = {next.k, next.v, next_d_k, next_d_v};
    }
  }

 private:
  /// Where the blocks of all devices stand.
  template <class T>
  struct place {
    workspace<T> k, v;
    place(machine<T> on, const variant_sizes<long long>& s) : k(on, s.n_k, s.d_k), v(on, s.n_k, s.d_v) {}
  };
  /// Keys, values and their gradients.
  template <class T>
  struct ring_block {
    matrix<const T> k, v;
    matrix<T> d_k, d_v;
    constexpr ring_block rows(long long first, long long count) const {
      return {k.some_rows(first, count), v.some_rows(first, count), d_k.some_rows(first, count),
              d_v.some_rows(first, count)};
    }
  };
  /// What a block brings to the queries from `first` on, and they to it.
  template <class T>
  static constexpr void add(const head_problem<T>& p, machine<T> on, const ring_block<T>& to, long long first,
                            const matrix<T>& overlaps, T scale) {
    const attending::gradients<T> all{p.q, to.k, to.v, p.given[0], p.made[0], to.d_k, to.d_v};
    for (long long i = first; i < first + to.k.rows; ++i)
      for (long long j = 0; j < to.k.rows; ++j)
        all.add(on, i, j, attending::weight_again(on, p.q, i, to.k, j, scale, p.given[2].load(i, 0)), overlaps.load(i, 0),
                scale);
  }
  /// To the next device; one alone keeps what it has.
  template <class T>
  static constexpr void pass(machine<T> on, long long devices, long long sender, const readable<T>& from,
                             const writable<T>& to) {
    if (devices > 1) return send(on, static_cast<std::size_t>(sender), from, to);
    for (long long i = 0; i < from.rows; ++i)
      for (long long j = 0; j < from.columns; ++j) to.store(i, j, from.load(i, j));
  }
};

}  // namespace conform
