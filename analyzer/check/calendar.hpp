#pragma once
// calendar: days as YYYY-MM-DD.

#include <optional>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// A day as written; days compare as their texts do. Nothing for a text that is no day of the calendar.
std::optional<std::string> read_day(std::string_view text);

/// By the clock, in UTC.
std::string today();

}  // namespace conform::analyzer
