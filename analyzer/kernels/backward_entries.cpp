#include <algorithm>

#include <conform/attention/backward_account.hpp>

#include "kernels/key_pattern.hpp"

namespace conform::analyzer {
namespace {

constexpr kernel_size sizes_used[]{{"n_q", &kernel_sizes::n_q},
                                   {"n_k", &kernel_sizes::n_k},
                                   {"d_k", &kernel_sizes::d_k},
                                   {"d_v", &kernel_sizes::d_v},
                                   {"w", &kernel_sizes::w}};

template <int Width, bool Windowed>
kernel_sizes drawn(size_draw& draw, int i) {
  kernel_sizes s;
  const long long block = 3 * Width, edge = draw.between(-1, 1);
  s.n_q = i % 3 == 0 ? std::max(1ll, block * draw.between(0, 3) + edge) : draw.between(1, 130);
  s.n_k = i % 4 == 0 ? std::max(1ll, kernel::backward::tile * draw.between(0, 3) + edge) : draw.between(1, 200);
  s.d_k = draw.between(1, 24), s.d_v = i % 2 == 0 ? s.d_k : draw.between(1, 24);
  if (Windowed) s.w = draw.between(1, i % 2 == 0 ? 150 : 20);
  return s;
}

template <int Width, int Rows, keys_seen Keys>
kernel_entry entry() {
  constexpr bool windowed = Keys == keys_seen::window;
  return {
      "backward",
      form_of<Keys>,
      "flash2_backward",
      Width,
      std::span(sizes_used).first(windowed ? 5 : 4),
      drawn<Width, windowed>,
      [](const kernel_sizes& s) { return backward_account<accounting::counting<Width, Rows>>(s, pattern_of<Keys>(s)); },
      [](const kernel_sizes& s) { return run_backward_counted<Width, Rows>(s, pattern_of<Keys>(s)); }};
}

template <int Width, int Rows>
void add(std::vector<kernel_entry>& out) {
  out.push_back(entry<Width, Rows, keys_seen::all>());
  out.push_back(entry<Width, Rows, keys_seen::earlier>());
  out.push_back(entry<Width, Rows, keys_seen::window>());
}

}  // namespace

std::vector<kernel_entry> backward_entries() {
  std::vector<kernel_entry> out;
  add<4, 4>(out), add<8, 4>(out), add<16, 8>(out);
  return out;
}

}  // namespace conform::analyzer
