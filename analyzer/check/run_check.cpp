#include <filesystem>

#include <fmt/format.h>

#include "check/calendar.hpp"
#include "check/check_verbs.hpp"
#include "check/check_writers.hpp"
#include "check/listed_path.hpp"
#include "check/rules.hpp"
#include "option_values.hpp"
#include "output.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::array formats{
    named<check_format>{"text", check_format::text},         named<check_format>{"json", check_format::json},
    named<check_format>{"markdown", check_format::markdown}, named<check_format>{"sarif", check_format::sarif},
    named<check_format>{"junit", check_format::junit},       named<check_format>{"github", check_format::github},
    named<check_format>{"gitlab", check_format::gitlab}};

struct wanted_output {
  check_format format{check_format::text};
  std::optional<std::string> file;
};

wanted_output read_output_word(const std::string& word) {
  const auto equals = word.find('=');
  wanted_output out{value_of("--format", word.substr(0, equals), formats), {}};
  if (equals == std::string::npos) return out;
  out.file = word.substr(equals + 1);
  if (out.file->empty())
    throw failure{"USAGE", "--format", in_quotes(word) + " names no file; expected NAME or NAME=FILE"};
  return out;
}

/// The same place, however the paths are spelled.
bool same_file(const std::string& a, const std::string& b) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const auto plain = [&](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(path, ignored), ignored);
  };
  return fs::equivalent(a, b, ignored) || plain(a) == plain(b);
}

std::vector<wanted_output> read_outputs(const std::vector<std::string>& words) {
  std::vector<wanted_output> out;
  for (const std::string& word : words) {
    wanted_output next = read_output_word(word);
    for (const wanted_output& other : out) {
      if (!next.file && !other.file)
        throw failure{"USAGE", "--format", "two formats for stdout; expected NAME=FILE for all but one"};
      if (next.file && other.file && same_file(*next.file, *other.file))
        throw failure{"USAGE", "--format",
                      fmt::format("two formats for {}; expected a file of its own for each", printable(*next.file))};
    }
    out.push_back(std::move(next));
  }
  if (out.size() > 16) throw failure{"USAGE", "--format", fmt::format("{} outputs; expected at most 16", out.size())};
  if (out.empty()) out.emplace_back();
  return out;
}

std::string read_today(const std::optional<std::string>& word) {
  if (!word) return today();
  if (const auto day = read_day(*word)) return *day;
  throw failure{"USAGE", "--today", in_quotes(*word) + "; expected a date, as 2026-12-31"};
}

void refuse_same(const std::string& output, const std::string& input, std::string_view what) {
  if (same_file(output, input))
    throw failure{"OUTPUT", printable(output), fmt::format("is {}; another file was expected", what)};
}

void check_files(const std::vector<wanted_output>& outputs, const check_config& config,
                 const std::vector<measured_workload>& measured) {
  for (const wanted_output& output : outputs) {
    if (!output.file) continue;
    check_output(*output.file, &config.input);
    for (const measured_workload& at : measured)
      if (at.chosen.input) check_output(*output.file, &*at.chosen.input);
    refuse_same(*output.file, config.baseline, "the baseline");
    for (const measured_workload& at : measured)
      if (at.asked->words.hardware) refuse_same(*output.file, *at.asked->words.hardware, "the hardware of a workload");
  }
}

void check_weights(const std::vector<wanted_output>& outputs, const check_result& found) {
  for (const wanted_output& output : outputs)
    for (const std::string& file : found.weights)
      if (output.file) refuse_same(*output.file, file, "a file of weights that a rule reads");
}

/// Nothing where it may be missing and is.
std::optional<baseline> known_figures(const check_config& config, bool may_be_missing,
                                      std::vector<std::string>& notices) {
  if (!needs_baseline(config)) return {};
  if (baseline_exists(config.baseline)) return read_baseline(config.baseline);
  const std::string shown = printable(config.baseline);
  if (!may_be_missing)
    throw failure{"BASELINE", shown,
                  "no such file; make it with conform baseline update --reason TEXT, or pass --allow-missing-baseline"};
  notices.push_back(fmt::format("no baseline {}: rules of increase are not examined (conform baseline update)", shown));
  return {};
}

}  // namespace

exit_code run_check(const check_request& asked) {
  const std::vector<wanted_output> outputs = read_outputs(asked.formats);
  const std::string day = read_today(asked.today);
  const check_config config = read_check_config(asked.file.value_or("conform.toml"));
  std::vector<diagnostic> warnings;
  const std::vector<measured_workload> measured = measure(config, warnings);
  check_files(outputs, config, measured);
  std::vector<std::string> notices;
  const auto known = known_figures(config, asked.allow_missing_baseline, notices);
  check_result found = examine(config, measured, known, day);
  check_weights(outputs, found);
  found.listed = listed_path(config.path);
  found.notices.insert(found.notices.begin(), notices.begin(), notices.end());
  std::vector<output_text> files;
  std::optional<std::string> for_stdout;
  for (const wanted_output& output : outputs) {
    std::string text = write_check(found, output.format);
    if (output.file)
      files.push_back({*output.file, std::move(text)});
    else
      for_stdout = std::move(text);
  }
  write_outputs(files, for_stdout);
  for (const diagnostic& warning : warnings) write_stderr(warning_line(warning) + '\n');
  return found.failing() == 0 ? exit_code::pass : exit_code::check_failed;
}

}  // namespace conform::analyzer
