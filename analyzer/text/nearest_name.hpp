#pragma once
// nearest_name: "did you mean" for misspelled keys, specs and values.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// The candidate with two neighbours swapped; else the shortest that begins with the name, where that has two letters;
/// else the one that takes the fewest edits (insert, delete, replace, swap) to reach, when those are few for the name's
/// length. The first of equals.
std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> candidates);

/// "; did you mean X?", or nothing.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

/// "a, b, c"
std::string listed(std::span<const std::string_view> names);

}  // namespace conform::analyzer
