#include "kernels/verify_kernels.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "progress.hpp"

namespace conform::analyzer {
namespace {

/// Sizes below, at and beyond the edges of vectors, blocks and tiles; the same every time.
std::vector<variant_sizes<long long>> sizes_of(const kernel_entry& kernel, grid asked) {
  seeded draw(static_cast<unsigned long long>(kernel.width));
  const auto between = [&](long long low, long long high) {
    return low + static_cast<long long>(draw.uniform() * static_cast<double>(high - low + 1));
  };
  std::vector<variant_sizes<long long>> out;
  for (int i = 0; i < (asked == grid::small ? 12 : 80); ++i) {
    variant_sizes<long long> s;
    const long long block = 3 * kernel.width, edge = between(-1, 1);
    s.n_q = i % 3 == 0 ? std::max(1ll, block * between(0, 3) + edge) : between(1, 130);
    s.n_k = i % 4 == 0 ? std::max(1ll, kernel::tiled::tile_keys * between(0, 3) + edge) : between(1, 200);
    s.d_k = between(1, 24), s.d_v = i % 2 == 0 ? s.d_k : between(1, 24);
    if (kernel.windowed) s.w = between(1, i % 2 == 0 ? 150 : 20);
    out.push_back(s);
  }
  return out;
}

}  // namespace

bool kernel_point::equal() const {
  return stated.work + stated.padding == executed.done && stated.words == executed.words && executed.outside == 0;
}

std::size_t verified_kernel::unequal() const {
  return static_cast<std::size_t>(
      std::count_if(points.begin(), points.end(), [](const kernel_point& point) { return !point.equal(); }));
}

bool kernel_verification::passes() const {
  return std::all_of(kernels.begin(), kernels.end(), [](const verified_kernel& one) { return one.unequal() == 0; });
}

kernel_verification verify_kernels(grid asked) {
  kernel_verification out{asked, {}};
  progress told{"verify"};
  for (const kernel_entry& kernel : all_kernels()) {
    told.at(fmt::format("{} {}, {} lanes", kernel.name, kernel.pattern, kernel.width));
    verified_kernel one{&kernel, {}};
    for (const auto& s : sizes_of(kernel, asked)) one.points.push_back({s, kernel.stated(s), kernel.executed(s)});
    out.kernels.push_back(std::move(one));
  }
  return out;
}

}  // namespace conform::analyzer
