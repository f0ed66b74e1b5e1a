#pragma once
// key_pattern: the patterns of keys that kernels of attention are tried with, and sizes at their edges.

#include <algorithm>
#include <span>
#include <string_view>

#include <conform/attention/pattern.hpp>

#include "kernels/kernel_entry.hpp"

namespace conform::analyzer {

enum class keys_seen : unsigned char { all, earlier, window, chunks };

/// w is the window, or the chunk.
template <keys_seen Keys>
pattern pattern_of(const kernel_sizes& s) {
  return Keys == keys_seen::all       ? full
         : Keys == keys_seen::earlier ? causal
         : Keys == keys_seen::window  ? causal_window(s.w)
                                      : causal_chunks(s.w);
}
template <keys_seen Keys>
constexpr std::string_view form_of = Keys == keys_seen::all       ? "full"
                                     : Keys == keys_seen::earlier ? "causal"
                                     : Keys == keys_seen::window  ? "window"
                                                                  : "chunks";
template <keys_seen Keys>
constexpr bool is_bounded = Keys == keys_seen::window || Keys == keys_seen::chunks;

/// Sizes of a kernel of one head, w where the pattern has one.
template <keys_seen Keys>
std::span<const kernel_size> sizes_of_head() {
  static constexpr kernel_size all[]{{"n_q", &kernel_sizes::n_q},
                                     {"n_k", &kernel_sizes::n_k},
                                     {"d_k", &kernel_sizes::d_k},
                                     {"d_v", &kernel_sizes::d_v},
                                     {Keys == keys_seen::chunks ? "c" : "w", &kernel_sizes::w}};
  return std::span(all).first(is_bounded<Keys> ? 5 : 4);
}

/// Some of the points stand at edges of blocks of queries or of tiles of keys.
template <long long Block, long long Tile, keys_seen Keys>
kernel_sizes drawn_head(size_draw& draw, int i) {
  kernel_sizes s;
  const long long edge = draw.between(-1, 1);
  s.n_q = i % 3 == 0 ? std::max(1ll, Block * draw.between(0, 3) + edge) : draw.between(1, 130);
  s.n_k = i % 4 == 0 ? std::max(1ll, Tile * draw.between(0, 3) + edge) : draw.between(1, 200);
  s.d_k = draw.between(1, 24), s.d_v = i % 2 == 0 ? s.d_k : draw.between(1, 24);
  if (is_bounded<Keys>) s.w = draw.between(1, i % 2 == 0 ? 150 : 20);
  return s;
}

}  // namespace conform::analyzer
