// The fast kernels KERNELS alone: `conform verify --kernels` as it is, built in seconds. It stands before the library
// of the program, whose own table is then not linked.
#include "kernels/kernel_entry.hpp"

namespace conform::analyzer {

std::span<const kernel_entry> all_kernels() {
  static const std::vector<kernel_entry> some = KERNELS();
  return some;
}

}  // namespace conform::analyzer
