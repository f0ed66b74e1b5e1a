#include "command_line/option_words.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "failure.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

[[noreturn]] void refuse(std::string_view what, std::string_view place = "") { throw failure{"USAGE", place, what}; }

bool is_negative_number(const std::string& word) {
  return word.size() > 1 && word[0] == '-' && word.find_first_not_of("0123456789", 1) == std::string::npos;
}

/// An option in the place of a value is no value.
void refuse_option_as_value(const std::string& names, const std::string& word) {
  if (word.starts_with("--")) refuse("no value; " + printable(word, 40) + " follows", names.substr(names.find("--")));
}

constexpr auto once = CLI::MultiOptionPolicy::Throw;

}  // namespace

option_words::option_words(std::string help_words) : app{std::make_unique<CLI::App>()}, help{std::move(help_words)} {
  app->set_help_flag();
  app->allow_extras();
  flag("-h,--help", asked_help);
}
option_words::~option_words() = default;

void option_words::option(const std::string& names, std::optional<std::string>& into) {
  const auto take = [&into, names](const std::string& word) {
    refuse_option_as_value(names, word);
    into = word;
  };
  app->add_option_function<std::string>(names, take)->expected(1)->multi_option_policy(once);
}

void option_words::repeated(const std::string& names, std::vector<std::string>& into) {
  const auto take = [&into, names](const std::vector<std::string>& given) {
    for (const std::string& word : given) refuse_option_as_value(names, word);
    into = given;
  };
  app->add_option_function<std::vector<std::string>>(names, take)->allow_extra_args(false);
}

void option_words::flag(const std::string& names, bool& into) { app->add_flag(names, into)->disable_flag_override(); }
void option_words::word(const std::string& name, std::string& into) {
  app->add_option(name, into)->multi_option_policy(once);
}
void option_words::word(const std::string& name, std::optional<std::string>& into) {
  app->add_option(name, into)->multi_option_policy(once);
}
void option_words::words(const std::string& name, std::vector<std::string>& into) { app->add_option(name, into); }

std::vector<std::string> option_words::names() const {
  std::vector<std::string> out;
  for (const CLI::Option* one : std::as_const(*app).get_options())
    for (const std::string& name : one->get_lnames()) out.push_back("--" + name);
  return out;
}

bool option_words::takes(const std::string& name) const {
  return name.starts_with("-") && app->get_option_no_throw(name) != nullptr;
}

void option_words::read(std::vector<std::string> arguments, std::string_view surplus, told_of elsewhere) {
  empty_word = std::find(arguments.begin(), arguments.end(), "") != arguments.end();
  join_negative_values(arguments);
  refuse_spellings(arguments);
  std::reverse(arguments.begin(), arguments.end());  // the parser takes them from the back
  try {
    app->parse(std::move(arguments));
  } catch (const CLI::ParseError& problem) {
    refuse_parse(printable(problem.what()));
  }
  refuse_rest(surplus, elsewhere);
}

bool option_words::takes_value(const std::string& name) const {
  const CLI::Option* const option = name.starts_with("-") ? app->get_option_no_throw(name) : nullptr;
  return option != nullptr && option->get_expected_max() > 0;
}

/// The parser would take "--seq -5" for an option named -5; joined, the value is refused as the value it is.
void option_words::join_negative_values(std::vector<std::string>& arguments) const {
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    if (arguments[i] == "--") return;
    if (!arguments[i].starts_with("--") || !takes_value(arguments[i]) || !is_negative_number(arguments[i + 1]))
      continue;
    arguments[i] += '=' + arguments[i + 1];
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

/// The parser's messages in our words: which argument, what was expected.
void option_words::refuse_parse(const std::string& told) const {
  const std::string option = told.starts_with("-") ? told.substr(0, told.find_first_of(": ")) : "";
  if (told.find(" missing") != std::string::npos) refuse("no value; see " + help, option);
  if (told.find(" received ") != std::string::npos) refuse("given more than once", option);
  refuse(told + "; see " + help);
}

/// Spellings that the parser would take for something else.
void option_words::refuse_spellings(const std::vector<std::string>& arguments) const {
  for (const std::string& word : arguments) {
    if (word == "--") return;
    if (word == "++") refuse("unknown word", word);  // the parser would drop it
    if (word.starts_with("-o=")) refuse(printable(word, 40) + "; expected -o FILE or --output=FILE", "--output");
    const std::string name = word.substr(0, word.find('='));
    if (name.size() == word.size()) continue;
    if (takes(name) && !takes_value(name)) refuse("takes no value", name);
  }
}

/// What no one takes: an unknown option, or a word too many. Behind "--" every word is a word.
void option_words::refuse_rest(std::string_view surplus, told_of elsewhere) const {
  std::vector<std::string> rest = app->remaining();
  const auto separator = std::find(rest.begin(), rest.end(), "--");
  const bool words_only = separator == rest.begin();
  if (separator != rest.end()) rest.erase(separator);
  if (rest.empty()) return;
  const std::string& first = rest.front();
  if (words_only || first.size() < 2 || first.front() != '-') refuse(surplus, printable(first, 80));
  const std::string bare = first.substr(0, first.find('='));
  const std::vector<std::string> known = names();
  std::string hint = elsewhere != nullptr ? elsewhere(bare) : "";
  if (hint.empty()) hint = did_you_mean(bare, std::vector<std::string_view>(known.begin(), known.end()));
  if (first.ends_with(".json")) hint = "; a file of this name stands behind --";
  refuse("unknown option" + hint + "; see " + help, printable(bare, 80));
}

}  // namespace conform::analyzer
