// The only file that instantiates the fast kernels on counting vectors.
#include "kernels/kernel_entry.hpp"

namespace conform::analyzer {
namespace {

using sizes_at = variant_sizes<long long>;

enum class keys_seen : unsigned char { all, earlier, window };

template <keys_seen Keys>
pattern pattern_of(const sizes_at& s) {
  return Keys == keys_seen::all ? full : Keys == keys_seen::earlier ? causal : causal_window(s.w);
}

/// Rows: as many accumulators as the registers of a processor with such vectors hold (kernel::lanes).
template <int Width, int Rows, keys_seen Keys>
kernel_entry tiled_entry() {
  return {"tiled",
          Keys == keys_seen::all       ? "flash2"
          : Keys == keys_seen::earlier ? "flash2_causal"
                                       : "sliding_window",
          Keys == keys_seen::all       ? "full"
          : Keys == keys_seen::earlier ? "causal"
                                       : "window",
          Width,
          Keys == keys_seen::window,
          [](const sizes_at& s) { return tiled_account(s, pattern_of<Keys>(s), Width); },
          [](const sizes_at& s) { return run_tiled_counted<Width, Rows>(s, pattern_of<Keys>(s)); }};
}

template <int Width, int Rows>
void add_tiled(std::vector<kernel_entry>& out) {
  out.push_back(tiled_entry<Width, Rows, keys_seen::all>());
  out.push_back(tiled_entry<Width, Rows, keys_seen::earlier>());
  out.push_back(tiled_entry<Width, Rows, keys_seen::window>());
}

}  // namespace

std::span<const kernel_entry> all_kernels() {
  static const std::vector<kernel_entry> all = [] {
    std::vector<kernel_entry> out;
    add_tiled<4, 4>(out), add_tiled<8, 4>(out), add_tiled<16, 8>(out);
    return out;
  }();
  return all;
}

}  // namespace conform::analyzer
