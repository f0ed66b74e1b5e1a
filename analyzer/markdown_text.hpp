#pragma once
// markdown_text: text from outside within Markdown.

#include <cstddef>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// Text that Markdown and the HTML in it show as it is; no address in it becomes a link, no one is called by a name.
std::string plain(std::string_view text, std::size_t limit = 200);

}  // namespace conform::analyzer
