#include "text/json_text.hpp"

#include <array>

#include <fmt/format.h>

#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {

namespace {

/// By its byte: does a character stand for itself?
constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> out{};
  for (unsigned c = ' '; c <= '~'; ++c) out[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
  return out;
}();

/// Takes the characters off the front that stand for themselves.
std::string_view take_plain(std::string_view& rest) {
  std::size_t count = 0;
  while (count < rest.size() && plain_bytes[static_cast<unsigned char>(rest[count])]) ++count;
  const std::string_view out = rest.substr(0, count);
  rest.remove_prefix(count);
  return out;
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
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
  out += '"';
}

std::string json_text(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

std::string json_count(integer value) {
  std::string out = "\"";
  append_decimal(out, value);
  return out += '"';
}

std::string& json_line::key(std::string_view name) {
  if (out_.size() > 1) out_ += ", ";
  append_json_text(out_, name);
  return out_ += ": ";
}

void json_line::add(std::string_view name, integer count) {
  std::string& out = key(name) += '"';
  append_decimal(out, count);
  out += '"';
}

void json_line::add_text(std::string_view name, std::string_view text) { append_json_text(key(name), text); }

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
