#pragma once
// xml_text: text inside an XML document, an attribute or the content of an element.

#include <cstddef>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// One printable line of at most `limit` characters, with nothing in it that XML takes for its own.
std::string xml_text(std::string_view text, std::size_t limit);

}  // namespace conform::analyzer
