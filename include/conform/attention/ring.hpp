#pragma once
// ring: attention over p devices in a ring. Each keeps its queries; blocks of keys and values go round.

#include <conform/attention/flash2.hpp>

namespace conform {

/// Device a has queries, keys and values [a n/p, (a + 1)n/p). In turn h it takes the block that began at device a - h
/// into its running softmax, as FlashAttention-2 takes a tile, while it sends that block on; after p turns it divides.
/// Ordered: it passes on blocks of later positions without a look at them, and scores its own whole; device a takes a + 1
/// blocks. Simulated in one process, all devices turn by turn.
/// scratch  of all devices together: blocks in use and blocks that arrive 2n(d_k + d_v), outputs n·d_v, m and l 2n, a
///          row of scores each, n in all, and a scale each
/// source   Liu et al. 2023 (Ring Attention), algorithm 1; Dao 2023, algorithm 1
template <bool Ordered>
struct ring_of : flash2 {
  static constexpr const char* name = Ordered ? "ring_causal" : "ring";
  static constexpr const char* title = Ordered ? "ring attention over p devices, causal, later blocks passed on unseen"
                                               : "ring attention over p devices, each FlashAttention-2";
  static constexpr const char* source = Ordered ? "Liu et al. 2023, algorithm 1, less the blocks that a causal mask leaves out"
                                                : "Liu et al. 2023, algorithm 1; Dao 2023, algorithm 1";
  using alphabet = symbols<struct sizes::n, struct sizes::d_k, struct sizes::d_v, struct sizes::p>;
  using formula_alphabet = alphabet;
  static constexpr bool has_traffic = false, has_messages = true, square = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    if (s.n_q != s.n_k) return "a device has as many keys as queries";
    return s.p < 1 || s.n_q < s.p || s.n_q % s.p != 0 ? "p divides the positions" : nullptr;
  }
  /// Ordered: p(p + 1)/2 blocks of (n/p)² pairs.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return Ordered ? s.n_q * (s.n_q + ceil_div(s.n_q, s.p)) / 2 : s.n_q * s.n_q;
  }
  /// Liu et al. 2023, algorithm 1: every device takes p blocks, its own and the p - 1 that the loop brings, so that
  /// E = n² pairs and n·p (row, block) pairs cost what they cost in Dao 2023, algorithm 1; ordered, half of n(n + n/p)
  /// and of n(p + 1). Each device makes its own scale: p - 1 more sqrt and div.
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = claim_of(s, taken(s));
    out.sqrt = s.p;
    out.div = s.n_q * s.d_v + s.p;
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return steps_of(s, taken(s), s.p);
  }
  /// Liu et al. 2023, algorithm 1: a block of n/p keys and values leaves a device p - 1 times; the last of the p turns
  /// needs none.
  template <class N>
  static constexpr messages<N> sent(const variant_sizes<N>& s) {
    const N hops = s.p - N{1}, width = s.d_k + s.d_v;
    return {hops * ceil_div(s.n_q, s.p) * width, hops * s.n_q * width};
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return N{2} * s.n_q * (s.d_k + s.d_v) + s.n_q * (s.d_v + N{3}) + s.p;
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_q * (s.d_k + s.d_v);
  }
  /// Every device has a position.
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{s.p}, {s.n_q}, 1};
  }
  /// As flash2, a device's p blocks as tiles of n/p keys; ordered, those of the last device.
  static constexpr const char* depth_formula = "max(1, lg d_k) + lg(n/p) + lg(n/p + 1) + 2 p + 4";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return depth_of_tiles(s.d_k, s.n_k / s.p, s.p);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const long long devices = p.size.p, block = p.size.n_q / devices;
    // rows of device a hold the block that is there in an odd turn, and in an even one after the first
    workspace<T> k_odd(on, p.k.rows, p.k.columns), k_even(on, p.k.rows, p.k.columns);
    workspace<T> v_odd(on, p.v.rows, p.v.columns), v_even(on, p.v.rows, p.v.columns);
    workspace<T> scores(on, devices, block), sums(on, p.size.n_q, p.size.d_v), state(on, p.size.n_q, 2);
    workspace<T> scales(on, devices, 1);
    for (long long a = 0; a < devices; ++a) scales.store(a, 0, attending::scale_of(on, p.size.d_k));
    for (long long i = 0; i < p.size.n_q; ++i) state.store(i, 0, on.number(-arithmetic::series::infinity));

    matrix<const T> k = p.k, v = p.v;
    for (long long turn = 0; turn < devices; ++turn) {
      const matrix<T> next_k = turn % 2 == 0 ? k_odd : k_even, next_v = turn % 2 == 0 ? v_odd : v_even;
      for (long long a = 0; a < devices; ++a) {
        const long long first = a * block, next = (a + 1) % devices * block;
        const matrix<const T> own_k = k.some_rows(first, block), own_v = v.some_rows(first, block);
        const bool later = Ordered && turn > a;  // the block of device a - turn + p
        for (long long i = 0; i < (later ? 0 : block); ++i)
          step(on, scores.some_rows(a, 1), sums.some_rows(first + i, 1), state.some_rows(first + i, 1),
               p.q.some_rows(first + i, 1), own_k, own_v, scales.load(a, 0), 0, block, Ordered && turn == 0 ? i + 1 : block);
        if (turn + 1 == devices) continue;
        send(on, static_cast<std::size_t>(a), own_k, next_k.some_rows(next, block));
        send(on, static_cast<std::size_t>(a), own_v, next_v.some_rows(next, block));
      }
      k = next_k, v = next_v;
    }
    finish(p, on, sums, state, 0, p.size.n_q);
  }

 private:
  template <class N>
  static constexpr tiling::visited<N> taken(const variant_sizes<N>& s) {
    return {pairs(s), Ordered ? s.n_q * (s.p + N{1}) / 2 : s.n_q * s.p, N{}};
  }
};
using ring = ring_of<false>;
using ring_causal = ring_of<true>;

}  // namespace conform
