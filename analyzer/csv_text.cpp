#include "csv_text.hpp"

#include "printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t text_limit = 4000;

}  // namespace

std::string csv_field(std::string_view text) {
  std::string out = printable(text, text_limit);
  if (!out.empty() && std::string_view{"=+-@\t\r"}.find(out.front()) != std::string_view::npos) out.insert(0, 1, '\'');
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  for (std::size_t at = out.find('"'); at != std::string::npos; at = out.find('"', at + 2)) out.insert(at, 1, '"');
  return '"' + out + '"';
}

std::string csv_row(std::span<const std::string_view> fields, std::size_t signed_number) {
  std::string out;
  const char* separator = "";
  std::size_t column = 0;
  for (const std::string_view text : fields) {
    out.append(separator).append(column++ == signed_number ? std::string{text} : csv_field(text));
    separator = ",";
  }
  return out + "\r\n";
}

std::string csv_row(std::initializer_list<std::string_view> fields, std::size_t signed_number) {
  return csv_row(std::span{fields.begin(), fields.size()}, signed_number);
}

}  // namespace conform::analyzer
