#include <conform/attention/matrix_account.hpp>

#include "kernels/kernel_entry.hpp"

namespace conform::analyzer {
namespace {

using kernel::way;

constexpr kernel_size sizes_used[]{
    {"rows", &kernel_sizes::n_q}, {"terms", &kernel_sizes::d_k}, {"columns", &kernel_sizes::d_v}};

/// Some of the points have terms in more blocks than one, but of small products, which have one.
template <class V, way By>
kernel_sizes drawn(size_draw& draw, int i) {
  kernel_sizes s;
  s.n_q = draw.between(1, By == way::streams     ? kernel::few_streams<V>
                          : By == way::dots      ? kernel::few_dots<V>
                          : By == way::pair_dots ? kernel::few_pair_dots
                                                 : 70);
  s.d_k = draw.between(1, 100), s.d_v = draw.between(1, 120);
  if (By != way::small && i % 6 == 3) s.n_q = draw.between(1, 3), s.d_k = draw.between(1000, 1100), s.d_v = draw.between(1, 30);
  return s;
}

/// Rows in cells Stored, and weights.
template <int Width, int Rows, class Stored, way By>
kernel_entry entry() {
  return {std::is_same_v<Stored, bf16> ? "matrix_bf16" : "matrix",
          By == way::small         ? "small"
          : By == way::blocks      ? "blocks"
          : By == way::streams     ? "streams"
          : By == way::dots        ? "dots"
          : By == way::pair_blocks ? "pair_blocks"
                                   : "pair_dots",
          "contract",
          Width,
          sizes_used,
          drawn<accounting::counting<Width, Rows>, By>,
          [](const kernel_sizes& s) {
            return matrix_account<accounting::counting<Width, Rows>, counted<Stored>>(s, By);
          },
          [](const kernel_sizes& s) { return run_matrix_counted<Width, Rows, Stored, Stored>(s, By); }};
}

template <int Width, int Rows, class Stored>
void add(std::vector<kernel_entry>& out) {
  out.push_back(entry<Width, Rows, Stored, way::small>());
  out.push_back(entry<Width, Rows, Stored, way::blocks>());
  out.push_back(entry<Width, Rows, Stored, way::streams>());
  out.push_back(entry<Width, Rows, Stored, way::dots>());
  if constexpr (std::is_same_v<Stored, bf16> && Width == 16) {  // which processors of these vectors alone multiply
    out.push_back(entry<Width, Rows, Stored, way::pair_blocks>());
    out.push_back(entry<Width, Rows, Stored, way::pair_dots>());
  }
}

}  // namespace

std::vector<kernel_entry> matrix_entries() {
  std::vector<kernel_entry> out;
  add<4, 4, double>(out), add<8, 4, double>(out), add<16, 8, double>(out);
  add<4, 4, bf16>(out), add<8, 4, bf16>(out), add<16, 8, bf16>(out);
  return out;
}

}  // namespace conform::analyzer
