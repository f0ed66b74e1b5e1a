#pragma once
// metrics: what rules, baselines and diffs measure, by name.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report.hpp"

namespace conform::analyzer {

/// What one count is: 2 a multiply-add, every scalar operation 1, bytes, numbers learned or moved, time, or 1 for true.
enum class metric_unit : std::uint8_t { flop, operations, bytes, parameters, words, nanoseconds, truth };

struct metric {
  std::string_view name;
  metric_unit unit;
  bool of_places;       ///< layers have it, not just the whole model
  bool of_pass;         ///< measured of a pass, and not in its report: no baseline or diff has it
  std::string_view meaning;
};

std::span<const metric> metrics();

/// All names.
std::vector<std::string_view> metric_names();

/// Nothing where there is none of this name.
const metric* find_metric(std::string_view name);

/// "FLOP", "operations", "bytes", "parameters", "words", "ns"
std::string_view unit_name_of(metric_unit unit);

/// "1,200 FLOP", "16,060,522,496 bytes (16.06 GB)"
std::string quantity_text(integer value, metric_unit unit);

/// Of the whole model; of those that a report has. Throws integer_overflow.
integer total_of(const report& what, const metric& measured);

}  // namespace conform::analyzer
