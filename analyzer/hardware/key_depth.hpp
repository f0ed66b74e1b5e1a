#pragma once
// key_depth: how deep the dotted keys and brackets of a TOML text go, before a parser that recurses into them sees it.

#include <cstddef>
#include <optional>
#include <string_view>

namespace conform::analyzer {

/// A place in a text, both from 1; columns in bytes.
struct text_place {
  std::size_t line, column;
};

/// The first place with more than `most` dots in one key, or more than `most` open brackets; nothing where there is
/// none.
std::optional<text_place> first_deeper(std::string_view toml, std::size_t most);

}  // namespace conform::analyzer
