#pragma once
// json_text: the pieces that every JSON output is made of.

#include <cstddef>
#include <string>
#include <string_view>

#include <conform/size/integer.hpp>

namespace conform::analyzer {

/// A JSON string: valid UTF-8 whatever came in, and safe inside HTML. A byte that is not UTF-8 is shown as \xE9.
std::string json_text(std::string_view text);

void append_json_text(std::string& out, std::string_view text);

/// Counts are decimal strings: a JSON number would be rounded to a double by most readers.
std::string json_count(integer value);

/// An object or list whose entries stand on lines of their own.
class json_block {
 public:
  json_block(std::string_view brackets, std::size_t depth) : close_{brackets[1]}, depth_{depth}, out_{brackets[0]} {}

  void add(std::string_view key, std::string_view value) { entry(json_text(key).append(": ").append(value)); }
  void entry(std::string_view text);
  std::string text() const;

 private:
  char close_;
  std::size_t depth_;
  bool empty_{true};
  std::string out_;
};

/// An object or list on one line: "{", then entries, then text().
class json_line {
 public:
  explicit json_line(std::string_view brackets) : close_{brackets[1]}, out_{brackets[0]} {}

  /// A value that is JSON, a count, a text.
  void add(std::string_view name, std::string_view value) { key(name).append(value); }
  void add(std::string_view name, integer count);
  void add_text(std::string_view name, std::string_view text);
  void entry(std::string_view text) { out_.append(out_.size() > 1 ? ", " : "").append(text); }
  std::string text() const { return out_ + close_; }

 private:
  std::string& key(std::string_view name);

  char close_;
  std::string out_;
};

}  // namespace conform::analyzer
