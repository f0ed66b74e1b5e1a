#pragma once
// metrics: what rules, baselines and diffs measure, by name.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report.hpp"

namespace conform::analyzer {

/// What one count is: 2 a multiply-add, every scalar operation 1, bytes, or a plain number.
enum class metric_unit : std::uint8_t { flop, operations, bytes, parameters };

struct metric {
  std::string_view name;
  metric_unit unit;
  bool of_places;       ///< layers have it, not just the whole model
  bool needs_hardware;  ///< known by name, but not measured here
  std::string_view meaning;
};

std::span<const metric> metrics();

/// Those that are measured.
std::vector<std::string_view> metric_names();

/// Nothing where there is none of this name.
const metric* find_metric(std::string_view name);

/// "FLOP", "operations", "bytes", "parameters"
std::string_view unit_name_of(metric_unit unit);

/// "1,200 FLOP", "16,060,522,496 bytes (16.06 GB)"
std::string quantity_text(integer value, metric_unit unit);

/// Of the whole model. Throws integer_overflow.
integer total_of(const report& what, const metric& measured);

}  // namespace conform::analyzer
