#pragma once
// kernel_entry: a fast kernel behind plain functions, so that one file alone instantiates kernels on counting vectors.

#include <span>
#include <string>
#include <vector>

#include <conform/attention/tiled_account.hpp>

namespace conform::analyzer {

/// A fast kernel on vectors of `width` numbers, with one pattern of keys.
struct kernel_entry {
  std::string_view name;     ///< "tiled"
  std::string_view variant;  ///< whose work it does: "flash2"
  std::string_view pattern;  ///< "full", "causal", "window"
  int width;                 ///< lanes
  bool windowed;             ///< uses the size w
  kernel_account (*stated)(const variant_sizes<long long>&);
  executed_kernel (*executed)(const variant_sizes<long long>&);
};

std::span<const kernel_entry> all_kernels();

}  // namespace conform::analyzer
