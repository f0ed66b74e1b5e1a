#pragma once
// variant_grid: the points at which a variant is run: drawn, the same every time, small and odd sizes of every kind.

#include <cstdint>
#include <vector>

#include "variant/variant_entry.hpp"

namespace conform::analyzer {

enum class grid : std::uint8_t { small, full };

/// Different possible points: at most some dozens (small) or hundreds (full); fewer where fewer are possible.
std::vector<point_sizes> points_of(const variant_entry& variant, grid wanted);

}  // namespace conform::analyzer
