#pragma once
// own_lengths: a user's model at other values of one of its sizes, all others as they are.

#include <optional>
#include <string>
#include <vector>

#include "hardware/capacity.hpp"
#include "html/length_sweep.hpp"
#include "metered_model.hpp"

namespace conform::analyzer {

/// What a size of a user's model may be.
inline constexpr range own_range{1, std::int64_t{1} << 40};

/// What the model holds, and the largest value of each of these sizes with which it fits.
capacity own_capacity(const metered_model& m, number_format dtype, integer memory,
                      const std::vector<std::string>& sizes);

/// Operations of its attention cores and of the rest, and its memory, over values of the size.
length_sweep own_lengths(const metered_model& m, number_format dtype, const std::string& size);

}  // namespace conform::analyzer
