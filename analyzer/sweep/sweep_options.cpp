#include "sweep/sweep_options.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "chosen_model.hpp"
#include "drawn_format.hpp"
#include "failure.hpp"
#include "length_words.hpp"
#include "option_values.hpp"
#include "report_options.hpp"
#include "specs.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::array formats{named<row_format>{"csv", row_format::csv}, named<row_format>{"jsonl", row_format::jsonl}};
constexpr std::array extensions{named<row_format>{".csv", row_format::csv},
                                named<row_format>{".jsonl", row_format::jsonl}};

/// One axis may be as long as the longest sequence of a comparison.
constexpr std::size_t longest_axis = 16'777'216;  // 2^24

[[noreturn]] void refuse(std::string_view option, const std::string& what) { throw failure{"USAGE", option, what}; }

/// "a,b,c", none empty, none twice.
std::vector<std::string> words_of(std::string_view option, const std::string& list) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    std::string word = list.substr(begin, end - begin);
    if (word.empty()) refuse(option, in_quotes(list) + "; expected a word, or several with a comma between two");
    if (std::find(out.begin(), out.end(), word) != out.end()) refuse(option, in_quotes(word) + " is given twice");
    out.push_back(std::move(word));
    begin = end + 1;
  }
  return out;
}

template <class Value, class Read>
void read_words(std::string_view option, const std::optional<std::string>& list, std::vector<Value>& into, Read read) {
  if (!list) return;
  into.clear();
  for (const std::string& word : words_of(option, *list)) into.emplace_back(read(word));
}

void read_numbers(std::string_view option, const std::optional<std::string>& words, range accepted,
                  std::vector<long long>& into) {
  if (words) into = read_lengths(*words, {option, accepted, longest_axis}).shown;
}

/// --format decides; without it the extension of the output file does. They may not differ.
row_format choose_format(const std::optional<std::string>& format, const std::optional<std::string>& output) {
  const auto* const known = output ? std::find_if(extensions.begin(), extensions.end(),
                                                  [&](const auto& e) { return output->ends_with(e.name); })
                                   : extensions.end();
  if (!format && output && known == extensions.end() && has_extension(*output))
    refuse("--output", in_quotes(*output) +
                           " has the extension of a format that is not written; expected .csv or .jsonl, or --format");
  if (!format) return known == extensions.end() ? row_format::csv : known->value;
  const row_format out = value_of("--format", *format, formats);
  if (known != extensions.end() && known->value != out) {
    refuse("--output", fmt::format("{} with --format {}; expected a file whose extension is that of the format",
                                   in_quotes(*output), *format));
  }
  return out;
}

bool is_variant(const std::string& name) {
  const auto all = all_variants();
  return std::any_of(all.begin(), all.end(), [&](const variant_entry& variant) { return variant.name == name; });
}

[[noreturn]] void refuse_subject(const std::string& name) {
  std::vector<std::string_view> names;
  for (const spec& known : specs()) names.push_back(known.name);
  for (const variant_entry& known : all_variants()) names.push_back(known.name);
  throw failure{"UNKNOWN-SUBJECT", printable(name),
                fmt::format("no built-in spec and no variant{}; see conform list models and list variants, or write "
                            "./{} for a file",
                            did_you_mean(name, names), printable(name))};
}

void read_variants(const sweep_request& given, sweep_options& out) {
  std::vector<std::string> names;
  if (!out.of_model) names.push_back(given.subject);
  if (given.variants)
    for (std::string& name : words_of("--variants", *given.variants)) names.push_back(std::move(name));
  if (names.empty()) names.emplace_back("dense");
  for (const std::string& name : names) {
    const variant_entry* const variant = &variant_named(name);
    if (std::find(out.variants.begin(), out.variants.end(), variant) != out.variants.end())
      refuse("--variants", in_quotes(name) + " is given twice");
    out.variants.push_back(variant);
  }
}

/// Options that say nothing about what is swept.
void refuse_foreign(const sweep_request& given, const sweep_options& out) {
  const auto refuse_word = [](const std::optional<std::string>& word, std::string_view option, const char* of) {
    if (word) refuse(option, fmt::format("of a sweep of {} alone", of));
  };
  if (out.of_model) return refuse_word(given.d, "--d", "variants, as a model says how wide its heads are");
  refuse_word(given.batch, "--batch", "a model");
  refuse_word(given.phase, "--phase", "a model");
  refuse_word(given.mask, "--mask", "a model");
  refuse_word(given.logits, "--logits", "a model");
  refuse_word(given.dtype, "--dtype", "a model");
}

void read_lengths_of(const sweep_request& given, sweep_options& out) {
  if (given.phase) out.phase = read_phase(*given.phase);
  const range accepted = out.of_model ? length_range : compared_lengths.accepted;
  read_numbers("--seq", given.seq, accepted, out.seq);
  read_numbers("--context", given.context, {0, accepted.most}, out.context);
  if (out.phase == phase::decode) {
    if (given.seq && out.seq != std::vector{1LL})
      refuse("--seq", "a decode step adds one token: give the cached tokens as --context");
    out.seq = {1};
  }
  if (out.seq.empty()) refuse("--seq", "missing; expected lengths, as 1k..1M:x2, 512,1k or 8k");
}

}  // namespace

sweep_options read_sweep(const sweep_request& given) {
  sweep_options out;
  out.subject = given.subject;
  out.of_model = is_path(given.subject) || find_spec(given.subject);
  if (!out.of_model && !is_variant(given.subject)) refuse_subject(given.subject);
  refuse_foreign(given, out);
  read_variants(given, out);
  read_lengths_of(given, out);
  read_numbers("--batch", given.batch, batch_range, out.batch);
  read_numbers("--d", given.d, {1, 65'536}, out.d);
  read_words("--mask", given.mask, out.masks, read_mask);
  read_words("--logits", given.logits, out.logits, read_logits);
  read_words("--dtype", given.dtype, out.dtypes, read_number_format);
  if (given.sizes) out.sizes = read_sizes(*given.sizes);
  out.output = read_output(given.output);
  out.format = choose_format(given.format, out.output);
  if (given.shard) out.shard = read_shard(*given.shard);
  out.resume = given.resume;
  if (out.resume && !out.output) refuse("--resume", "without a file to continue; expected -o FILE");
  return out;
}

}  // namespace conform::analyzer
