#pragma once
// drawn_format: the formats of what can be drawn, too, and the file that it goes to.

#include <cstdint>
#include <optional>
#include <string>

namespace conform::analyzer {

enum class drawn_format : std::uint8_t { text, json, csv, markdown, svg };

/// --format decides; without it the extension of the output file does. They may not differ. Throws failure USAGE.
drawn_format read_drawn_format(const std::optional<std::string>& format, const std::optional<std::string>& output);

/// Does the name of a file say of which format it is?
bool has_extension(const std::string& file);

/// The path of a file. Throws failure USAGE for a word that is none.
std::optional<std::string> read_output(const std::optional<std::string>& word);

}  // namespace conform::analyzer
