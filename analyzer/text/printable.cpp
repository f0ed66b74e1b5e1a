#include "text/printable.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace conform::analyzer {
namespace {

constexpr std::string_view ellipsis = "\u2026";
constexpr std::size_t value_limit = 80;  // a value in a message: enough to recognise it, short enough for a line

struct lead_byte {
  std::size_t length;
  char32_t bits;
  char32_t least;  // smallest code point that needs this length: anything below is an overlong spelling
};

constexpr lead_byte decode_lead(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xC2 && byte < 0xE0) return {2, byte & 0x1Fu, 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return {3, byte & 0x0Fu, 0x800};
  if (byte >= 0xF0 && byte < 0xF5) return {4, byte & 0x07u, 0x10000};
  return {0, 0, 0};
}

}  // namespace

character next_character(std::string_view& rest) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const auto take = [&](char32_t code, std::size_t length, bool valid) {
    const character out{code, rest.substr(0, length), valid};
    rest.remove_prefix(length);
    return out;
  };
  const lead_byte lead = decode_lead(byte(0));
  if (lead.length == 0 || lead.length > rest.size()) return take(byte(0), 1, false);
  char32_t code = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return take(byte(0), 1, false);
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < lead.least || code > 0x10FFFF || surrogate) return take(byte(0), 1, false);
  return take(code, lead.length, true);
}

std::size_t first_invalid_byte(std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t at = text.size() - rest.size();
    if (!next_character(rest).valid) return at;
  }
  return std::string_view::npos;
}

bool is_invisible(char32_t code) {
  const auto within = [code](char32_t low, char32_t high) { return code >= low && code <= high; };
  return code < 0x20 || within(0x7F, 0x9F) || code == 0xAD || code == 0x61C || within(0x200B, 0x200F) ||
         within(0x2028, 0x202E) || within(0x2060, 0x206F) || code == 0xFEFF || within(0xFFF0, 0xFFFB) ||
         within(0xE0000, 0xE0FFF);
}

std::string printable(std::string_view text, std::size_t limit) {
  const auto plain = [](char c) { return c >= ' ' && c <= '~'; };
  if (text.size() <= limit && std::all_of(text.begin(), text.end(), plain)) return std::string{text};
  std::string out;
  std::size_t count = 0;
  for (std::string_view rest = text; !rest.empty(); ++count) {
    if (count == limit) return out += ellipsis;
    const character c = next_character(rest);
    if (c.valid && !is_invisible(c.code)) {
      out += c.bytes;
    } else if (c.valid && c.code == '\n') {
      out += "\\n";
    } else if (c.valid && c.code == '\r') {
      out += "\\r";
    } else if (c.valid && c.code == '\t') {
      out += "\\t";
    } else if (!c.valid || c.code < 0x80) {
      out += fmt::format("\\x{:02X}", static_cast<unsigned>(c.code));
    } else {
      out += fmt::format("\\u{{{:04X}}}", static_cast<unsigned>(c.code));
    }
  }
  return out;
}

std::string in_quotes(std::string_view text) { return '"' + printable(text, value_limit) + '"'; }

std::string shortened(std::string_view text, std::size_t limit) {
  std::size_t count = 0;
  for (std::string_view rest = text; !rest.empty(); ++count) {
    if (count == limit) return std::string{text.substr(0, text.size() - rest.size())}.append(ellipsis);
    next_character(rest);
  }
  return std::string{text};
}

}  // namespace conform::analyzer
