#pragma once
// markdown_text: names and formulas in Markdown, whatever is in them.

#include <cstddef>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// Text that Markdown and the HTML in it show as it is, on one line of at most `limit` characters; no address in it
/// becomes a link, no one is called by a name.
std::string markdown_text(std::string_view text, std::size_t limit = 200);

}  // namespace conform::analyzer
