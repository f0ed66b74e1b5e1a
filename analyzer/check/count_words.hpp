#pragma once
// count_words: "8030261248", as JSON carries counts, as a number.

#include <optional>
#include <string_view>

#include <conform/size/integer.hpp>

namespace conform::analyzer {

/// Digits alone, without leading zeros; nothing for anything else, and for what 128 bits do not hold.
std::optional<integer> read_count(std::string_view digits);

}  // namespace conform::analyzer
