#include <conform/attention/linear_account.hpp>

#include "kernels/kernel_entry.hpp"

namespace conform::analyzer {
namespace {

constexpr kernel_size sizes_used[]{
    {"n_q", &kernel_sizes::n_q}, {"n_k", &kernel_sizes::n_k}, {"d_k", &kernel_sizes::d_k}, {"d_v", &kernel_sizes::d_v}};

kernel_sizes drawn(size_draw& draw, int i) {
  kernel_sizes s;
  s.n_q = draw.between(1, 140), s.n_k = i % 2 == 0 ? s.n_q : draw.between(1, 140);
  s.d_k = draw.between(1, 40), s.d_v = i % 3 == 0 ? s.d_k : draw.between(1, 40);
  return s;
}

template <int Width, int Rows, bool Ordered>
kernel_entry entry() {
  return {"linear",
          Ordered ? "causal" : "full",
          Ordered ? "linear_elu_chunked" : "linear_elu",
          Width,
          sizes_used,
          drawn,
          [](const kernel_sizes& s) { return linear_account(s, Ordered, Width, Rows); },
          [](const kernel_sizes& s) { return run_linear_counted<Width, Rows>(s, Ordered); }};
}

}  // namespace

std::vector<kernel_entry> linear_entries() {
  return {entry<4, 4, false>(), entry<4, 4, true>(),   entry<8, 4, false>(),
          entry<8, 4, true>(),  entry<16, 8, false>(), entry<16, 8, true>()};
}

}  // namespace conform::analyzer
