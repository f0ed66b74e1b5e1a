#include "html/page_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/markup_text.hpp"

namespace conform::analyzer {

std::string code(std::string_view formula) {
  constexpr std::string_view dot = "·", dot_and_break = "·<wbr/>";
  if (formula.empty()) return "";
  std::string text = in_markup(formula);
  for (std::size_t at = text.find(dot); at != text.npos; at = text.find(dot, at + dot_and_break.size()))
    text.replace(at, dot.size(), dot_and_break);
  return fmt::format("<code>{}</code>", text);
}

std::string table_of(std::string_view caption, std::string_view kinds,
                     const std::vector<std::vector<std::string>>& rows) {
  const auto number = [&](std::size_t column) {
    return kinds[std::min(column, kinds.size() - 1)] == 'n' ? " class=\"number\"" : "";
  };
  std::string out = fmt::format("<table>\n<caption>{}</caption>\n<thead>\n<tr>", in_markup(caption));
  for (std::size_t i = 0; i < rows[0].size(); ++i)
    out += fmt::format("<th scope=\"col\"{}>{}</th>", number(i), in_markup(rows[0][i]));
  out += "</tr>\n</thead>\n<tbody>\n";
  for (std::size_t row = 1; row < rows.size(); ++row) {
    out += fmt::format("<tr><th scope=\"row\"{}>{}</th>", number(0), in_markup(rows[row][0]));
    for (std::size_t i = 1; i < rows[row].size(); ++i) {
      const bool formula = kinds[std::min(i, kinds.size() - 1)] == 'c';
      out += fmt::format("<td{}>{}</td>", number(i), formula ? code(rows[row][i]) : in_markup(rows[row][i]));
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n";
}

std::string wide(std::string_view name, const std::string& content) {
  return fmt::format("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n{}</div>\n",
                     in_markup(name), content);
}

}  // namespace conform::analyzer
