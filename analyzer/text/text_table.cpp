#include "text/text_table.hpp"

#include <algorithm>

#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::string_view rest = text; !rest.empty(); ++width) next_character(rest);
  return width;
}

}  // namespace

std::string text_table::text() const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& cells : rows_) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width_of(cells[i]));
  }
  std::string out;
  for (const auto& cells : rows_) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string padding(widths[i] - width_of(cells[i]), ' ');
      line += "  ";
      line += columns_[i] == align::right ? padding + cells[i] : cells[i] + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

}  // namespace conform::analyzer
