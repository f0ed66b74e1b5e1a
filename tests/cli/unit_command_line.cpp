// The table of verbs: every option stands in the help of its verb, and the help names no other.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include "command_line/verbs.hpp"
#include "failure.hpp"
#include "help_text.hpp"

using namespace conform::analyzer;

namespace {

std::string help_of(const std::string& name) {
  return std::get<text_request>(parse_command_line({name, "--help"})).text;
}

/// The words of a text that begin as options do.
std::set<std::string> options_in(const std::string& text) {
  std::set<std::string> out;
  for (std::size_t at = text.find("--"); at != std::string::npos; at = text.find("--", at + 2)) {
    std::size_t end = at + 2;
    while (end < text.size() && (std::islower(static_cast<unsigned char>(text[end])) || text[end] == '-')) ++end;
    if (end > at + 2) out.insert(text.substr(at, end - at));
    at = end - 2;
  }
  return out;
}

std::string refusal_of(const std::vector<std::string>& arguments) {
  try {
    parse_command_line(arguments);
  } catch (const failure& refused) {
    return refused.what();
  }
  return "not refused";
}
bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(verbs_of_the_program)

BOOST_AUTO_TEST_CASE(have_a_help_of_their_own_with_all_their_options) {
  std::set<std::string> seen;
  for (const verb& one : verbs()) {
    const std::string help = help_of(std::string{one.name});
    BOOST_TEST_INFO_SCOPE(one.name);
    BOOST_TEST(help.starts_with("conform " + std::string{one.name}));
    BOOST_TEST(seen.insert(help).second);
    const std::set<std::string> told = options_in(help);
    for (const std::string& option : options_of(one))
      if (option != "--help") BOOST_TEST(told.contains(option), option << " is not in the help");
  }
}

BOOST_AUTO_TEST_CASE(stand_in_the_help_of_the_program) {
  for (const verb& one : verbs()) {
    BOOST_TEST(one.usage[0].words.starts_with(one.name));
    BOOST_TEST(says(help_text(), "\n  conform " + std::string{one.name} + " "));
  }
}

BOOST_AUTO_TEST_CASE(refuse_the_options_of_others) {
  for (const verb& one : verbs()) {
    const std::vector<std::string> own = options_of(one);
    for (const verb& other : verbs())
      for (const std::string& option : options_of(other)) {
        if (std::find(own.begin(), own.end(), option) != own.end()) continue;
        const std::string told = refusal_of({std::string{one.name}, option});
        BOOST_TEST(says(told, option + ": unknown option; an option of "), one.name << ": " << told);
        BOOST_TEST(says(told, std::string{other.name}), one.name << ": " << told);
      }
  }
}

BOOST_AUTO_TEST_CASE(take_each_option_once_and_with_its_value) {
  for (const verb& one : verbs()) {
    for (const std::string& option : options_of(one)) {
      const std::vector<std::string> twice{std::string{one.name}, option + "=1", option + "=1"};
      const bool several = one.name == "check" && option == "--format";
      const std::string told = refusal_of(twice);
      BOOST_TEST((several || says(told, "given more than once") || says(told, option + ": takes no value")),
                 one.name << " " << option << ": " << told);
      BOOST_TEST((says(told, "takes no value") ||
                  says(refusal_of({std::string{one.name}, option}), option + ": no value; see conform ")),
                 one.name << " " << option);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
