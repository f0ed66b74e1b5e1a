#pragma once
// quantity: "5 GFLOP", "80 GiB" and "+1%" as exact numbers.

#include <string>
#include <string_view>
#include <variant>

#include <conform/size/rational.hpp>

#include "check/metrics.hpp"

namespace conform::analyzer {

/// What is wrong with a text, and what was expected.
struct misread {
  std::string what;
};

/// A number and a unit of this kind: FLOP with an SI prefix (GFLOP), B, kB, GB, KiB, GiB; operations and parameters are
/// plain, or with an SI prefix alone (7 G). Units are case-sensitive, and bytes and FLOP never go without. The value
/// must be whole: "1.5 kB" is.
std::variant<integer, misread> read_quantity(std::string_view text, metric_unit unit);

/// "+1%", "0.5 %", "0": a share of 0 to 100 percent, as a fraction.
std::variant<rational, misread> read_increase(std::string_view text);

}  // namespace conform::analyzer
