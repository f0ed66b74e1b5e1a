#include <conform/attention/tiled_account.hpp>

#include "kernels/key_pattern.hpp"

namespace conform::analyzer {
namespace {

template <int Width, int Rows, class Stored, keys_seen Keys>
kernel_entry entry() {
  constexpr bool widened = std::is_same_v<Stored, bf16>;
  return {widened ? "tiled_bf16" : "tiled",
          form_of<Keys>,
          Keys == keys_seen::all       ? "flash2"
          : Keys == keys_seen::earlier ? "flash2_causal"
          : Keys == keys_seen::window  ? "sliding_window"
                                       : "chunked_local_causal",
          Width,
          sizes_of_head<Keys>(),
          drawn_head<3 * Width, kernel::tiled::tile_keys, Keys>,
          [](const kernel_sizes& s) { return tiled_account(s, pattern_of<Keys>(s), Width, widened); },
          [](const kernel_sizes& s) { return run_tiled_counted<Width, Rows, Stored>(s, pattern_of<Keys>(s)); }};
}

template <int Width, int Rows, class Stored>
void add(std::vector<kernel_entry>& out) {
  out.push_back(entry<Width, Rows, Stored, keys_seen::all>());
  out.push_back(entry<Width, Rows, Stored, keys_seen::earlier>());
  out.push_back(entry<Width, Rows, Stored, keys_seen::window>());
  out.push_back(entry<Width, Rows, Stored, keys_seen::chunks>());
}

}  // namespace

std::vector<kernel_entry> tiled_entries() {
  std::vector<kernel_entry> out;
  add<4, 4, double>(out), add<8, 4, double>(out), add<16, 8, double>(out);
  add<4, 4, bf16>(out), add<8, 4, bf16>(out), add<16, 8, bf16>(out);
  return out;
}

}  // namespace conform::analyzer
