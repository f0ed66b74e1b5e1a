#pragma once
// verbs: the verbs of conform, and the words that each takes. What is parsed, what is refused and what `conform --help`
// lists come from this one table.

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command_line.hpp"
#include "command_line/option_words.hpp"

namespace conform::analyzer {

/// A line of `conform --help`.
struct usage_line {
  std::string_view words, does;
};

struct verb {
  std::string_view name;
  std::array<usage_line, 4> usage;                            ///< those behind the last are empty
  std::string (*help)();                                      ///< what `conform NAME --help` prints
  std::string_view surplus;                                   ///< what is said of a word too many
  void (*declare)(option_words& words, request& into);        ///< which words it takes, and into what they are read
  void (*demand)(const request& given, bool has_empty_word);  ///< throws failure USAGE where words are missing
};

std::span<const verb> verbs();
std::vector<std::string_view> verb_names();

/// The long options of a verb.
std::vector<std::string> options_of(const verb& one);

/// "; an option of report, sweep"; nothing where no verb takes it.
std::string verbs_with(const std::string& option);

/// The request that the words behind the verb ask for. Throws failure USAGE.
request read_words(const verb& one, std::vector<std::string> arguments);

}  // namespace conform::analyzer
