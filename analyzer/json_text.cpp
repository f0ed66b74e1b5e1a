#include "json_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "number_text.hpp"
#include "printable.hpp"

namespace conform::analyzer {

namespace {

/// Takes the characters off the front that stand for themselves.
std::string_view take_plain(std::string_view& rest) {
  const auto plain = [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
  };
  const auto end = std::find_if_not(rest.begin(), rest.end(), plain);
  const std::string_view out = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(out.size());
  return out;
}

}  // namespace

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (std::string_view rest = text; !rest.empty();) {
    out += take_plain(rest);
    if (rest.empty()) break;
    const character c = next_character(rest);
    const auto code = static_cast<unsigned>(c.code);
    if (!c.valid) {
      out += fmt::format("\\\\x{:02X}", code);
    } else if (c.code == '"' || c.code == '\\') {
      out += '\\';
      out += c.bytes;
    } else if (is_invisible(c.code) && code > 0xFFFF) {
      out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF));
    } else if (is_invisible(c.code) || c.code == '<' || c.code == '>' || c.code == '&') {
      out += fmt::format("\\u{:04x}", code);
    } else {
      out += c.bytes;
    }
  }
  return out += '"';
}

std::string json_count(integer value) { return '"' + decimal(value) + '"'; }

void json_block::entry(std::string_view text) {
  out_ += empty_ ? "\n" : ",\n";
  out_.append(2 * depth_, ' ').append(text);
  empty_ = false;
}

std::string json_block::text() const {
  std::string out = out_;
  if (!empty_) out.append("\n").append(2 * (depth_ - 1), ' ');
  return out += close_;
}

}  // namespace conform::analyzer
