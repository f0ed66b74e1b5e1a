#include "text/csv_text.hpp"

#include <algorithm>

#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t text_limit = 4000;
constexpr std::string_view formula_starts = "=+-@\t\r";

/// Is the field the text itself?
bool is_plain(std::string_view text) {
  if (text.size() > text_limit || (!text.empty() && formula_starts.find(text.front()) != std::string_view::npos))
    return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != ',' && c != '"'; });
}

}  // namespace

std::string csv_field(std::string_view text) {
  if (is_plain(text)) return std::string{text};
  std::string out = printable(text, text_limit);
  if (!out.empty() && formula_starts.find(out.front()) != std::string_view::npos) out.insert(0, 1, '\'');
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  for (std::size_t at = out.find('"'); at != std::string::npos; at = out.find('"', at + 2)) out.insert(at, 1, '"');
  return '"' + out + '"';
}

std::string csv_row(std::span<const std::string_view> fields, std::size_t signed_number) {
  std::string out;
  const char* separator = "";
  std::size_t column = 0;
  for (const std::string_view text : fields) {
    out.append(separator);
    if (column++ == signed_number || is_plain(text))
      out.append(text);
    else
      out.append(csv_field(text));
    separator = ",";
  }
  return out + "\r\n";
}

std::string csv_row(std::initializer_list<std::string_view> fields, std::size_t signed_number) {
  return csv_row(std::span{fields.begin(), fields.size()}, signed_number);
}

}  // namespace conform::analyzer
