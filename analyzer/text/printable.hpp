#pragma once
// printable: text from outside (paths, names, values) made safe to show: one line, valid UTF-8, nothing invisible.

#include <cstddef>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// One step through text that may not be UTF-8.
struct character {
  char32_t code{};         ///< the code point; the byte itself where it is not UTF-8
  std::string_view bytes;  ///< the 1 to 4 bytes it was read from; one byte where it is not UTF-8
  bool valid{};
};

/// Takes the first character off `rest`, which must not be empty.
character next_character(std::string_view& rest);

/// Offset of the first byte that is not UTF-8, or npos.
std::size_t first_invalid_byte(std::string_view text);

/// Characters that move the cursor, change the direction of writing or cannot be seen: controls, bidirectional marks,
/// zero-width and separator characters.
bool is_invisible(char32_t code);

/// `text` with invisible characters and bytes outside UTF-8 escaped as \n, \x1B, \u{202E}; at most `limit` characters,
/// the rest replaced by an ellipsis.
std::string printable(std::string_view text, std::size_t limit = 200);

/// printable, in quotes: for values within messages.
std::string in_quotes(std::string_view text);

/// At most `limit` code points of `text`, unescaped; an ellipsis stands for the rest.
std::string shortened(std::string_view text, std::size_t limit);

}  // namespace conform::analyzer
