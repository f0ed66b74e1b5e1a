#pragma once
// toml_guard: what would crash or exhaust a TOML parser is refused before it sees the text.

#include <string_view>

namespace conform::analyzer {

/// Throws failure TOML at "file:line:column": more than 4 MiB, a NUL, text that is not UTF-8, merge conflict markers, a
/// key of more than 32 parts, brackets deeper than 32, more than 100,000 keys and items.
void refuse_unsafe_toml(std::string_view file, std::string_view text);

}  // namespace conform::analyzer
