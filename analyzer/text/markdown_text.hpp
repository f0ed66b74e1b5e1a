#pragma once
// markdown_text: text and formulas as Markdown shows them.

#include <cstddef>
#include <string>
#include <string_view>

namespace conform::analyzer::markdown {

/// Text that Markdown and the HTML in it show as it is; no address in it becomes a link, no one is called by a name.
std::string plain(std::string_view text, std::size_t limit = 200);

/// A formula of our own making, in a code span where nothing in it could end the span or the cell.
std::string code(std::string_view formula);

}  // namespace conform::analyzer::markdown
