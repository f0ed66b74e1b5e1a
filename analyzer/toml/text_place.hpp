#pragma once
// text_place: where something stands in a text file.

#include <cstddef>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// Line and column, in characters, both from 1.
struct text_place {
  std::size_t line{1};
  std::size_t column{1};
};

/// Of a byte offset.
text_place place_of(std::string_view text, std::size_t offset);

/// "file:line:column"
std::string place_in(std::string_view file, text_place at);

}  // namespace conform::analyzer
