#pragma once
// bigbird: blocks of tokens: a window of blocks, a few global ones, and for each row of blocks a few drawn at random.

#include <conform/attention/sparse.hpp>

namespace conform {
namespace drawing {

/// One step of SplitMix64 (Steele et al. 2014).
constexpr unsigned long long mixed(unsigned long long x) {
  x += 0x9e3779b97f4a7c15ull;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

}  // namespace drawing

/// Blocks of B_r tokens, nb = n/B_r of them. The first g rows and columns of blocks are global; another row scores its
/// own block, w blocks on either side, without wrapping, and r drawn from those that it does not score yet.
/// scratch  n: one row of a global block; without any, (min(2w + 1, nb) + r)B_r
/// source   Zaheer et al. 2020, 2 and appendix D; its window is the total, 2w + 1 blocks
template <unsigned long long Seed>
struct bigbird_drawn : sparse_variant<bigbird_drawn<Seed>> {
  static constexpr const char* name = "bigbird";
  static constexpr const char* title = "blocks of B_r: w on either side, g global, r random in each row";
  static constexpr const char* source = "Zaheer et al. 2020, 2 and appendix D";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v,
                           struct sizes::B_r, struct sizes::w, struct sizes::g, struct sizes::r>;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    if (s.n_q != s.n_k) return "the pattern has as many keys as queries";
    if (s.B_r < 1 || s.n_q % s.B_r != 0) return "tokens make whole blocks";
    if (s.w < 0) return "a window has no less than no neighbours";
    const long long blocks = s.n_q / s.B_r;
    if (s.g < 0 || s.g > blocks) return "global blocks are 0 to n/B_r of all blocks";
    const long long free = blocks - s.g - attending::least(2 * attending::least(s.w, blocks) + 1, blocks - s.g);
    return s.r < 0 || s.r > free ? "random blocks are drawn from those that a row does not score yet" : nullptr;
  }
  /// Of n tokens, g B score all n; the others, m = nb - g rows of blocks, score g global and r random blocks, and in
  /// units of B² the window of w on either side among m: m(2w' - 1) - w'(w' - 1), w' = min(w + 1, m).
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    const N others = s.n_q - s.g * s.B_r, window = min(s.w + N{1}, ceil_div(s.n_q, s.B_r) - s.g);
    return s.B_r * (s.g * s.n_q + others * (s.g + s.r + N{2} * window - N{1}) - s.B_r * window * (window - N{1}));
  }
  static constexpr bool enclosed = true;
  /// A row scores min((g + w + 1 + r)B, n) keys or more; g B rows n, the others (g + 2w + 1 + r)B at most.
  template <class N>
  static constexpr N pairs_below(const variant_sizes<N>& s) {
    return s.n_q * min(s.B_r * (s.g + s.w + N{1} + s.r), s.n_q);
  }
  template <class N>
  static constexpr N pairs_above(const variant_sizes<N>& s) {
    return s.n_q * min(s.B_r * (N{2} * (s.g + s.w) + N{1} + s.r), s.n_q);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    const N window = min(N{2} * s.w + N{1}, ceil_div(s.n_q, s.B_r) - s.g);
    return max(min(s.g, N{1}) * s.n_q, s.B_r * (s.g + window + s.r));
  }
  /// Theta(n·B_r(g + w + r)d) where none of the three is more than all blocks.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.B_r * (s.g + s.w + s.r) * (s.d_k + s.d_v);
  }
  /// A random block is none of the 2w + 1 of the window and the g global ones (of sizes of at least 1): all are blocks.
  template <class N>
  static constexpr variant_defaults::regime<N> always(const variant_sizes<N>& s) {
    return {{s.B_r * (s.g + N{2} * s.w + s.r + N{1})}, {s.n_q}, 1};
  }
  /// The blocks that row `row` of blocks scores, the random ones last.
  static constexpr attending::block_list blocks_of(const variant_sizes<long long>& s, long long row) {
    const long long blocks = s.n_q / s.B_r;
    attending::block_list out;
    out.width = s.B_r;
    list<long long> free;
    for (long long b = 0; b < blocks; ++b)
      if (row < s.g || b < s.g || (b - row <= s.w && row - b <= s.w))
        out.add(b, s.n_k);
      else
        free.push_back(b);
    if (row < s.g) return out;
    unsigned long long drawn = drawing::mixed(drawing::mixed(Seed) + static_cast<unsigned long long>(row));
    for (long long t = 0; t < s.r; ++t) {
      drawn = drawing::mixed(drawn);
      const auto place = static_cast<std::size_t>(drawn % free.size());
      out.add(free[place], s.n_k);
      free.erase(place);
    }
    return out;
  }
  static constexpr attending::block_list keys_of(const variant_sizes<long long>& s, long long i) {
    return blocks_of(s, i / s.B_r);
  }
};
using bigbird = bigbird_drawn<1>;

}  // namespace conform
