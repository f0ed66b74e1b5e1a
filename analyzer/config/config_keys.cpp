#include "config/config_keys.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "config/known_keys.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t unknown_told = 50;  // beyond, a count: this is no config of the type it says

/// Keys that mean the same size in the two spellings, for the message about the wrong one.
constexpr std::pair<std::string_view, std::string_view> gpt2_and_rotary[] = {
    {"n_embd", "hidden_size"},
    {"n_layer", "num_hidden_layers"},
    {"n_head", "num_attention_heads"},
    {"n_inner", "intermediate_size"},
    {"n_positions", "max_position_embeddings"},
    {"activation_function", "hidden_act"},
    {"layer_norm_epsilon", "rms_norm_eps"},
};

const known_key* find_key(std::string_view name, unsigned types) {
  for (const known_key& key : known_keys()) {
    if (key.name == name && (key.types & types) != 0) return &key;
  }
  return nullptr;
}

std::string advice_for(std::string_view name, model_type type) {
  for (const auto& [of_gpt2, of_rotary] : gpt2_and_rotary) {
    if (type == model_type::gpt2 && name == of_rotary) return fmt::format("; gpt2 spells it {}", of_gpt2);
    if (type != model_type::gpt2 && name == of_gpt2) {
      return fmt::format("; {} spells it {}", model_type_names[static_cast<unsigned>(type)], of_rotary);
    }
  }
  std::vector<std::string_view> names;
  for (const known_key& key : known_keys()) {
    if ((key.types & (1u << static_cast<unsigned>(type))) != 0) names.push_back(key.name);
  }
  return did_you_mean(name, names);
}

/// What else asks for the same, where something does.
std::string_view way_to_count(std::string_view name) {
  return name == "attention_chunk_size" ? "; --attention chunked_local_causal,C=N counts chunks in every layer" : "";
}

bool is_empty(const json_value& value) {
  const bool container = value.kind == json_kind::list || value.kind == json_kind::object;
  return value.kind == json_kind::null || (container && value.items.empty() && value.members.empty());
}

/// What a restricted key may be instead; empty when the value is fine.
std::string_view expected_instead(key_rule what, const json_value& value) {
  const bool null = value.kind == json_kind::null;
  const bool number = value.kind == json_kind::number;
  switch (what) {
    case key_rule::only_true: return null || (value.kind == json_kind::boolean && value.truth) ? "" : "true or null";
    case key_rule::only_false: return null || (value.kind == json_kind::boolean && !value.truth) ? "" : "false or null";
    case key_rule::only_empty: return is_empty(value) ? "" : "null or nothing in it";
    case key_rule::only_zero: return null || (number && value.text == "0") ? "" : "0 or null";
    case key_rule::only_one:
      return null || (number && (value.text == "1" || value.text == "1.0")) ? "" : "1 or null";
    case key_rule::only_softmax:
      return null || (value.kind == json_kind::text && value.text == "softmax") ? "" : "\"softmax\" or null";
    case key_rule::only_greedy:
      return null || (value.kind == json_kind::text && value.text == "greedy") ? "" : "\"greedy\" or null";
    case key_rule::read:
    case key_rule::irrelevant:
    case key_rule::changes_bytes:
    case key_rule::custom_code: break;
  }
  return "";
}

}  // namespace

std::vector<diagnostic> examine_keys(std::string_view file, const json_value& config, model_type type) {
  std::vector<diagnostic> warnings;
  const std::string_view type_name = model_type_names[static_cast<unsigned>(type)];
  std::size_t unknown = 0;
  for (const json_member& member : config.members) {
    const std::string place = fmt::format("{}: {}", file, printable(member.key, 80));
    const known_key* const key = find_key(member.key, 1u << static_cast<unsigned>(type));
    if (key == nullptr) {
      if (++unknown > unknown_told) continue;
      warnings.push_back({"unknown-key", place,
                          fmt::format("not a known key of {}, ignored{}", type_name, advice_for(member.key, type))});
      continue;
    }
    if (const auto expected = expected_instead(key->what, member.value); !expected.empty()) {
      throw failure{"NOT-COVERED", place,
                    fmt::format("{} makes this another model than the {} that is covered; expected {}{}",
                                description_of(member.value), type_name, expected, way_to_count(member.key))};
    }
    if (key->what == key_rule::changes_bytes && !is_empty(member.value)) {
      warnings.push_back({"quantized", place, "bytes are counted at --dtype, not in the quantized format"});
    }
    if (key->what == key_rule::custom_code && !is_empty(member.value)) {
      warnings.push_back(
          {"custom-code", place, fmt::format("the model brings its own code; counted as plain {}", type_name)});
    }
  }
  if (unknown > unknown_told) {
    warnings.push_back(
        {"unknown-key", std::string{file},
         fmt::format("{} further keys are not known keys of {}, ignored", unknown - unknown_told, type_name)});
  }
  return warnings;
}

}  // namespace conform::analyzer
