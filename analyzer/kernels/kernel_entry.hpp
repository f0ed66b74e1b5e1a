#pragma once
// kernel_entry: a fast kernel behind plain functions, so that one file alone instantiates it on counting vectors.

#include <span>
#include <string>
#include <vector>

#include <conform/attention/account.hpp>

namespace conform::analyzer {

using kernel_sizes = variant_sizes<long long>;

/// Whole numbers, the same every time.
class size_draw {
 public:
  explicit size_draw(int seed) : draw_(static_cast<unsigned long long>(seed)) {}
  long long between(long long low, long long high) {
    return low + static_cast<long long>(draw_.uniform() * static_cast<double>(high - low + 1));
  }

 private:
  seeded draw_;
};

/// A size that a kernel uses, by the name it is reported under.
struct kernel_size {
  std::string_view name;
  long long kernel_sizes::*at;
};

/// A fast kernel on vectors of `width` numbers, in one form: the keys that it sees, or the way it goes.
struct kernel_entry {
  std::string_view name;     ///< "tiled"
  std::string_view form;     ///< "full", "causal", "window"
  std::string_view variant;  ///< whose work it does: "flash2"
  int width;                 ///< lanes
  std::span<const kernel_size> sizes;
  /// Sizes below, at and beyond the edges of vectors, blocks and tiles: the i-th that are tried.
  kernel_sizes (*drawn)(size_draw&, int i);
  kernel_account (*stated)(const kernel_sizes&);
  executed_kernel (*executed)(const kernel_sizes&);
};

/// Each kernel on vectors of several processors: 4 lanes and 4 rows of accumulators, 8 and 4, 16 and 8 (kernel::lanes).
std::vector<kernel_entry> tiled_entries();
std::vector<kernel_entry> decode_entries();
std::vector<kernel_entry> linear_entries();
std::vector<kernel_entry> backward_entries();
std::vector<kernel_entry> matrix_entries();
std::vector<kernel_entry> softmax_entries();

std::span<const kernel_entry> all_kernels();

}  // namespace conform::analyzer
