// The model is metered once for each setting; a point is an evaluation of what is left of its formulas.
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "sweep/pass_formulas.hpp"
#include "sweep/sweep_subject.hpp"
#include "text/nearest_name.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

struct setting {
  std::string attention;
  std::string_view mask_name;
  logits rows;
  std::int64_t most_keys;  ///< more of them, and a window of the model would cut some off that are scored
  pass_formulas formulas;
};

constexpr std::int64_t no_window = std::numeric_limits<std::int64_t>::max();

class model_sweep : public sweep_subject {
 public:
  model_sweep(const sweep_options& options, const model_config& model) : options_{options}, model_{model} {
    for (std::optional<number_format>& dtype : options_.dtypes)
      dtype = dtype.value_or(model.dtype.value_or(number_format::bf16));
    for (const variant_entry* variant : options.variants)
      for (const std::optional<mask>& given : options.masks)
        for (const logits rows : options.logits) add_setting(*variant, given, rows);
  }

  grid axes() const override {
    return {settings_.size(), options_.dtypes.size(), options_.batch.size(), options_.context.size(),
            options_.seq.size()};
  }

  row_columns columns() const override {
    return {{"model", "attention", "mask", "logits", "phase", "dtype"},
            {"batch", "context", "seq"},
            {pass_figure_names.begin(), pass_figure_names.end()}};
  }

  std::vector<std::string> texts(const grid_point& at) const override {
    const setting& of = settings_[at.setting];
    return {model_.name,
            of.attention,
            std::string{of.mask_name},
            std::string{name_of(of.rows)},
            std::string{name_of(options_.phase)},
            std::string{name_of(*options_.dtypes[at.width])}};
  }

  void numbers(const grid_point& at, std::span<integer> out) const override {
    out[0] = options_.batch[at.batch], out[1] = options_.context[at.context], out[2] = options_.seq[at.length];
  }

  std::string_view figures(const grid_point& at, std::span<std::optional<integer>> out) override {
    const pass_sizes work{options_.batch[at.batch], options_.context[at.context], options_.seq[at.length]};
    if (model_.positions && model_.context_length && work.context + work.seq > *model_.context_length)
      return "TOO-LONG";
    if (work.context + work.seq > settings_[at.setting].most_keys) return "USAGE";
    pass_figures found;
    const std::string_view code =
        settings_[at.setting].formulas.figures(work, bytes_of(*options_.dtypes[at.width]), found);
    if (code.empty()) std::copy(found.begin(), found.end(), out.begin());
    return code;
  }

  std::string identity() const override { return identity_; }

 private:
  /// Sizes that the variant has, of those that are asked for.
  attention_choice choice_of(const variant_entry& variant) const {
    attention_choice out{&variant, {}};
    for (const size_word& size : options_.sizes)
      if (uses(variant, size.name.c_str())) out.sizes.push_back(size);
    return out;
  }

  void add_setting(const variant_entry& variant, const std::optional<mask>& given, logits rows) {
    workload work;
    work.mask = given.value_or(mask::model);
    work.logits = rows;
    work.phase = options_.phase;
    std::optional<attention_core> core;
    if (const auto asked = read_attention(std::string{variant.name}))
      core = core_of_any_length(choice_of(*asked->variant), given, model_, options_.context.front() + options_.seq.front(),
                                work.mask);
    std::string name = core ? core->text() : "dense";
    identity_ += name + '\n' + (core ? claims_of(*core->variant) : "");
    const bool window_is_cut = core && work.mask == mask::causal && given.value_or(mask::model) == mask::model;
    const bool scores_all = work.mask == mask::variant && core && core->variant->every_key;
    settings_.push_back({std::move(name), name_of(scores_all ? mask::full : work.mask), rows,
                         window_is_cut ? least_window(model_).value_or(no_window) : no_window,
                         pass_formulas{model_, work, std::move(core)}});
    identity_ += settings_.back().formulas.identity();
  }

  sweep_options options_;
  model_config model_;
  std::vector<setting> settings_;
  std::string identity_;
};

/// A size must be of a variant, and not of those that the model and its workload decide.
void refuse_unused(const sweep_options& options) {
  for (const size_word& size : options.sizes) {
    const std::string place = "--sizes: " + size.name;
    if (is_size_of_model(size.name))
      throw failure{"USAGE", place, "decided by the model and its workload; expected a variant's other sizes only"};
    const auto used = [&](const variant_entry* variant) {
      return variant->name != "dense" && uses(*variant, size.name.c_str());
    };
    if (std::none_of(options.variants.begin(), options.variants.end(), used))
      throw failure{"SIZE-NOT-USED", place, "no variant here has such a size"};
  }
}

void warn_of_length(const sweep_options& options, const chosen_model& chosen, std::vector<diagnostic>& warnings) {
  const model_config& model = chosen.model;
  const long long keys = options.context.back() + options.seq.back();
  if (model.positions || !model.context_length || keys <= *model.context_length) return;
  warnings.push_back({"too-long", chosen.place + ": max_position_embeddings",
                      fmt::format("up to {} tokens exceed the stated maximum of {}; counted all the same",
                                  grouped(keys), grouped(*model.context_length))});
}

/// As a report warns, once for the sweep.
void warn_of_masks(const sweep_options& options, const chosen_model& chosen, std::vector<diagnostic>& warnings) {
  const auto not_full = [](const std::optional<mask>& given) { return given != mask::full; };
  if (std::none_of(options.masks.begin(), options.masks.end(), not_full)) return;
  for (const variant_entry* variant : options.variants)
    if (const auto warning = warning_of_mask(*variant, mask::variant, chosen.model, options.seq.back(),
                                             options.context.back() + options.seq.back(), "--variants"))
      warnings.push_back(*warning);
}

}  // namespace

std::unique_ptr<sweep_subject> sweep_of_model(const sweep_options& options, const chosen_model& chosen,
                                              std::vector<diagnostic>& warnings) {
  refuse_unused(options);
  warn_of_length(options, chosen, warnings);
  warn_of_masks(options, chosen, warnings);
  try {
    return std::make_unique<model_sweep>(options, chosen.model);
  } catch (const integer_overflow&) {
    throw failure{"OVERFLOW", chosen.place, "a count does not fit in 128 bits; a smaller model was expected"};
  }
}

}  // namespace conform::analyzer
