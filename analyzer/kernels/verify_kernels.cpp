#include "kernels/verify_kernels.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "progress.hpp"

namespace conform::analyzer {

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
    told.at(fmt::format("{} {}, {} lanes", kernel.name, kernel.form, kernel.width));
    verified_kernel one{&kernel, {}};
    size_draw draw(kernel.width);
    for (int i = 0; i < (asked == grid::small ? 12 : 80); ++i) {
      const kernel_sizes s = kernel.drawn(draw, i);
      one.points.push_back({s, kernel.stated(s), kernel.executed(s)});
    }
    out.kernels.push_back(std::move(one));
  }
  return out;
}

}  // namespace conform::analyzer
