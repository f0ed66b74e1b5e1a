#include "toml/text_place.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/printable.hpp"

namespace conform::analyzer {

text_place place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  text_place out;
  out.line += static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  std::string_view rest = newline == std::string_view::npos ? before : before.substr(newline + 1);
  for (; !rest.empty(); ++out.column) next_character(rest);
  return out;
}

std::string place_in(std::string_view file, text_place at) { return fmt::format("{}:{}:{}", file, at.line, at.column); }

}  // namespace conform::analyzer
