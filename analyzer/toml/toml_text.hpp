#pragma once
// toml_text: strict TOML as a tree that knows where each value stands. Nothing else includes the parser behind it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "toml/text_place.hpp"

namespace conform::analyzer {

enum class toml_kind : std::uint8_t { boolean, whole, number, text, date, list, table };

struct toml_member;

/// One value. `text` is a string's content (UTF-8), or a date as YYYY-MM-DD.
struct toml_value {
  toml_kind kind{toml_kind::table};
  bool truth{};
  std::int64_t whole{};
  double number{};
  std::string text;
  text_place at;
  std::vector<toml_value> items;     ///< of a list
  std::vector<toml_member> members;  ///< of a table, in the order of the file

  /// The member of this key, or nothing.
  const toml_member* find(std::string_view key) const;
};

struct toml_member {
  std::string key;
  text_place at;  ///< of the key
  toml_value value;
};

/// A byte order mark in front and CRLF are accepted. `file` is how messages name the text. Throws failure TOML: what
/// refuse_unsafe_toml refuses, wrong syntax, a key given twice, NaN and infinity, times of day.
toml_value parse_toml(std::string_view file, std::string_view text);

/// What the value is, for messages: `true`, `the number 4.5`, `the string "32"`, `a list`, `a table`.
std::string description_of(const toml_value& value);

}  // namespace conform::analyzer
