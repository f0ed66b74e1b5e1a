#include "markdown_text.hpp"

#include "printable.hpp"

namespace conform::analyzer {

std::string markdown_text(std::string_view text, std::size_t limit) {
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

}  // namespace conform::analyzer
