#include "config_keys.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "nearest_name.hpp"
#include "printable.hpp"

namespace conform::analyzer {
namespace {

/// Model types as a set of bits, in the order of model_type.
constexpr unsigned gpt2 = 1, llama = 2, mistral = 4, qwen2 = 8, qwen3 = 16;
constexpr unsigned rotary = llama | mistral | qwen2 | qwen3, qwen = qwen2 | qwen3, all = gpt2 | rotary;

enum class rule : std::uint8_t {
  read,         // import reads it
  irrelevant,   // changes no count: training, generation, tokens, bookkeeping, values of given tables
  only_false,   // null or false, or the model has operations or parameters that are not modelled
  only_empty,   // null, {} or []
  only_zero,    // null or 0
  changes_bytes,  // null, or stored bytes differ from what is counted: a warning
  custom_code,    // null, or the repository brings its own model code: a warning
};

struct known_key {
  std::string_view name;
  unsigned types;
  rule what;
};

// Sources: the classes PreTrainedConfig, GPT2Config, LlamaConfig, MistralConfig, Qwen2Config and Qwen3Config of
// Hugging Face transformers (4.x and 5.x), and the published configs of models of these types.
constexpr known_key known_keys[] = {
    // read by import
    {"model_type", all, rule::read},
    {"architectures", all, rule::read},
    {"_name_or_path", all, rule::read},
    {"torch_dtype", all, rule::read},
    {"dtype", all, rule::read},
    {"vocab_size", all, rule::read},
    {"tie_word_embeddings", all, rule::read},
    {"n_embd", gpt2, rule::read},
    {"n_layer", gpt2, rule::read},
    {"n_head", gpt2, rule::read},
    {"n_inner", gpt2, rule::read},
    {"n_positions", gpt2, rule::read},
    {"n_ctx", gpt2, rule::read},
    {"activation_function", gpt2, rule::read},
    {"scale_attn_weights", gpt2, rule::read},
    {"hidden_size", rotary, rule::read},
    {"num_hidden_layers", rotary, rule::read},
    {"num_attention_heads", rotary, rule::read},
    {"num_key_value_heads", rotary, rule::read},
    {"head_dim", rotary, rule::read},
    {"intermediate_size", rotary, rule::read},
    {"max_position_embeddings", rotary, rule::read},
    {"hidden_act", rotary, rule::read},
    {"rope_scaling", rotary, rule::read},
    {"rope_parameters", rotary, rule::read},
    {"partial_rotary_factor", rotary, rule::read},
    {"layer_types", rotary, rule::read},
    {"attention_bias", llama | qwen3, rule::read},
    {"mlp_bias", llama, rule::read},
    {"sliding_window", mistral | qwen, rule::read},
    {"use_sliding_window", qwen, rule::read},
    {"max_window_layers", qwen, rule::read},

    // the classes have none of these, or ignore them; true would mean another model
    {"attention_bias", mistral | qwen2, rule::only_false},
    {"mlp_bias", mistral | qwen, rule::only_false},
    {"use_sliding_window", llama | mistral, rule::only_false},
    {"sliding_window", llama, rule::only_empty},
    {"use_qk_norm", rotary, rule::only_false},
    {"qk_layernorm", rotary, rule::only_false},
    {"use_mrope", rotary, rule::only_false},
    {"scale_attn_by_inverse_layer_idx", gpt2, rule::only_false},
    {"add_cross_attention", all, rule::only_false},
    {"is_encoder_decoder", all, rule::only_false},
    {"pruned_heads", all, rule::only_empty},
    {"per_layer_config", all, rule::only_empty},
    {"vision_config", all, rule::only_empty},
    {"audio_config", all, rule::only_empty},
    {"text_config", all, rule::only_empty},
    {"num_experts", all, rule::only_empty},
    {"num_local_experts", all, rule::only_empty},
    {"n_routed_experts", all, rule::only_empty},
    {"num_experts_per_tok", all, rule::only_empty},
    {"moe_intermediate_size", all, rule::only_empty},
    {"cross_attention_hidden_size", all, rule::only_empty},
    {"chunk_size_feed_forward", all, rule::only_zero},
    {"num_nextn_predict_layers", all, rule::only_zero},
    {"quantization_config", all, rule::changes_bytes},
    {"compression_config", all, rule::changes_bytes},
    {"auto_map", all, rule::custom_code},

    // bookkeeping of files and tools
    {"transformers_version", all, rule::irrelevant},
    {"transformers.js_config", all, rule::irrelevant},
    {"name_or_path", all, rule::irrelevant},
    {"_commit_hash", all, rule::irrelevant},
    {"_attn_implementation", all, rule::irrelevant},
    {"_attn_implementation_autoset", all, rule::irrelevant},
    {"attn_implementation", all, rule::irrelevant},
    {"_flash_attn_2_enabled", all, rule::irrelevant},
    {"use_flash_attn", all, rule::irrelevant},
    {"_num_labels", all, rule::irrelevant},
    {"is_llama_config", rotary, rule::irrelevant},
    {"unsloth_fixed", all, rule::irrelevant},
    {"unsloth_version", all, rule::irrelevant},
    {"use_bfloat16", all, rule::irrelevant},
    {"use_cache", all, rule::irrelevant},
    {"cache_implementation", all, rule::irrelevant},
    {"torchscript", all, rule::irrelevant},
    {"xla_device", all, rule::irrelevant},
    {"model_parallel", all, rule::irrelevant},
    {"pretraining_tp", rotary, rule::irrelevant},
    {"tf_legacy_loss", all, rule::irrelevant},
    {"tokenizer_class", all, rule::irrelevant},
    {"finetuning_task", all, rule::irrelevant},
    {"problem_type", all, rule::irrelevant},
    {"task_specific_params", all, rule::irrelevant},
    {"id2label", all, rule::irrelevant},
    {"label2id", all, rule::irrelevant},
    {"num_labels", all, rule::irrelevant},
    {"is_decoder", all, rule::irrelevant},
    {"tie_encoder_decoder", all, rule::irrelevant},
    {"gradient_checkpointing", all, rule::irrelevant},
    {"output_past", all, rule::irrelevant},
    {"output_attentions", all, rule::irrelevant},
    {"output_hidden_states", all, rule::irrelevant},
    {"return_dict", all, rule::irrelevant},
    {"remove_invalid_values", all, rule::irrelevant},

    // training and values that are given, not computed
    {"initializer_range", all, rule::irrelevant},
    {"layer_norm_epsilon", gpt2, rule::irrelevant},
    {"rms_norm_eps", rotary, rule::irrelevant},
    {"attn_pdrop", gpt2, rule::irrelevant},
    {"embd_pdrop", gpt2, rule::irrelevant},
    {"resid_pdrop", all, rule::irrelevant},
    {"attention_dropout", all, rule::irrelevant},
    {"hidden_dropout", all, rule::irrelevant},
    {"reorder_and_upcast_attn", gpt2, rule::irrelevant},
    {"n_special", gpt2, rule::irrelevant},
    {"predict_special_tokens", gpt2, rule::irrelevant},
    {"rope_theta", rotary, rule::irrelevant},
    {"rope_interleaved", rotary, rule::irrelevant},
    {"original_max_position_embeddings", rotary, rule::irrelevant},
    {"max_sequence_length", rotary, rule::irrelevant},

    // heads of other classes, which the language model does not have
    {"summary_activation", gpt2, rule::irrelevant},
    {"summary_first_dropout", gpt2, rule::irrelevant},
    {"summary_proj_to_labels", gpt2, rule::irrelevant},
    {"summary_type", gpt2, rule::irrelevant},
    {"summary_use_proj", gpt2, rule::irrelevant},

    // tokens
    {"bos_token_id", all, rule::irrelevant},
    {"eos_token_id", all, rule::irrelevant},
    {"pad_token_id", all, rule::irrelevant},
    {"sep_token_id", all, rule::irrelevant},
    {"cls_token_id", all, rule::irrelevant},
    {"unk_token_id", all, rule::irrelevant},
    {"mask_token_id", all, rule::irrelevant},
    {"decoder_start_token_id", all, rule::irrelevant},

    // generation
    {"bad_words_ids", all, rule::irrelevant},
    {"begin_suppress_tokens", all, rule::irrelevant},
    {"diversity_penalty", all, rule::irrelevant},
    {"do_sample", all, rule::irrelevant},
    {"early_stopping", all, rule::irrelevant},
    {"encoder_no_repeat_ngram_size", all, rule::irrelevant},
    {"exponential_decay_length_penalty", all, rule::irrelevant},
    {"forced_bos_token_id", all, rule::irrelevant},
    {"forced_eos_token_id", all, rule::irrelevant},
    {"length_penalty", all, rule::irrelevant},
    {"max_length", all, rule::irrelevant},
    {"max_new_tokens", all, rule::irrelevant},
    {"min_length", all, rule::irrelevant},
    {"no_repeat_ngram_size", all, rule::irrelevant},
    {"num_beam_groups", all, rule::irrelevant},
    {"num_beams", all, rule::irrelevant},
    {"num_return_sequences", all, rule::irrelevant},
    {"output_scores", all, rule::irrelevant},
    {"prefix", all, rule::irrelevant},
    {"repetition_penalty", all, rule::irrelevant},
    {"return_dict_in_generate", all, rule::irrelevant},
    {"suppress_tokens", all, rule::irrelevant},
    {"temperature", all, rule::irrelevant},
    {"top_k", all, rule::irrelevant},
    {"top_p", all, rule::irrelevant},
    {"typical_p", all, rule::irrelevant},
};

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
  const auto* const found = std::find_if(std::begin(known_keys), std::end(known_keys), [&](const known_key& key) {
    return key.name == name && (key.types & types) != 0;
  });
  return found == std::end(known_keys) ? nullptr : found;
}

std::string advice_for(std::string_view name, model_type type) {
  for (const auto& [of_gpt2, of_rotary] : gpt2_and_rotary) {
    if (type == model_type::gpt2 && name == of_rotary) return fmt::format("; gpt2 spells it {}", of_gpt2);
    if (type != model_type::gpt2 && name == of_gpt2) {
      return fmt::format("; {} spells it {}", model_type_names[static_cast<unsigned>(type)], of_rotary);
    }
  }
  std::vector<std::string_view> names;
  for (const known_key& key : known_keys) {
    if ((key.types & (1u << static_cast<unsigned>(type))) != 0) names.push_back(key.name);
  }
  return did_you_mean(name, names);
}

bool is_empty(const json_value& value) {
  const bool container = value.kind == json_kind::list || value.kind == json_kind::object;
  return value.kind == json_kind::null || (container && value.items.empty() && value.members.empty());
}

/// What a restricted key may be instead; empty when the value is fine.
std::string_view expected_instead(rule what, const json_value& value) {
  const bool null = value.kind == json_kind::null;
  const bool number = value.kind == json_kind::number;
  switch (what) {
    case rule::only_false: return null || (value.kind == json_kind::boolean && !value.truth) ? "" : "false or null";
    case rule::only_empty: return is_empty(value) ? "" : "null or nothing in it";
    case rule::only_zero: return null || (number && value.text == "0") ? "" : "0 or null";
    case rule::read:
    case rule::irrelevant:
    case rule::changes_bytes:
    case rule::custom_code: break;
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
                    fmt::format("{} makes this another model than the {} that is covered; expected {}",
                                description_of(member.value), type_name, expected)};
    }
    if (key->what == rule::changes_bytes && !is_empty(member.value)) {
      warnings.push_back({"quantized", place, "bytes are counted at --dtype, not in the quantized format"});
    }
    if (key->what == rule::custom_code && !is_empty(member.value)) {
      warnings.push_back({"custom-code", place, fmt::format("the model brings its own code; counted as plain {}", type_name)});
    }
  }
  if (unknown > unknown_told) {
    warnings.push_back({"unknown-key", std::string{file},
                        fmt::format("{} further keys are not known keys of {}, ignored", unknown - unknown_told, type_name)});
  }
  return warnings;
}

}  // namespace conform::analyzer
