#pragma once
// csv_text: rows of CSV by RFC 4180.

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// One row with its line end. A text that a spreadsheet would run as a formula is led by an apostrophe; not so the
/// column `signed_number`, if any, which holds a number of ours that may be below zero.
std::string csv_row(std::span<const std::string_view> fields, std::size_t signed_number = std::string_view::npos);
std::string csv_row(std::initializer_list<std::string_view> fields, std::size_t signed_number = std::string_view::npos);

/// One field of it.
std::string csv_field(std::string_view text);

}  // namespace conform::analyzer
