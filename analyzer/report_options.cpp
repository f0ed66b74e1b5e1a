#include "report_options.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "drawn_format.hpp"
#include "option_values.hpp"
#include "output.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::array phases{named<phase>{"prefill", phase::prefill}, named<phase>{"decode", phase::decode}};
constexpr std::array masks{named<mask>{"model", mask::model}, named<mask>{"full", mask::full},
                           named<mask>{"causal", mask::causal}};
constexpr std::array logit_choices{named<logits>{"all", logits::all}, named<logits>{"last", logits::last}};
constexpr std::array number_formats{
    named<number_format>{"bf16", number_format::bf16}, named<number_format>{"f16", number_format::f16},
    named<number_format>{"f32", number_format::f32}, named<number_format>{"f64", number_format::f64},
    named<number_format>{"f8", number_format::f8}};
constexpr std::array formats{
    named<report_format>{"text", report_format::text}, named<report_format>{"json", report_format::json},
    named<report_format>{"markdown", report_format::markdown}, named<report_format>{"csv", report_format::csv},
    named<report_format>{"html", report_format::html}};
constexpr std::array extensions{
    named<report_format>{".json", report_format::json},         named<report_format>{".md", report_format::markdown},
    named<report_format>{".markdown", report_format::markdown}, named<report_format>{".csv", report_format::csv},
    named<report_format>{".html", report_format::html},         named<report_format>{".htm", report_format::html}};

/// --format decides; without it the extension of the output file does.
void choose_format(const report_request& given, report_options& out) {
  if (given.format) out.format = value_of("--format", *given.format, formats);
  if (!given.output) return;
  const auto* const known = std::find_if(extensions.begin(), extensions.end(),
                                         [&](const auto& e) { return given.output->ends_with(e.name); });
  const bool foreign = known == extensions.end() && !given.output->ends_with(".txt") && has_extension(*given.output);
  if (!given.format) {
    if (foreign) {
      throw failure{"USAGE", "--output",
                    fmt::format("{} has the extension of a format that is not written; "
                                "expected .txt, .json, .md, .csv or .html, or --format",
                                in_quotes(*given.output))};
    }
    if (known != extensions.end()) out.format = known->value;
    return;
  }
  if (foreign || (known != extensions.end() && known->value != out.format)) {
    out.warnings.push_back(
        {"format", "--output",
         fmt::format("{} is written as {}, as --format says", in_quotes(*given.output), *given.format)});
  }
}

/// How long the sequences are. Throws failure TOO-LONG.
void choose_length(const report_options& options, const model_config& model, const std::string& place, workload& out,
                   std::vector<diagnostic>& warnings) {
  const std::int64_t left = model.context_length ? *model.context_length - out.context : default_seq;
  out.seq =
      options.phase == phase::decode ? 1 : options.seq.value_or(left >= 1 ? std::min(left, default_seq) : default_seq);
  if (model.positions && !options.seq && left < 1) out.seq = 1;  // the least that could run, for the message
  const std::int64_t keys = out.context + out.seq;
  if (!model.context_length || keys <= *model.context_length) return;
  const std::string tokens = out.context == 0
                                 ? grouped(keys) + (keys == 1 ? " token" : " tokens")
                                 : fmt::format("{} cached and {} new tokens", grouped(out.context), grouped(out.seq));
  if (model.positions) {
    throw failure{
        "TOO-LONG", place + ": n_positions",
        fmt::format("{} exceed the {} learned positions; expected at most so many", tokens, grouped(*model.positions))};
  }
  warnings.push_back({"too-long", place + ": max_position_embeddings",
                      fmt::format("{} exceed the stated maximum of {}", tokens, grouped(*model.context_length))});
}

}  // namespace

phase read_phase(const std::string& word) { return value_of("--phase", word, phases); }
mask read_mask(const std::string& word) { return value_of("--mask", word, masks); }
logits read_logits(const std::string& word) { return value_of("--logits", word, logit_choices); }
number_format read_number_format(const std::string& word) { return value_of("--dtype", word, number_formats); }

report_options read_options(const report_request& given) {
  report_options out;
  out.model = given.model;
  out.strict = given.strict;
  out.output = read_output(given.output);
  if (given.seq) out.seq = count_of("--seq", *given.seq, length_range);
  if (given.batch) out.batch = count_of("--batch", *given.batch, batch_range);
  if (given.context) out.context = count_of("--context", *given.context, {0, length_range.most});
  if (given.phase) out.phase = read_phase(*given.phase);
  if (given.mask) out.mask = read_mask(*given.mask);
  if (given.attention) out.attention = read_attention(*given.attention);
  if (given.logits) out.logits = read_logits(*given.logits);
  if (given.dtype) out.dtype = read_number_format(*given.dtype);
  if (given.hardware) out.hardware = chosen_device(*given.hardware);
  out.degrees = read_degrees(given.degrees);
  choose_format(given, out);
  if (out.phase == phase::decode && out.seq.value_or(1) != 1) {
    throw failure{"USAGE", "--seq",
                  fmt::format("{} with --phase decode; a decode step adds one token: give the cached "
                              "tokens as --context",
                              *out.seq)};
  }
  return out;
}

void check_report_output(const report_options& options, const input_file* model) {
  if (!options.output) return;
  check_output(*options.output, model);
  if (!options.hardware || !options.hardware->file) return;
  const input_file file = read_input(*options.hardware->file);
  check_output(*options.output, &file);
}

chosen_workload choose_workload(const report_options& options, const model_config& model, const std::string& place,
                                std::vector<diagnostic>& warnings) {
  chosen_workload out;
  workload& work = out.work;
  work.batch = options.batch;
  work.context = options.context;
  work.phase = options.phase;
  out.given_mask = options.mask;
  work.mask = options.mask.value_or(mask::model);
  work.logits = options.logits;
  work.dtype = options.dtype.value_or(model.dtype.value_or(number_format::bf16));
  choose_length(options, model, place, work, warnings);
  if (options.degrees) check_degrees(*options.degrees, model, work, !options.attention);
  if (options.attention) {
    out.core = settle_core(*options.attention, options.mask, model, work);
    if (const auto warning =
            warning_of_mask(*out.core->variant, work.mask, model, work.seq, work.context + work.seq, "--attention"))
      warnings.push_back(*warning);
    work.attention = out.core->text();
  }
  return out;
}

}  // namespace conform::analyzer
