#include "command_line.hpp"

#include <algorithm>

#include <conform/version.hpp>

#include "command_line/verbs.hpp"
#include "failure.hpp"
#include "help_text.hpp"
#include "specs.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

std::string expected_verbs() {
  const std::vector<std::string_view> names = verb_names();
  return "expected " + listed({names.data(), names.size() - 1}) + " or " + std::string{names.back()};
}

/// What is said of a first word that is no verb.
std::string unknown_verb(const std::vector<std::string>& arguments) {
  const auto word =
      std::find_if(arguments.begin(), arguments.end(), [](const std::string& one) { return !one.starts_with("-"); });
  std::string out = "unknown command; " + expected_verbs();
  if (word == arguments.end()) return out;
  const bool model = find_spec(*word) || word->ends_with(".json");
  return out +
         (model ? "; did you mean conform report " + printable(*word, 80) + "?" : did_you_mean(*word, verb_names()));
}

}  // namespace

request parse_command_line(std::vector<std::string> arguments) {
  const std::span<const verb> known = verbs();
  const auto named = [&](const std::string& word) {
    return std::find_if(known.begin(), known.end(), [&](const verb& one) { return one.name == word; });
  };
  const auto first = std::find_if(arguments.begin(), arguments.end(),
                                  [&](const std::string& word) { return word == "--" || named(word) != known.end(); });
  const bool has_verb = first != arguments.end() && *first != "--";
  const std::vector<std::string> before(arguments.begin(), has_verb ? first : arguments.end());
  bool version{};
  option_words words{"conform --help"};
  words.flag("--version", version);
  words.read(before, unknown_verb(before), verbs_with);
  if (version) return text_request{"conform " CONFORM_VERSION_STRING "\n"};
  if (!has_verb && words.asks_for_help()) return text_request{help_text()};
  if (!has_verb) throw failure{"USAGE", "", no_command()};
  std::vector<std::string> behind(first + 1, arguments.end());
  if (words.asks_for_help()) behind.insert(behind.begin(), "--help");
  return read_words(*named(*first), std::move(behind));
}

std::string no_command() { return "no command; " + expected_verbs() + "; see conform --help"; }

}  // namespace conform::analyzer
