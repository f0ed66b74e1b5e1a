#include "toml/toml_text.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "failure.hpp"
#include "text/printable.hpp"
#include "toml/toml_guard.hpp"

namespace conform::analyzer {
namespace {

text_place place_of_node(const toml::source_position& at) { return {at.line, at.column}; }

class conversion {
 public:
  explicit conversion(std::string_view file) : file_{file} {}

  toml_value value_of(const toml::node& node) const {
    toml_value out;
    out.at = place_of_node(node.source().begin);
    if (const auto* table = node.as_table()) return table_of(*table, std::move(out));
    if (const auto* list = node.as_array()) {
      out.kind = toml_kind::list;
      for (const toml::node& item : *list) out.items.push_back(value_of(item));
    } else if (const auto* text = node.as_string()) {
      out.kind = toml_kind::text;
      out.text = text->get();
    } else if (const auto* whole = node.as_integer()) {
      out.kind = toml_kind::whole;
      out.whole = whole->get();
    } else if (const auto* number = node.as_floating_point()) {
      out.kind = toml_kind::number;
      out.number = number->get();
      if (!std::isfinite(out.number)) refuse(out.at, "NaN or infinity; a finite number was expected");
    } else if (const auto* truth = node.as_boolean()) {
      out.kind = toml_kind::boolean;
      out.truth = truth->get();
    } else if (const auto* date = node.as_date()) {
      out.kind = toml_kind::date;
      const toml::date day = date->get();
      out.text = fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    } else {
      refuse(out.at, "a time of day; a date alone, as 2026-12-31, was expected");
    }
    return out;
  }

 private:
  [[noreturn]] void refuse(text_place at, std::string_view what) const {
    throw failure{"TOML", place_in(file_, at), what};
  }

  /// The parser sorts keys by name; messages speak of the first one in the file.
  toml_value table_of(const toml::table& table, toml_value out) const {
    for (const auto& [key, node] : table)
      out.members.push_back({std::string{key.str()}, place_of_node(key.source().begin), value_of(node)});
    std::sort(out.members.begin(), out.members.end(), [](const toml_member& a, const toml_member& b) {
      return std::tie(a.at.line, a.at.column, a.key) < std::tie(b.at.line, b.at.column, b.key);
    });
    return out;
  }

  std::string_view file_;
};

}  // namespace

const toml_member* toml_value::find(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const toml_member& m) { return m.key == key; });
  return found == members.end() ? nullptr : &*found;
}

toml_value parse_toml(std::string_view file, std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  refuse_unsafe_toml(file, text);
  try {
    const toml::table parsed = toml::parse(text, std::string_view{});
    return conversion{file}.value_of(parsed);
  } catch (const toml::parse_error& problem) {
    throw failure{"TOML", place_in(file, place_of_node(problem.source().begin)), printable(problem.description(), 300)};
  }
}

std::string description_of(const toml_value& value) {
  switch (value.kind) {
    case toml_kind::boolean: return value.truth ? "true" : "false";
    case toml_kind::whole: return fmt::format("the number {}", value.whole);
    case toml_kind::number: return fmt::format("the number {}", value.number);
    case toml_kind::text: return "the string " + in_quotes(value.text);
    case toml_kind::date: return "the date " + value.text;
    case toml_kind::list: return "a list";
    case toml_kind::table: break;
  }
  return "a table";
}

}  // namespace conform::analyzer
