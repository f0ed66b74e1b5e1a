// The program that reports a typed model of a user's own, and checks its budgets.

#include <algorithm>
#include <string>
#include <vector>

#include "audit.hpp"
#include "check/metrics.hpp"
#include "check/model_places.hpp"
#include "command_line/verbs.hpp"
#include "ending.hpp"
#include "failure.hpp"
#include "html/html_report.hpp"
#include "metered_model.hpp"
#include "output.hpp"
#include "own/own_growth.hpp"
#include "own/own_lengths.hpp"
#include "own/own_model.hpp"
#include "report_options.hpp"
#include "size_words.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"
#include "text/text_table.hpp"
#include "writers.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view help = R"(a report of one typed model, made by conform_add_report

  --format F       text, json, markdown, csv or html; default by the extension of FILE, else text
  -o, --output F   write to F instead of stdout, whole or not at all
  --dtype D        bf16, f16, f32 (default), f64 or f8, for weights and activations
  --sizes LIST     other sizes than the model states, as batch=1,positions=784
  --hardware H     a device of conform list hardware, or a TOML file (a word with '/' or of the ending .toml): roofline
                   of every operation, least time, whether it fits in memory, largest batch and length that fit
  --strict         every warning is an error
  --check          compare with the budgets of the model, in place of a report

Exit code 0: a report, or every budget is kept; 1: a budget is exceeded; 2: bad words or output; 3: a bug in conform.
)";

struct own_words {
  report_request asked;
  std::optional<std::string> sizes;
  bool check{}, help{};
};

/// What an option is that a report of another model takes.
std::string of_other_models(const std::string& option) {
  const std::string of = verbs_with(option);
  return of.empty() ? "" : of + " of conform; what this model is run on, its type and its size_values say";
}

own_words read_words(std::vector<std::string> arguments) {
  own_words out;
  option_words words{"--help"};
  words.option("--format", out.asked.format);
  words.option("-o,--output", out.asked.output);
  words.option("--dtype", out.asked.dtype);
  words.option("--sizes", out.sizes);
  words.option("--hardware", out.asked.hardware);
  words.flag("--strict", out.asked.strict);
  words.flag("--check", out.check);
  words.read(std::move(arguments), "not read; expected options, see --help", of_other_models);
  out.help = words.asks_for_help();
  if (out.check && (out.asked.format || out.asked.output || out.asked.hardware))
    throw failure{"USAGE", "--check",
                  "with --format, --output or --hardware, which are of a report; expected one of the two"};
  return out;
}

/// The model with other values of its sizes. Throws failure USAGE.
void resize(own_model& model, const std::string& words) {
  std::vector<std::string_view> names;
  for (const size_value& one : model.sizes) names.emplace_back(one.name);
  const auto named = [&](const std::string& written) {
    if (std::find(names.begin(), names.end(), written) != names.end()) return written;
    throw failure{"USAGE", "--sizes: " + printable(written, 40),
                  "no size of the model, which has " + listed(names) + did_you_mean(written, names)};
  };
  const std::string example = names.empty() ? "n=8" : fmt::format("{}=8", names.front());
  for (const size_word& given : read_size_words(words, "--sizes", example, own_range, named))
    for (size_value& one : model.sizes)
      if (one.name == given.name) one.value = given.value;
}

/// The sizes of which a device has a largest that fits: the batch, and the length that the model states.
std::vector<std::string> growing_sizes(const own_model& model, const metered_model& m) {
  std::vector<std::string> out;
  for (const named_value& size : m.values)
    if (std::string_view{size.name} == "batch" || model.length == size.name) out.emplace_back(size.name);
  return out;
}

metered_model metered_of(const own_model& model) {
  metered_model out;
  out.sizes = model.metered.sizes;
  for (const freezing::label& size : model.metered.sizes) {
    const auto found = std::find_if(model.sizes.begin(), model.sizes.end(),
                                    [&](const size_value& one) { return std::string_view{one.name} == size.name; });
    if (found == model.sizes.end() || found->value < own_range.least || found->value > own_range.most)
      throw failure{"SIZE-MISSING", size.name, "a size of the model; expected a value from 1 to 2^40 in size_values"};
    out.values.push_back({size.name, "", static_cast<std::int64_t>(found->value)});
  }
  for (const size_value& one : model.sizes)
    if (std::none_of(out.values.begin(), out.values.end(),
                     [&](const named_value& used) { return std::string_view{used.name} == one.name; }))
      throw failure{"SIZE-NOT-USED", one.name, "no size of the model; expected one that its type names"};
  if (model.length && std::none_of(out.values.begin(), out.values.end(),
                                   [&](const named_value& used) { return used.name == *model.length; }))
    throw failure{"SIZE-NOT-USED", *model.length, "is the length of the model, and no size of it"};
  for (const auto& row : model.metered.places.rows) {
    std::string path = string_of(row.path);
    out.places.push_back({{}, path.empty() ? "model" : std::move(path), row.done, row.parameters, row.moved});
  }
  out.peaks.assign(model.metered.peaks.begin(), model.metered.peaks.end());
  return out;
}

report report_of(const own_model& model, const metered_model& m, const report_options& asked) {
  workload work;
  work.dtype = asked.dtype.value_or(number_format::f32);
  report out = report_of(m, work);
  out.own = true;
  out.model_name = model.name, out.model_type = "typed model", out.family = "own", out.source = model.source;
  out.memory.schedule = "activations of the shipped code, buffers freed at their last use; weights apart";
  out.complexity = {own_growth(m)};
  out.balance = own_balance(m);
  for (const own_parameter& one : model.parameters)
    out.tensors.push_back({one.path, one.axes, m.figure_of(one.elements)});
  if (asked.hardware)
    out.roofline = roofline_of(*asked.hardware, m, work.dtype,
                               own_capacity(m, work.dtype, asked.hardware->memory, growing_sizes(model, m)),
                               accounting_of(work.dtype));
  audit(out);
  return out;
}

std::string text_of(const own_model& model, const metered_model& m, const report& found, const report_options& asked) {
  if (asked.format != report_format::html) return written(found, asked.format);
  std::optional<memory_capacity> capacity;
  if (asked.hardware) capacity = {asked.hardware->name, asked.hardware->memory};
  std::optional<length_sweep> swept;
  if (model.length) swept = own_lengths(m, found.workload.dtype, *model.length);
  return write_html(found, figures_of(found, swept, capacity), capacity);
}

/// One line for every budget, the worst of its places; true where all are kept.
bool write_check(const own_model& model, const report& found) {
  text_table lines{{align::left, align::left, align::left, align::right, align::left, align::right}};
  bool all_kept = true;
  for (const limit& budget : model.budgets) {
    const metric* const measured = find_metric(budget.metric);
    if (measured == nullptr) throw failure{"INTERNAL", budget.metric, "no metric", exit_code::internal};
    std::string where = "whole model";
    integer value{};
    if (budget.places == nullptr) {
      value = total_of(found, *measured);
    } else {
      const auto places = places_matching(found.layers, {budget.places, glob::names::dotted});
      if (places.empty())
        throw failure{"NO-PLACE", printable(budget.places), "no place of the model; expected one of its report"};
      const auto worst = std::max_element(places.begin(), places.end(), [&](const auto& a, const auto& b) {
        return a.value_of(*measured) < b.value_of(*measured);
      });
      where = worst->path, value = worst->value_of(*measured);
    }
    const bool kept = value <= budget.most;
    all_kept = all_kept && kept;
    lines.row({kept ? "kept" : "EXCEEDED", budget.metric, where, quantity_text(value, measured->unit), "at most",
               quantity_text(budget.most, measured->unit)});
  }
  write_stdout(fmt::format("budgets of {}\n{}", printable(model.name), lines.text()));
  return all_kept;
}

exit_code run(own_model (*metered)(), std::vector<std::string> arguments) {
  const own_words words = read_words(std::move(arguments));
  if (words.help) return write_stdout(help), exit_code::pass;
  const report_options options = read_options(words.asked);
  if (options.strict) tell(options.warnings, true);
  check_report_output(options, nullptr);
  own_model model = metered();
  if (words.sizes) resize(model, *words.sizes);
  const metered_model m = metered_of(model);
  const report found = report_of(model, m, options);
  if (words.check) return write_check(model, found) ? exit_code::pass : exit_code::check_failed;
  put_out(options.output, text_of(model, m, found, options));
  tell(options.warnings, false);
  return exit_code::pass;
}

}  // namespace

int run_own(own_model (*metered)(), int argument_count, const char* const* arguments) noexcept {
  return exit_of([&] {
    try {
      return run(metered, {arguments + std::min(argument_count, 1), arguments + argument_count});
    } catch (const integer_overflow&) {
      throw failure{"OVERFLOW", "", "a count does not fit in 128 bits; smaller sizes were expected"};
    }
  });
}

}  // namespace conform::analyzer
