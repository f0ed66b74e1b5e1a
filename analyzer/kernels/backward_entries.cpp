#include <conform/attention/backward_account.hpp>

#include "kernels/key_pattern.hpp"

namespace conform::analyzer {
namespace {

template <int Width, int Rows, keys_seen Keys>
kernel_entry entry() {
  return {
      "backward",
      form_of<Keys>,
      "flash2_backward",
      Width,
      sizes_of_head<Keys>(),
      drawn_head<3 * Width, kernel::backward::tile, Keys>,
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
