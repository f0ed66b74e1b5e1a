#pragma once
// csv_text: rows of CSV by RFC 4180.

#include <initializer_list>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// One row with its line end. A text that a spreadsheet would run as a formula is led by an apostrophe; a whole number below zero is
/// none.
std::string csv_row(std::initializer_list<std::string_view> fields);

}  // namespace conform::analyzer
