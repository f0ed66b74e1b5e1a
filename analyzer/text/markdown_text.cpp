#include "text/markdown_text.hpp"

#include <fmt/format.h>

#include "text/printable.hpp"

namespace conform::analyzer::markdown {

std::string plain(std::string_view text, std::size_t limit) {
  constexpr std::string_view with_backslash = "\\`*_[]|~";
  const std::string line = printable(text, limit);
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '@': out += "&#64;"; break;
      case ':': out += line.compare(i, 3, "://") == 0 ? "&#58;" : ":"; break;
      default:
        if (with_backslash.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
  }
  return out;
}

std::string code(std::string_view formula) {
  if (formula.empty()) return "";
  if (formula.find_first_of("`|\n\r") != std::string_view::npos) return plain(formula, 4000);
  return fmt::format("`{}`", formula);
}

}  // namespace conform::analyzer::markdown
