#pragma once
// text_table: columns that line up in a terminal.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace conform::analyzer {

enum class align : bool { left, right };

class text_table {
 public:
  explicit text_table(std::vector<align> columns) : columns_{std::move(columns)} {}

  /// One cell a column; cells are printable.
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  /// Two spaces in front and between; widths in characters, not bytes; no spaces at line ends.
  std::string text() const;

 private:
  std::vector<align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace conform::analyzer
