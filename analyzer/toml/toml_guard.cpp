#include "toml/toml_guard.hpp"

#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "failure.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"
#include "toml/text_place.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t size_limit = std::size_t{4} << 20;
constexpr std::size_t part_limit = 32, depth_limit = 32, item_limit = 100'000;

/// Walks over strings and comments as TOML has them and counts what is outside.
class scanner {
 public:
  scanner(std::string_view file, std::string_view text) : file_{file}, text_{text} {}

  void scan() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        skip_line();
      } else if (c == '"' || c == '\'') {
        skip_string(c);
      } else {
        count(c);
        ++at_;
      }
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw failure{"TOML", place_in(file_, place_of(text_, at_)), what};
  }
  void skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }
  bool triple_at(char quote) const { return text_.substr(at_, 3) == std::string(3, quote); }

  void skip_string(char quote) {
    const bool many_lines = triple_at(quote);
    at_ += many_lines ? 3 : 1;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"') {
        ++at_;
      } else if (!many_lines && (c == quote || c == '\n')) {
        ++at_;
        return;
      } else if (many_lines && triple_at(quote)) {
        at_ += 3;
        for (int extra = 0; extra < 2 && at_ < text_.size() && text_[at_] == quote; ++extra) ++at_;
        return;
      }
    }
  }

  void count(char c) {
    const bool in_key = c == ' ' || c == '\t' || c == '-' || c == '_' || (c >= '0' && c <= '9') ||
                        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (c == '.') {
      if (++dots_ == part_limit) refuse(fmt::format("a key of more than {} parts", part_limit));
    } else if (!in_key) {
      dots_ = 0;
    }
    if (c == '[' || c == '{') {
      if (++depth_ > depth_limit) refuse(fmt::format("nested deeper than {} levels", depth_limit));
    } else if ((c == ']' || c == '}') && depth_ > 0) {
      --depth_;
    }
    if ((c == '=' || c == ',' || c == '[') && ++items_ > item_limit)
      refuse(fmt::format("more than {} keys and items", grouped(item_limit)));
  }

  std::string_view file_, text_;
  std::size_t at_ = 0, dots_ = 0, depth_ = 0, items_ = 0;
};

}  // namespace

void refuse_unsafe_toml(std::string_view file, std::string_view text) {
  const auto refuse = [&](std::size_t offset, const std::string& what) {
    throw failure{"TOML", place_in(file, place_of(text, offset)), what};
  };
  if (text.size() > size_limit) {
    throw failure{"TOML", file,
                  fmt::format("{} bytes; at most {} were expected", grouped(static_cast<integer>(text.size())),
                              grouped(static_cast<integer>(size_limit)))};
  }
  const auto nul = text.find('\0');
  const auto bad = first_invalid_byte(text);
  if (nul < bad) refuse(nul, "NUL byte; TOML text was expected");
  if (bad != std::string_view::npos) {
    refuse(bad, fmt::format("byte 0x{:02X} is not UTF-8; TOML text was expected",
                            static_cast<unsigned>(static_cast<unsigned char>(text[bad]))));
  }
  constexpr std::string_view conflict = "<<<<<<< ";
  for (auto at = text.find(conflict); at != std::string_view::npos; at = text.find(conflict, at + 1))
    if (at == 0 || text[at - 1] == '\n') refuse(at, "unresolved merge conflict; TOML was expected");
  scanner{file, text}.scan();
}

}  // namespace conform::analyzer
