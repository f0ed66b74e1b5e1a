#include <algorithm>

#include <conform/attention/decode_account.hpp>

#include "kernels/key_pattern.hpp"

namespace conform::analyzer {
namespace {

constexpr kernel_size sizes_used[]{{"n_q", &kernel_sizes::n_q},     {"n_k", &kernel_sizes::n_k},
                                   {"d_k", &kernel_sizes::d_k},     {"d_v", &kernel_sizes::d_v},
                                   {"heads", &kernel_sizes::heads}, {"kv_heads", &kernel_sizes::kv_heads},
                                   {"w", &kernel_sizes::w}};

/// One of the points has keys in more than one part.
template <bool Windowed>
kernel_sizes drawn(size_draw& draw, int i) {
  kernel_sizes s;
  s.n_q = draw.between(1, i % 2 == 0 ? 8 : 3), s.d_k = draw.between(1, 40), s.d_v = draw.between(1, 40);
  s.kv_heads = draw.between(1, 2), s.heads = s.kv_heads * draw.between(1, 4);
  s.n_k = i % 4 == 0 ? std::max(1ll, kernel::decode::tile_keys * draw.between(0, 3) + draw.between(-1, 1))
                     : draw.between(1, 150);
  if (i % 12 == 5) s.n_k = kernel::decode::part_keys + draw.between(1, 100), s.d_k = s.d_v = 5, s.heads = s.kv_heads;
  if (Windowed) s.w = draw.between(1, i % 2 == 0 ? 150 : 20);
  return s;
}

template <int Width, int Rows, class Stored, keys_seen Keys>
kernel_entry entry() {
  constexpr bool windowed = Keys == keys_seen::window;
  constexpr int cells_of_lane = std::is_same_v<Stored, bf16> ? 2 : 1;
  return {std::is_same_v<Stored, bf16> ? "decode_bf16" : "decode",
          form_of<Keys>,
          "split_k",
          Width,
          std::span(sizes_used).first(windowed ? 7 : 6),
          drawn<windowed>,
          [](const kernel_sizes& s) { return decode_account(s, pattern_of<Keys>(s), Width, cells_of_lane); },
          [](const kernel_sizes& s) { return run_decode_counted<Width, Rows, Stored>(s, pattern_of<Keys>(s)); }};
}

template <int Width, int Rows, class Stored>
void add(std::vector<kernel_entry>& out) {
  out.push_back(entry<Width, Rows, Stored, keys_seen::all>());
  out.push_back(entry<Width, Rows, Stored, keys_seen::earlier>());
  out.push_back(entry<Width, Rows, Stored, keys_seen::window>());
}

}  // namespace

std::vector<kernel_entry> decode_entries() {
  std::vector<kernel_entry> out;
  add<4, 4, double>(out), add<8, 4, double>(out), add<16, 8, double>(out);
  add<4, 4, bf16>(out), add<8, 4, bf16>(out), add<16, 8, bf16>(out);
  return out;
}

}  // namespace conform::analyzer
