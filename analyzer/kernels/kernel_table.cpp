#include "kernels/kernel_entry.hpp"

namespace conform::analyzer {

std::span<const kernel_entry> all_kernels() {
  static const std::vector<kernel_entry> all = [] {
    std::vector<kernel_entry> out;
    for (const auto entries :
         {tiled_entries, decode_entries, linear_entries, backward_entries, matrix_entries, softmax_entries})
      for (const kernel_entry& one : entries()) out.push_back(one);
    return out;
  }();
  return all;
}

}  // namespace conform::analyzer
