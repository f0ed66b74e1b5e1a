#pragma once
// json_tree: strict JSON as a tree. Refuses what a lenient parser lets pass: duplicate keys, NUL, text that is not
// UTF-8, numbers beyond a double, great depth. Numbers keep their spelling, so nothing is ever rounded.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace conform::analyzer {

enum class json_kind : std::uint8_t { null, boolean, number, text, list, object };

struct json_member;

/// One value. `text` is a string's content (UTF-8), or a number as it is spelled.
struct json_value {
  json_kind kind{json_kind::null};
  bool truth{};
  std::string text;
  std::vector<json_value> items;     ///< of a list
  std::vector<json_member> members;  ///< of an object, in the order of the file

  /// The member's value, or nothing.
  const json_value* find(std::string_view key) const;
};

struct json_member {
  std::string key;
  json_value value;
};

/// Depth of nesting and number of values beyond which a file is refused.
inline constexpr std::size_t json_depth_limit = 64;
inline constexpr std::size_t json_value_limit = 200'000;

/// The one value of a JSON text; a byte order mark in front is accepted. `file` is how messages name the text.
/// Throws failure: JSON, DUPLICATE-KEY.
json_value parse_json(std::string_view file, std::string_view text);

/// What the value is, for messages: `null`, `true`, `the number 4096.0`, `the string "32"`, `a list`, `an object`.
std::string description_of(const json_value& value);

}  // namespace conform::analyzer
