#include <conform/attention/softmax_account.hpp>

#include "kernels/kernel_entry.hpp"

namespace conform::analyzer {
namespace {

constexpr kernel_size sizes_used[]{{"rows", &kernel_sizes::n_q}, {"cells", &kernel_sizes::n_k}};

kernel_sizes drawn(size_draw& draw, int i) {
  kernel_sizes s;
  s.n_q = draw.between(1, 8), s.n_k = i % 2 == 0 ? 16 * draw.between(1, 8) + draw.between(-1, 1) : draw.between(1, 200);
  return s;
}

template <int Width, int Rows>
kernel_entry entry() {
  return {"softmax",
          "rows",
          "softmax",
          Width,
          sizes_used,
          drawn,
          [](const kernel_sizes& s) { return softmax_account(s, Width); },
          [](const kernel_sizes& s) { return run_softmax_counted<Width, Rows>(s); }};
}

}  // namespace

std::vector<kernel_entry> softmax_entries() { return {entry<4, 4>(), entry<8, 4>(), entry<16, 8>()}; }

}  // namespace conform::analyzer
