#pragma once
// toml_reader: typed access to one table of conform.toml; every refusal names file, line, key, what was found and what
// was expected.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "toml/toml_text.hpp"

namespace conform::analyzer {

class toml_reader {
 public:
  /// `section` names the keys that it may have (config_table). Throws failure UNKNOWN-KEY.
  toml_reader(std::string_view file, const toml_value& table, std::string_view section);

  /// The member, or nothing.
  const toml_member* find(std::string_view key) const { return table_.find(key); }

  /// Throws failure MISSING-KEY, WRONG-TYPE; OUT-OF-RANGE where it is empty or longer than 1,000 characters.
  std::string text(std::string_view key) const;
  std::optional<std::string> text_or_none(std::string_view key) const;

  /// A string or a whole number, as a word. Throws failure WRONG-TYPE.
  std::optional<std::string> word_or_none(std::string_view key) const;

  /// One choice of a few words. Throws failure WRONG-TYPE, OUT-OF-RANGE.
  std::optional<std::string_view> choice_or_none(std::string_view key,
                                                 const std::vector<std::string_view>& choices) const;

  /// The tables of [[key]]. Throws failure WRONG-TYPE.
  std::vector<const toml_value*> tables(std::string_view key) const;

  /// Of the table itself.
  text_place at() const { return table_.at; }
  std::string place(text_place at) const { return place_in(file_, at); }

  /// "file:line:column: rule.max: what"
  [[noreturn]] void refuse(std::string_view code, const toml_member& member, std::string_view what) const;
  [[noreturn]] void refuse(std::string_view code, std::string_view what) const;

 private:
  std::string key_text(std::string_view key) const;

  std::string_view file_, section_;
  const toml_value& table_;
};

}  // namespace conform::analyzer
