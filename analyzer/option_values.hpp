#pragma once
// option_values: the words of options as numbers and as one of a few choices.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "config/config_reader.hpp"
#include "failure.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {

/// "8k" is 8192. The whole word must be read: "128k9" is not a number. Throws failure USAGE at `place`.
std::int64_t count_of(std::string_view place, const std::string& word, range accepted);

/// One choice of an option.
template <class Value>
struct named {
  std::string_view name;
  Value value;
};

/// The choice that the word names. Throws failure USAGE at `place`.
template <class Value, std::size_t N>
Value value_of(std::string_view place, const std::string& word, const std::array<named<Value>, N>& accepted) {
  std::array<std::string_view, N> names;
  for (std::size_t i = 0; i < N; ++i) {
    names[i] = accepted[i].name;
    if (accepted[i].name == word) return accepted[i].value;
  }
  throw failure{"USAGE", place,
                fmt::format("{}; expected one of {}{}", in_quotes(word), listed(names), did_you_mean(word, names))};
}

}  // namespace conform::analyzer
