#include <fmt/format.h>

#include "check/check_verbs.hpp"
#include "check/diff.hpp"
#include "option_values.hpp"
#include "output.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::array formats{named<diff_format>{"text", diff_format::text},
                             named<diff_format>{"json", diff_format::json},
                             named<diff_format>{"markdown", diff_format::markdown}};

/// --format, else what the name of the output file says.
diff_format format_of(const diff_request& asked) {
  if (asked.format) return value_of("--format", *asked.format, formats);
  const std::string file = asked.output.value_or("");
  if (file.ends_with(".json")) return diff_format::json;
  return file.ends_with(".md") || file.ends_with(".markdown") ? diff_format::markdown : diff_format::text;
}

/// Words of a pass that nothing is counted for.
void refuse_pass(const diff_request& asked) {
  for (const auto& [option, word] : diff_request::pass_words)
    if (asked.pass.*word)
      throw failure{"USAGE", option,
                    "both sides have their figures in them; expected this option for configs and specs"};
}

/// A model beside a report is counted for the pass of the report, as far as no option says otherwise.
struct both_sides {
  figure_set base, head;
};
both_sides read_sides(const diff_request& asked, std::vector<diagnostic>& warnings) {
  const auto in_128_bits_of = [](const std::string& name, auto read) {
    try {
      return read();
    } catch (const integer_overflow&) {
      throw failure{"OVERFLOW", printable(name), "the sum of its figures does not fit in 128 bits"};
    }
  };
  std::optional<figure_set> sides[2];
  const std::string* const names[]{&asked.base, &asked.head};
  for (std::size_t i = 0; i < 2; ++i)
    sides[i] = in_128_bits_of(*names[i], [&] { return stored_figures(*names[i]); });
  if (sides[0] && sides[1]) refuse_pass(asked);
  const pass_request pass = words_of(sides[0] ? sides[0]->pass : sides[1] ? sides[1]->pass : fact_list{}, asked.pass);
  for (std::size_t i = 0; i < 2; ++i)
    if (!sides[i]) sides[i] = in_128_bits_of(*names[i], [&] { return counted_figures(*names[i], pass, warnings); });
  return {std::move(*sides[0]), std::move(*sides[1])};
}

}  // namespace

exit_code run_diff(const diff_request& asked) {
  const diff_format format = format_of(asked);
  std::vector<diagnostic> warnings;
  const auto [base, head] = read_sides(asked, warnings);
  if (asked.output)
    for (const figure_set* from : {&base, &head}) check_output(*asked.output, from->input ? &*from->input : nullptr);
  const std::string text = write_diff(difference_of(base, head), format);
  if (asked.output)
    write_file(*asked.output, text);
  else
    write_stdout(text);
  for (const diagnostic& warning : warnings) write_stderr(warning_line(warning) + '\n');
  return exit_code::pass;
}

}  // namespace conform::analyzer
