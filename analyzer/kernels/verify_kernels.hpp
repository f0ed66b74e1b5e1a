#pragma once
// verify_kernels: `conform verify --kernels`: the fast kernels that ship, run on vectors that count themselves, beside
// the work of their variant and the padding that they state.

#include <string>
#include <vector>

#include "kernels/kernel_entry.hpp"
#include "variant/variant_grid.hpp"
#include "variant/variant_list.hpp"

namespace conform::analyzer {

struct kernel_point {
  kernel_sizes sizes;
  kernel_account stated;
  executed_kernel executed;

  /// Every kind of operation, every word, and nothing read that was not staged.
  bool equal() const;
};

struct verified_kernel {
  const kernel_entry* kernel;
  std::vector<kernel_point> points;

  std::size_t unequal() const;
};

struct kernel_verification {
  grid asked;
  std::vector<verified_kernel> kernels;

  bool passes() const;
};

/// Tells on a terminal how far it is.
kernel_verification verify_kernels(grid asked);

std::string write_kernels(const kernel_verification& what, data_format format);

}  // namespace conform::analyzer
