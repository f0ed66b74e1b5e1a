#pragma once
// option_words: the words behind one verb, or behind one program. Every option is declared once; which words are read,
// which are refused, and what a misspelled one was meant to be, all follow from it.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace conform::analyzer {

class option_words {
 public:
  /// What an unknown option is besides: "; an option of ..."; nothing where it is none.
  using told_of = std::string (*)(const std::string& option);

  /// `help` is what messages refer to: "conform report --help".
  explicit option_words(std::string help);
  ~option_words();
  option_words(const option_words&) = delete;
  option_words& operator=(const option_words&) = delete;

  /// An option with a value, at most once: "--seq" or "-o,--output".
  void option(const std::string& names, std::optional<std::string>& into);
  /// One that may be given several times.
  void repeated(const std::string& names, std::vector<std::string>& into);
  /// An option without a value.
  void flag(const std::string& names, bool& into);
  /// A word that is no option; words are taken in the order of these calls.
  void word(const std::string& name, std::string& into);
  void word(const std::string& name, std::optional<std::string>& into);
  /// All words that are no options.
  void words(const std::string& name, std::vector<std::string>& into);

  /// The long names of all options, --help among them.
  std::vector<std::string> names() const;

  /// Whether "--output" or "-o" is an option.
  bool takes(const std::string& name) const;

  /// Fills in what was declared. Throws failure USAGE, one line: an unknown option, one that lacks its value, has one
  /// that it does not take, or is given twice; a word too many, with `surplus` after it.
  void read(std::vector<std::string> arguments, std::string_view surplus, told_of elsewhere = nullptr);

  bool asks_for_help() const { return asked_help; }
  /// Whether one of the words that were read is empty.
  bool has_empty_word() const { return empty_word; }

 private:
  std::unique_ptr<CLI::App> app;
  std::string help;
  bool asked_help{}, empty_word{};

  bool takes_value(const std::string& name) const;
  void join_negative_values(std::vector<std::string>& arguments) const;
  [[noreturn]] void refuse_parse(const std::string& told) const;
  void refuse_spellings(const std::vector<std::string>& arguments) const;
  void refuse_rest(std::string_view surplus, told_of elsewhere) const;
};

}  // namespace conform::analyzer
