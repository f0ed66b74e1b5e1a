#pragma once
// told_table: a table that is told as text and as Markdown alike.

#include <string>
#include <vector>

#include "text/text_table.hpp"

namespace conform::analyzer {

struct told_table {
  std::vector<align> sides;
  std::vector<std::vector<std::string>> rows;  ///< one cell a column; the first row is the heading, if there is one
};

/// Columns that line up in a terminal.
std::string columns_of(const told_table& all);

/// Cells stand as they are: our own words, numbers and formulas.
std::string markdown_of(const told_table& all);

}  // namespace conform::analyzer
