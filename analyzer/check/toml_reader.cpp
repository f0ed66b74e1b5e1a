#include "check/toml_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "check/config_table.hpp"
#include "failure.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t longest_text = 1000;

/// The nearest key; where none is near, one that the word begins with: sequence_length for seq.
std::string key_advice(std::string_view word, const std::vector<std::string_view>& known) {
  if (std::string near = did_you_mean(word, known); !near.empty()) return near;
  for (const std::string_view key : known)
    if (word.starts_with(key)) return fmt::format("; did you mean {}?", key);
  return "";
}

}  // namespace

toml_reader::toml_reader(std::string_view file, const toml_value& table, std::string_view section)
    : file_{file}, section_{section}, table_{table} {
  const std::vector<std::string_view> known = key_names_of(section);
  for (const toml_member& member : table.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    refuse("UNKNOWN-KEY", member,
           fmt::format("unknown key; expected {}{}", listed(known), key_advice(member.key, known)));
  }
}

std::string toml_reader::key_text(std::string_view key) const {
  return section_.empty() ? printable(key, 80) : fmt::format("{}.{}", section_, printable(key, 80));
}

void toml_reader::refuse(std::string_view code, const toml_member& member, std::string_view what) const {
  throw failure{code, place(member.at), fmt::format("{}: {}", key_text(member.key), what)};
}

void toml_reader::refuse(std::string_view code, std::string_view what) const {
  throw failure{code, section_.empty() ? std::string{file_} : place(table_.at), what};
}

std::optional<std::string> toml_reader::text_or_none(std::string_view key) const {
  const toml_member* const member = find(key);
  if (member == nullptr) return {};
  if (member->value.kind != toml_kind::text)
    refuse("WRONG-TYPE", *member, description_of(member->value) + "; expected a string");
  const std::string& text = member->value.text;
  if (text.empty()) refuse("OUT-OF-RANGE", *member, "an empty string; expected at least one character");
  if (text.size() > longest_text)
    refuse("OUT-OF-RANGE", *member, fmt::format("{} bytes; expected at most {}", text.size(), longest_text));
  if (text.find('\0') != std::string::npos) refuse("OUT-OF-RANGE", *member, in_quotes(text) + " has a NUL character");
  return text;
}

std::string toml_reader::text(std::string_view key) const {
  if (auto found = text_or_none(key)) return *found;
  refuse("MISSING-KEY", fmt::format("[[{}]] without {}; expected a string", section_, key));
}

std::optional<std::string> toml_reader::word_or_none(std::string_view key) const {
  const toml_member* const member = find(key);
  if (member == nullptr) return {};
  if (member->value.kind == toml_kind::whole) return std::to_string(member->value.whole);
  if (member->value.kind != toml_kind::text)
    refuse("WRONG-TYPE", *member, description_of(member->value) + "; expected a whole number, as 8192 or \"8k\"");
  return member->value.text;
}

std::optional<std::string_view> toml_reader::choice_or_none(std::string_view key,
                                                            const std::vector<std::string_view>& choices) const {
  const auto word = text_or_none(key);
  if (!word) return {};
  const auto found = std::find(choices.begin(), choices.end(), *word);
  if (found != choices.end()) return *found;
  refuse("OUT-OF-RANGE", *find(key),
         fmt::format("{}; expected one of {}{}", in_quotes(*word), listed(choices), did_you_mean(*word, choices)));
}

std::vector<const toml_value*> toml_reader::tables(std::string_view key) const {
  std::vector<const toml_value*> out;
  const toml_member* const member = find(key);
  if (member == nullptr) return out;
  const auto is_table = [](const toml_value& item) { return item.kind == toml_kind::table; };
  const toml_value& value = member->value;
  if (value.kind != toml_kind::list || !std::all_of(value.items.begin(), value.items.end(), is_table))
    refuse("WRONG-TYPE", *member, fmt::format("{}; expected tables, each as [[{}]]", description_of(value), key));
  for (const toml_value& item : value.items) out.push_back(&item);
  return out;
}

}  // namespace conform::analyzer
