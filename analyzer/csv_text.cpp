#include "csv_text.hpp"

#include "printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t text_limit = 4000;

/// A number below zero is no formula.
bool is_negative_number(std::string_view text) {
  return text.size() > 1 && text.front() == '-' && text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

std::string field(std::string_view text) {
  std::string out = printable(text, text_limit);
  const bool formula = !out.empty() && std::string_view{"=+-@\t\r"}.find(out.front()) != std::string_view::npos;
  if (formula && !is_negative_number(out)) out.insert(0, 1, '\'');
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  for (std::size_t at = out.find('"'); at != std::string::npos; at = out.find('"', at + 2)) out.insert(at, 1, '"');
  return '"' + out + '"';
}

}  // namespace

std::string csv_row(std::initializer_list<std::string_view> fields) {
  std::string out;
  const char* separator = "";
  for (const std::string_view text : fields) {
    out.append(separator).append(field(text));
    separator = ",";
  }
  return out + "\r\n";
}

}  // namespace conform::analyzer
