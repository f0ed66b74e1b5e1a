#include "drawn_format.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "failure.hpp"
#include "option_values.hpp"

namespace conform::analyzer {
namespace {

constexpr std::array formats{named<drawn_format>{"text", drawn_format::text},
                                        named<drawn_format>{"json", drawn_format::json},
                                        named<drawn_format>{"csv", drawn_format::csv},
                                        named<drawn_format>{"markdown", drawn_format::markdown},
                                        named<drawn_format>{"svg", drawn_format::svg}};
constexpr std::array extensions{named<drawn_format>{".txt", drawn_format::text},
                                named<drawn_format>{".json", drawn_format::json},
                                named<drawn_format>{".csv", drawn_format::csv},
                                named<drawn_format>{".md", drawn_format::markdown},
                                named<drawn_format>{".markdown", drawn_format::markdown},
                                named<drawn_format>{".svg", drawn_format::svg}};

}  // namespace

bool has_extension(const std::string& file) { return std::filesystem::path{file}.has_extension(); }

drawn_format read_drawn_format(const std::optional<std::string>& format, const std::optional<std::string>& output) {
  const auto* const known = output ? std::find_if(extensions.begin(), extensions.end(),
                                                        [&](const auto& e) { return output->ends_with(e.name); })
                                         : extensions.end();
  const bool foreign = output && known == extensions.end() && has_extension(*output);
  if (!format && foreign) {
    throw failure{"USAGE", "--output",
                  in_quotes(*output) +
                      " has the extension of a format that is not written; expected .txt, .json, "
                      ".csv, .md or .svg, or --format"};
  }
  if (!format) return known == extensions.end() ? drawn_format::text : known->value;
  const drawn_format out = value_of("--format", *format, formats);
  if (known != extensions.end() && known->value != out) {
    throw failure{"USAGE", "--output",
                  fmt::format("{} with --format {}; expected a file whose extension is that of the format",
                              in_quotes(*output), *format)};
  }
  return out;
}

std::optional<std::string> read_output(const std::optional<std::string>& word) {
  if (!word || (!word->empty() && word->front() != '-')) return word;
  throw failure{"USAGE", "--output",
                (word->empty() ? "empty" : in_quotes(*word)) +
                    "; expected the path of a file (./-x for one that is named -x; stdout is the default)"};
}

}  // namespace conform::analyzer
