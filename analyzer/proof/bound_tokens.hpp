#pragma once
// bound_tokens: the words and signs of a bound or a regime.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <conform/size/rational.hpp>

namespace conform::analyzer {

enum class token_kind : std::uint8_t { name, number, raised, sign, end };

/// Signs have one spelling: * also for ·, <= also for ≤.
struct token {
  token_kind kind{};
  std::size_t column{};  ///< in characters, from 1
  std::string text;
  rational value;  ///< number, raised: 2 of n²
};

/// Ends with a failure at a column.
using refuse_at = void (*)(std::size_t column, std::string_view what);

/// The last is the end. Refuses a text or a number that is too long.
std::vector<token> tokens_of(std::string_view text, refuse_at refuse);

}  // namespace conform::analyzer
