#pragma once
// markup_text: text from outside as it may stand in XML and HTML.

#include <cstddef>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// printable, for content and for attributes in quotes: nothing in it opens or ends a tag, an entity or a value.
std::string in_markup(std::string_view text, std::size_t limit = 100'000);

}  // namespace conform::analyzer
