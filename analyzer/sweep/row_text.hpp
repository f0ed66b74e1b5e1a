#pragma once
// row_text: the rows of a sweep as CSV or as lines of JSON.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <conform/size/integer.hpp>

namespace conform::analyzer {

enum class row_format : std::uint8_t { csv, jsonl };

/// What stands in a row behind its id, the number of all points, and the fingerprint of the sweep. Behind the figures
/// stands the code of the error that a report would end with, where there are no figures.
struct row_columns {
  std::vector<std::string_view> texts;
  std::vector<std::string_view> numbers;
  std::vector<std::string_view> figures;
};

/// What differs from row to row.
struct row_values {
  std::uint64_t id{};
  std::string_view texts;  ///< as texts_of gives them
  std::span<const integer> numbers;
  std::span<const std::optional<integer>> figures;
  std::string_view code;  ///< empty: none
};

class row_text {
 public:
  row_text(row_format format, const row_columns& columns, std::uint64_t points, std::string_view fingerprint);

  /// The line that comes before all rows; nothing in JSONL.
  const std::string& header() const { return header_; }
  /// How the row begins that has this id.
  std::string start_of(std::uint64_t id) const;
  /// The texts of a row, in the order of their columns.
  std::string texts_of(std::span<const std::string> texts) const;
  /// Appends the row, its line end included.
  void add(std::string& out, const row_values& row) const;

 private:
  void add_number(std::string& out, const std::string& before, const std::optional<integer>& value) const;

  row_format format_;
  std::string header_;
  std::string before_id_, behind_id_;
  std::vector<std::string> before_texts_, before_numbers_, before_figures_;  ///< one a column
};

}  // namespace conform::analyzer
