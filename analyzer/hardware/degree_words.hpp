#pragma once
// degree_words: over how many devices, as given on the command line.

#include <optional>
#include <string>

namespace conform::analyzer {

/// --tp, --pp, --dp, --cp, --ep and --sp.
struct degree_words {
  std::optional<std::string> tensor, pipeline, data, context, expert;
  bool sequence{};
};

}  // namespace conform::analyzer
