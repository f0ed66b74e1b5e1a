#pragma once
// kept_rows: what an earlier run of the same sweep left in a file.

#include <cstdint>
#include <functional>
#include <string>

#include "sweep/grid.hpp"
#include "sweep/row_text.hpp"

namespace conform::analyzer {

struct kept_rows {
  std::uint64_t rows{};   ///< whole ones, from the first on
  std::uint64_t bytes{};  ///< with the header
};

/// The whole rows of the file; a last one that was cut off is left out. Of every row the start is looked at; the first
/// ten thousand, every hundredth behind them and the last must be what `row_of` an id gives. Throws failure FILE where
/// it cannot be read, and RESUME where the header or a row is not that of the part of the sweep.
kept_rows read_kept(const std::string& file, const row_text& rows, const shard& part, std::uint64_t points,
                    const std::function<std::string(std::uint64_t)>& row_of);

}  // namespace conform::analyzer
