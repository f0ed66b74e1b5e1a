#include "explain/told_table.hpp"

namespace conform::analyzer {

std::string columns_of(const told_table& all) {
  text_table lines{all.sides};
  for (const auto& row : all.rows) lines.row(row);
  return lines.text();
}

std::string markdown_of(const told_table& all) {
  std::string rule = "|";
  for (const align side : all.sides) rule += side == align::left ? "---|" : "---:|";
  std::string out;
  for (const auto& row : all.rows) {
    out += '|';
    for (const std::string& cell : row) out += ' ' + cell + " |";
    out += '\n';
    if (&row == &all.rows.front()) out += rule + '\n';
  }
  return out;
}

}  // namespace conform::analyzer
