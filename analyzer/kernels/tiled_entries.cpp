#include <conform/attention/tiled_account.hpp>
#include <conform/attention/trial.hpp>

#include "kernels/key_pattern.hpp"

namespace conform::analyzer {
namespace {

/// Of keys and values in cells Stored, and queries.
template <class Stored, class Queries>
constexpr tiled_cells read = std::is_same_v<Queries, bf16>  ? tiled_cells::pairs
                             : std::is_same_v<Stored, bf16> ? tiled_cells::widened
                                                            : tiled_cells::numbers;
constexpr std::string_view name_of(tiled_cells cells) {
  return cells == tiled_cells::pairs ? "tiled_pairs" : cells == tiled_cells::widened ? "tiled_bf16" : "tiled";
}

template <int Width, int Rows, class Stored, class Queries, keys_seen Keys>
kernel_entry entry() {
  return {name_of(read<Stored, Queries>),
          form_of<Keys>,
          Keys == keys_seen::all       ? "flash2"
          : Keys == keys_seen::earlier ? "flash2_causal"
          : Keys == keys_seen::window  ? "sliding_window"
                                       : "chunked_local_causal",
          Width,
          sizes_of_head<Keys>(),
          drawn_head<3 * Width, kernel::tiled::tile_keys, Keys>,
          [](const kernel_sizes& s) { return tiled_account(s, pattern_of<Keys>(s), Width, read<Stored, Queries>); },
          [](const kernel_sizes& s) {
            return run_tiled_counted<Width, Rows, Stored, Queries>(s, pattern_of<Keys>(s));
          }};
}

/// A list for each block of B_r queries, of blocks of B_c keys: the r-th that are drawn, causal where r is odd.
key_blocks lists_of(const kernel_sizes& s) {
  seeded draw(static_cast<unsigned long long>(s.r));
  const double share = draw.uniform();
  return key_blocks::where(
      s.n_q, s.n_k, s.B_r, s.B_c, [&](long long, long long) { return draw.uniform() < share; },
      s.r % 2 == 0 ? full : causal);
}
template <int Width>
kernel_sizes drawn_lists(size_draw& draw, int i) {
  kernel_sizes s = drawn_head<3 * Width, kernel::tiled::tile_keys, keys_seen::all>(draw, i);
  s.B_r = draw.between(1, i % 2 == 0 ? 100 : 3 * Width), s.B_c = draw.between(1, i % 3 == 0 ? 20 : 80), s.r = i;
  return s;
}
template <int Width, int Rows, class Stored, class Queries>
kernel_entry entry_of_lists() {
  static constexpr kernel_size sizes[]{{"n_q", &kernel_sizes::n_q}, {"n_k", &kernel_sizes::n_k},
                                       {"d_k", &kernel_sizes::d_k}, {"d_v", &kernel_sizes::d_v},
                                       {"B_r", &kernel_sizes::B_r}, {"B_c", &kernel_sizes::B_c},
                                       {"lists", &kernel_sizes::r}};
  return {name_of(read<Stored, Queries>),
          "blocks",
          "block_sparse",
          Width,
          sizes,
          drawn_lists<Width>,
          [](const kernel_sizes& s) { return tiled_account(s, lists_of(s), Width, read<Stored, Queries>); },
          [](const kernel_sizes& s) { return run_tiled_counted<Width, Rows, Stored, Queries>(s, lists_of(s)); }};
}

template <int Width, int Rows, class Stored, class Queries>
void add(std::vector<kernel_entry>& out) {
  out.push_back(entry<Width, Rows, Stored, Queries, keys_seen::all>());
  out.push_back(entry<Width, Rows, Stored, Queries, keys_seen::earlier>());
  out.push_back(entry<Width, Rows, Stored, Queries, keys_seen::window>());
  out.push_back(entry<Width, Rows, Stored, Queries, keys_seen::chunks>());
  out.push_back(entry_of_lists<Width, Rows, Stored, Queries>());
}

}  // namespace

std::vector<kernel_entry> tiled_entries() {
  std::vector<kernel_entry> out;
  add<4, 4, double, double>(out), add<8, 4, double, double>(out), add<16, 8, double, double>(out);
  add<4, 4, bf16, double>(out), add<8, 4, bf16, double>(out), add<16, 8, bf16, double>(out);
  add<16, 8, bf16, bf16>(out);  // which processors of these vectors alone multiply
  return out;
}

}  // namespace conform::analyzer
