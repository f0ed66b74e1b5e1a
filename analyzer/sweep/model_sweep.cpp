// The model is metered once for each setting; a point is an evaluation of what is left of its formulas.
#include <algorithm>

#include <fmt/format.h>

#include <conform/size/atoms.hpp>

#include "metered_model.hpp"
#include "nearest_name.hpp"
#include "number_text.hpp"
#include "sweep/flat_formulas.hpp"
#include "sweep/sweep_subject.hpp"

namespace conform::analyzer {
namespace {

/// Sizes of the flat formulas: the workload, then what one head of another attention does.
enum slot : std::size_t { batch_slot, seq_slot, context_slot, count_slots };
constexpr std::size_t core_counts = scalar_kind_count + 2;  // and mac, and scratch

struct workload_sizes {
  long long batch, context, seq;
};

/// The formulas of one setting, of which the numbers of the model are no longer sizes.
class setting_formulas {
 public:
  setting_formulas(const model_config& model, const workload& work, std::optional<attention_core> core)
      : core_{std::move(core)}, formulas_{count_slots + (core_ ? core_counts : 0)} {
    const metered_model m = core_ ? metered_over_counts(model, work) : metered(model, work, {});
    const metered_place total = m.total();
    parameters_ = add(m, total.parameters);
    matmul_flops_ = add(m, total.done.matmul_flops());
    unit_total_ = add(m, total.done.unit_total());
    cache_ = add(m, m.cache);
    one_token_ = add(m, m.with(m.with(m.with(m.cache, "batch", 1), "context", 0), "seq", 1));
    for (const memory_peak& peak : m.peaks) peaks_.push_back(add(m, peak.live));
    slots_.resize(formulas_.slots());
    if (!core_) return;
    has_queries_ = uses(*core_->variant, "n_q");
    for (const std::string_view letter : core_->variant->sizes)
      one_length_ = one_length_ || (stands_for(letter, "n_q") && stands_for(letter, "n_k"));
  }

  /// parameters, matmul_flops, unit_total, then bytes: weights, cache of a token, cache, peak of activations
  std::string_view figures(const workload_sizes& work, integer bytes, std::span<std::optional<integer>> out) {
    slots_[batch_slot] = work.batch, slots_[seq_slot] = work.seq, slots_[context_slot] = work.context;
    if (core_) {
      if (const std::string_view code = count_head(work); !code.empty()) return code;
    }
    formulas_.evaluate(slots_);
    integer peak = 0;
    for (const std::size_t one : peaks_) peak = max(peak, slots_[one]);
    out[0] = slots_[parameters_], out[1] = slots_[matmul_flops_], out[2] = slots_[unit_total_];
    out[3] = checked_mul(bytes, slots_[parameters_]), out[4] = checked_mul(bytes, slots_[one_token_]);
    out[5] = checked_mul(bytes, slots_[cache_]), out[6] = checked_mul(bytes, peak);
    return "";
  }

  const std::string& identity() const { return identity_; }

 private:
  std::size_t add(const metered_model& m, const polynomial& formula) {
    const auto value = [&](int id) {
      const auto place = static_cast<std::size_t>(id);
      if (place >= m.values.size()) return polynomial::symbol(static_cast<int>(count_slots + place - m.values.size()));
      const std::string_view name = m.values[place].name;
      return name == "batch"     ? polynomial::symbol(batch_slot)
             : name == "seq"     ? polynomial::symbol(seq_slot)
             : name == "context" ? polynomial::symbol(context_slot)
                                 : polynomial{integer{m.values[place].value}};
    };
    const polynomial left = evaluate_in<polynomial>(formula, value);
    identity_ += m.text_of(left) + '\n';
    return formulas_.add(left);
  }

  /// The claim of another attention at this point.
  std::string_view count_head(const workload_sizes& work) {
    const variant_entry& variant = *core_->variant;
    if (!has_queries_ && work.seq != 1) return "USAGE";
    if (one_length_ && work.context != 0) return "IMPOSSIBLE";
    core_->at.n_q = work.seq;
    core_->at.n_k = work.context + work.seq;
    if (variant.impossible(core_->at) != nullptr) return "IMPOSSIBLE";
    const operations<integer> done = variant.claim(core_->at);
    std::size_t next = count_slots;
    done.each([&](const char*, integer count) { slots_[next++] = count; });
    slots_[next++] = done.mac;
    slots_[next] = variant.scratch(core_->at);
    return "";
  }

  std::optional<attention_core> core_;
  bool has_queries_{true}, one_length_{};
  flat_formulas formulas_;
  std::size_t parameters_{}, matmul_flops_{}, unit_total_{}, cache_{}, one_token_{};
  std::vector<std::size_t> peaks_;
  std::vector<integer> slots_;
  std::string identity_;
};

struct setting {
  std::string attention;
  mask counted;
  logits rows;
  setting_formulas formulas;
};

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
            {"parameters", "matmul_flops", "unit_total", "weights_bytes", "kv_cache_bytes_per_token", "kv_cache_bytes",
             "activation_peak_bytes"}};
  }

  std::vector<std::string> texts(const grid_point& at) const override {
    const setting& of = settings_[at.setting];
    return {model_.name,
            of.attention,
            std::string{name_of(of.counted)},
            std::string{name_of(of.rows)},
            std::string{name_of(options_.phase)},
            std::string{name_of(*options_.dtypes[at.width])}};
  }

  void numbers(const grid_point& at, std::span<integer> out) const override {
    out[0] = options_.batch[at.batch], out[1] = options_.context[at.context], out[2] = options_.seq[at.length];
  }

  std::string_view figures(const grid_point& at, std::span<std::optional<integer>> out) override {
    const workload_sizes work{options_.batch[at.batch], options_.context[at.context], options_.seq[at.length]};
    if (model_.positions && model_.context_length && work.context + work.seq > *model_.context_length)
      return "TOO-LONG";
    return settings_[at.setting].formulas.figures(work, bytes_of(*options_.dtypes[at.width]), out);
  }

  std::string identity() const override {
    std::string out;
    for (const setting& of : settings_) out += of.attention + '\n' + of.formulas.identity();
    return out;
  }

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
      core = core_of_any_length(choice_of(*asked->variant), given, model_, work.mask);
    std::string name = core ? core->text() : "dense";
    settings_.push_back({std::move(name), work.mask, rows, setting_formulas{model_, work, std::move(core)}});
  }

  sweep_options options_;
  model_config model_;
  std::vector<setting> settings_;
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

}  // namespace

std::unique_ptr<sweep_subject> sweep_of_model(const sweep_options& options, const chosen_model& chosen,
                                              std::vector<diagnostic>& warnings) {
  refuse_unused(options);
  warn_of_length(options, chosen, warnings);
  try {
    return std::make_unique<model_sweep>(options, chosen.model);
  } catch (const integer_overflow&) {
    throw failure{"OVERFLOW", chosen.place, "a count does not fit in 128 bits; a smaller model was expected"};
  }
}

}  // namespace conform::analyzer
