#include "convention/rules.hpp"

#include <fmt/format.h>

#include "text/printable.hpp"

namespace conform::analyzer {

rule_list& rule_list::bill(std::initializer_list<work_part> parts, const rates& each, std::string_view why) {
  for (const work_part part : parts) rules_.push_back({part, each, why});
  return *this;
}

rule_list& rule_list::layers(const rates& each, std::string_view why) {
  return bill({work_part::query_key_value, work_part::attention_output, work_part::feed_forward, work_part::router},
              each, why);
}

rule_list& rule_list::head(const rates& each, std::string_view why) {
  return bill({work_part::head_last, work_part::head_rest}, each, why);
}

rule_list& rule_list::head_as_asked(const subject& about, const rates& each) {
  bill({work_part::head_last}, each);
  return about.work.logits == logits::all ? bill({work_part::head_rest}, each) : *this;
}

rule_list& rule_list::square(const rates& each, std::string_view why) {
  return bill({work_part::cached_keys, work_part::earlier_keys, work_part::own_key, work_part::later_keys,
               work_part::later_keys_in_windowed_layers, work_part::cached_keys_beyond_window,
               work_part::earlier_keys_beyond_window},
              each, why);
}

rule_list& rule_list::windowed_square(const rates& each, std::string_view why) {
  return bill({work_part::cached_keys, work_part::earlier_keys, work_part::own_key, work_part::later_keys,
               work_part::window_corner},
              each, why);
}

rule_list& rule_list::half_square(const rates& each, std::string_view why) {
  bill({work_part::earlier_keys, work_part::earlier_keys_beyond_window}, each, why);
  return bill({work_part::own_key}, rational{1, 2} * each, why);
}

rule_list& rule_list::other_parameters(const subject& about, const rates& each) {
  constexpr std::string_view why = "N is all parameters";
  if (!about.model.tie_embeddings) bill({work_part::embedding}, each, "N is all parameters, the table too");
  return bill({work_part::norm_weights, work_part::norm_biases, work_part::biases}, each, why);
}

bool is_causal(const subject& about) { return about.work.mask != mask::full; }

rational width_over_heads(const subject& about) {
  return {integer{about.model.model}, integer{about.model.heads} * about.model.head_dim};
}

std::string never(const subject&) { return ""; }

std::string unless_whole_sequences(const subject& about) {
  if (about.work.phase == phase::decode) return "counts whole sequences; --phase decode has no meaning for it";
  if (about.work.context > 0) return "counts whole sequences; --context has no meaning for it";
  return "";
}

std::string unless_gpt_layers(const subject& about) {
  const model_config& m = about.model;
  if (m.family != family::gpt2 || m.hidden != 4 * m.model) {
    return fmt::format(
        "counts layers of 12 width² weights (a key head for each query head, two feed-forward matrices of "
        "4 width²); this {} model has others",
        printable(m.model_type, 40));
  }
  return unless_whole_sequences(about);
}

std::string unless_two_matrices(const subject& about) {
  if (about.model.family != family::gpt2) {
    return fmt::format(
        "counts two matrices of a feed-forward layer and a key head for each query head; this {} model "
        "has others",
        printable(about.model.model_type, 40));
  }
  return unless_whole_sequences(about);
}

std::string unless_split_width(const subject& about) {
  if (about.work.phase == phase::prefill && about.work.context > 0) {
    return "counts a prefill of whole sequences; --context has a meaning with --phase decode alone";
  }
  if (about.model.model % about.model.heads == 0) return "";
  return fmt::format("takes heads of width/heads, and {} is no multiple of {}", about.model.model, about.model.heads);
}

std::string unless_family(const subject& about, family only, std::string_view what) {
  if (about.model.family == only) return "";
  return fmt::format("{}; this model is of family {}", what, name_of(about.model.family));
}

std::string first_of(std::initializer_list<std::string> reasons) {
  for (const std::string& reason : reasons)
    if (!reason.empty()) return reason;
  return "";
}

}  // namespace conform::analyzer
