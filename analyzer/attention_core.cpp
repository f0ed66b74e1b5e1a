#include "attention_core.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "default_sizes.hpp"
#include "failure.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view option = "--attention", causal_ending = "_causal";

const variant_entry* find_variant(const std::string& name) {
  for (const variant_entry& variant : all_variants())
    if (variant.name == name) return &variant;
  return nullptr;
}

[[noreturn]] void refuse(const std::string& what) { throw failure{"USAGE", std::string{option}, what}; }

/// The layers of a model have windows that cut keys off, where a variant for all causal pairs scores them.
void refuse_windows(const model_config& model, std::int64_t keys, std::string_view name) {
  for (std::size_t i = 0; i < model.window.size(); ++i)
    if (model.window[i] && *model.window[i] < keys)
      refuse(
          fmt::format("{} does not score the window of {} of the model's layer {}; expected --mask causal or full, or "
                      "a variant with a window",
                      name, *model.window[i], i));
}

/// The variant of the pair NAME and NAME_causal that the mask asks for.
const variant_entry& of_mask(const variant_entry& asked, std::optional<mask> given, const model_config& model,
                             std::int64_t keys, mask& counted) {
  const std::string name{asked.name};
  const bool is_causal = name.ends_with(causal_ending);
  const variant_entry* const twin =
      is_causal ? find_variant(name.substr(0, name.size() - causal_ending.size())) : find_variant(name + "_causal");
  if (twin == nullptr) {
    if (asked.every_key && given == mask::full) {
      counted = mask::full;
      return asked;
    }
    if (given && asked.every_key) refuse(name + " scores every key; expected --mask full");
    if (given) refuse(name + " scores its own keys, whatever the mask; expected no --mask");
    counted = mask::variant;
    return asked;
  }
  if (is_causal && given == mask::full) refuse(name + " is causal, --mask is full; expected one of the two");
  if (given.value_or(mask::model) == mask::model) refuse_windows(model, keys, name);
  counted = given == mask::full ? mask::full : mask::causal;
  return is_causal || counted == mask::full ? asked : *twin;
}

/// Sizes that were not asked for have their defaults.
attention_core with_defaults(const attention_choice& asked, const variant_entry& variant) {
  attention_core out{&variant, asked.sizes, {}};
  each_size(variant, {}, [&](std::string_view letter, long long) {
    const auto named = [&](const size_word& size) { return size.name == letter; };
    if (!is_size_of_model(std::string{letter}) && std::none_of(out.sizes.begin(), out.sizes.end(), named))
      out.sizes.push_back({std::string{letter}, default_size(variant, letter)});
  });
  return out;
}

/// All sizes, also those that a model and its workload decide.
std::vector<size_word> words_of(const attention_core& core, const model_config& model, std::int64_t queries,
                                std::int64_t keys) {
  std::vector<size_word> out = core.sizes;
  const std::pair<const char*, std::int64_t> of_model[]{
      {"n_q", queries}, {"n_k", keys}, {"d_k", model.head_dim}, {"d_v", model.head_dim}};
  for (const auto& [name, value] : of_model) out.push_back({name, value});
  return out;
}

integer value_of(const polynomial& formula, const std::vector<integer>& values) {
  return evaluate(formula, [&](int id) { return values[static_cast<std::size_t>(id)]; });
}
operations<integer> evaluated(const operations<polynomial>& f, const std::vector<integer>& values) {
  const auto at = [&](const polynomial& p) { return value_of(p, values); };
  return {at(f.mul), at(f.add),  at(f.div), at(f.exp), at(f.cmp), at(f.sqrt),
          at(f.log), at(f.tanh), at(f.erf), at(f.sin), at(f.cos), at(f.mac)};
}

operations<polynomial> numbers(const operations<integer>& n) {
  const auto p = [](integer count) { return polynomial{count}; };
  return {p(n.mul), p(n.add),  p(n.div), p(n.exp), p(n.cmp), p(n.sqrt),
          p(n.log), p(n.tanh), p(n.erf), p(n.sin), p(n.cos), p(n.mac)};
}

/// Of one head, between slow and fast memory; 0 where none are stated.
integer words_of(const attention_core& core) {
  if (core.variant->io == nullptr) return 0;
  const traffic<integer> io = core.variant->io(core.at);
  return checked_add(io.loads, io.stores);
}

}  // namespace

bool is_size_of_model(const std::string& name) {
  constexpr std::string_view all[]{"n", "d", "n_q", "n_k", "d_k", "d_v", "heads", "kv_heads", "d_m"};
  return std::find(std::begin(all), std::end(all), name) != std::end(all);
}

std::optional<attention_choice> read_attention(const std::string& words) {
  const std::size_t comma = words.find(',');
  const std::string name = words.substr(0, comma);
  if (name.empty()) refuse(in_quotes(words) + "; expected NAME[,size=value...]; see conform list variants");
  attention_choice out{&variant_named(name), {}};
  if (comma != std::string::npos) out.sizes = read_sizes(words.substr(comma + 1), option);
  for (const size_word& size : out.sizes)
    if (is_size_of_model(size.name)) {
      throw failure{"USAGE", fmt::format("{}: {}", option, size.name),
                    "decided by the model and its workload; expected the variant's other sizes only"};
    }
  if (!out.variant->is_core) {
    throw failure{"NOT-A-CORE", std::string{option},
                  fmt::format("{} needs more than a head's queries, keys and values and constants (gates, learned "
                              "projections, a mask, gradients), which the layers of a model do not give it",
                              name)};
  }
  if (name != "dense") return out;
  if (!out.sizes.empty())
    throw failure{"SIZE-NOT-USED", fmt::format("{}: {}", option, out.sizes.front().name),
                  "not used; dense has no such size"};
  return {};
}

std::string attention_core::text() const {
  std::string out{variant->name};
  for (const size_word& size : sizes) out += fmt::format(",{}={}", size.name, size.value);
  return out;
}

attention_core settle_core(const attention_choice& asked, std::optional<mask> given, const model_config& model,
                           workload& work) {
  attention_core out =
      with_defaults(asked, of_mask(*asked.variant, given, model, work.context + work.seq, work.mask));
  if (!uses(*out.variant, "n_q") && work.seq != 1)
    refuse(fmt::format("{} has one query, not {}; expected --phase decode", out.variant->name, work.seq));
  out.at = sizes_of(*out.variant, words_of(out, model, work.seq, work.context + work.seq), option);
  return out;
}

attention_core core_of_any_length(const attention_choice& asked, std::optional<mask> given, const model_config& model,
                                  std::int64_t keys, mask& counted) {
  attention_core out = with_defaults(asked, of_mask(*asked.variant, given, model, keys, counted));
  out.at = sizes_given(*out.variant, words_of(out, model, 1, 1), option);
  return out;
}

std::optional<diagnostic> warning_of_mask(const variant_entry& variant, mask counted, const model_config& model,
                                          std::int64_t queries, std::int64_t keys, std::string_view place) {
  if (!variant.every_key || counted == mask::full) return {};
  if (queries == 1 && keys <= least_window(model).value_or(keys)) return {};
  return diagnostic{"mask", std::string{place},
                    fmt::format("{} scores every key, which the model's mask does not; --mask full says that it is meant",
                                variant.name)};
}

core_formulas formulas_of(const attention_core& core, const variant_sizes<polynomial>& over,
                          const std::vector<integer>& values) {
  const bool self = core.at.n_q == core.at.n_k;
  const over_formulas found = core.variant->over(over);
  core_formulas out{{found.claim, found.scratch, found.words, found.seen},
                    found.square_only && !(self && core.at.B_r == core.at.B_c),
                    {},
                    {}};
  if (self || !found.square_only) out.high = found.high;
  if (!self) out.most = found.most;

  const operations<integer> claimed = core.variant->claim(core.at);
  const integer scratch = core.variant->scratch(core.at);
  const integer words = words_of(core);
  if (out.are_numbers) {
    out.head = {numbers(claimed), polynomial{scratch}, polynomial{words}, {}};
  } else if (evaluated(found.claim, values) != claimed || value_of(found.scratch, values) != scratch ||
             value_of(found.words, values) != words) {
    throw failure{"INTERNAL", "",
                  fmt::format("the formulas of {} are not its claim; this is a bug in conform", core.text()),
                  exit_code::internal};
  }
  return out;
}

}  // namespace conform::analyzer
