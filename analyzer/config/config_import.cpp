#include "config/config_import.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "config/config_keys.hpp"
#include "config/config_reader.hpp"
#include "config/config_values.hpp"
#include "config/window_import.hpp"
#include "text/nearest_name.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t name_limit = 200;

std::string covered() { return "expected one of " + listed(model_type_names); }

/// Every size key of the covered types: where model_type is missing, a wrong size is the better message.
void check_sizes_of_any_type(const config_reader& read) {
  constexpr std::pair<std::string_view, range> sizes[] = {
      {"vocab_size", vocab_range},
      {"hidden_size", width_range},
      {"n_embd", width_range},
      {"num_hidden_layers", layer_range},
      {"n_layer", layer_range},
      {"num_attention_heads", head_range},
      {"n_head", head_range},
      {"num_key_value_heads", head_range},
      {"head_dim", width_range},
      {"intermediate_size", width_range},
      {"moe_intermediate_size", width_range},
      {"n_inner", width_range},
      {"n_positions", length_range},
      {"max_position_embeddings", length_range},
  };
  for (const auto& [key, accepted] : sizes) read.size_or_none(key, accepted);
}

/// The first entry of `architectures`, printable; empty where there is none.
std::string architecture_of(const config_reader& read) {
  const json_value* const list = read.find("architectures");
  if (list == nullptr || list->items.empty() || list->items.front().kind != json_kind::text) return "";
  return printable(list->items.front().text, 80);
}

model_type type_of(const config_reader& read) {
  const auto name = read.text_or_none("model_type");
  if (!name) {
    check_sizes_of_any_type(read);
    const std::string architecture = architecture_of(read);
    const std::string found = architecture.empty() ? "" : fmt::format(" (architectures names {})", architecture);
    read.refuse("MISSING-KEY", "model_type", fmt::format("missing{}; {}", found, covered()));
  }
  const auto* const known = std::find(std::begin(model_type_names), std::end(model_type_names), *name);
  if (known == std::end(model_type_names)) {
    read.refuse("NOT-COVERED", "model_type", fmt::format("{} is not covered; {}", in_quotes(*name), covered()));
  }
  return static_cast<model_type>(known - std::begin(model_type_names));
}

/// The class must be the causal language model: other heads have other parameters.
void check_architectures(const config_reader& read, model_type type) {
  constexpr std::string_view classes[] = {"GPT2LMHeadModel",    "LlamaForCausalLM", "MistralForCausalLM",
                                          "Qwen2ForCausalLM",   "Qwen3ForCausalLM", "MixtralForCausalLM",
                                          "Qwen3MoeForCausalLM"};
  constexpr std::string_view early_llama = "LLaMAForCausalLM";  // the spelling before transformers 4.28
  const std::string_view expected = classes[static_cast<unsigned>(type)];
  const json_value* const list = read.find("architectures");
  if (list == nullptr) return;
  if (list->kind != json_kind::list) {
    read.refuse("WRONG-TYPE", "architectures", fmt::format("{}; expected a list of strings", description_of(*list)));
  }
  for (const json_value& item : list->items) {
    const bool early = type == model_type::llama && item.text == early_llama;
    if (item.kind == json_kind::text && (item.text == expected || early)) continue;
    read.refuse("NOT-COVERED", "architectures",
                fmt::format("{} is not covered; expected {} for model_type {}", description_of(item), expected,
                            model_type_names[static_cast<unsigned>(type)]));
  }
}

/// What the config calls the model, else the file's stem, else (for ".../NAME/config.json") its folder.
std::string name_for(const config_reader& read, std::string_view path) {
  if (const auto given = read.text_or_none("_name_or_path"); given && !given->empty()) {
    return shortened(*given, name_limit);
  }
  const auto last_part = [](std::string_view whole) { return whole.substr(whole.rfind('/') + 1); };
  std::string_view name = last_part(path);
  if (name == "config.json" && path.size() > name.size() + 1) {
    const std::string_view folder = last_part(path.substr(0, path.size() - name.size() - 1));
    if (folder.find_first_not_of('.') != std::string_view::npos) return printable(folder, name_limit);
  }
  if (name.ends_with(".json") && name.size() > 5) name.remove_suffix(5);
  return printable(name, name_limit);
}

void read_gpt2(const config_reader& read, imported_model& out) {
  model_config& m = out.model;
  m.family = family::gpt2;
  m.vocab_size = read.size("vocab_size", vocab_range);
  m.model = read.size("n_embd", width_range);
  m.layers = read.size("n_layer", layer_range);
  m.heads = read.size("n_head", head_range);
  m.positions = read.size("n_positions", length_range);
  m.context_length = m.positions;
  m.hidden = read.size_or_none("n_inner", width_range).value_or(4 * m.model);
  m.kv_heads = m.heads;
  if (m.model % m.heads != 0) {
    read.refuse("INDIVISIBLE", "n_head", fmt::format("{} heads do not divide n_embd {}", m.heads, m.model));
  }
  m.head_dim = m.model / m.heads;
  m.tie_embeddings = read.flag("tie_word_embeddings", true);
  m.qkv_bias = m.out_bias = m.mlp_bias = true;
  m.activation = activation_of(read, "activation_function", activation::gelu_tanh);
  m.window.assign(static_cast<std::size_t>(m.layers), std::nullopt);
  if (const auto context = read.size_or_none("n_ctx", length_range); context && *context != *m.positions) {
    out.warnings.push_back({"contradiction", read.place("n_ctx"),
                            fmt::format("{} differs from n_positions {}, which is used", *context, *m.positions)});
  }
}

/// Rotary embedding over a part of each head would change the counts.
void check_full_rotary(const config_reader& read) {
  const auto check = [&](const json_value* factor, std::string_view key) {
    if (factor == nullptr || factor->kind == json_kind::null) return;
    const bool whole = factor->kind == json_kind::number && (factor->text == "1" || factor->text == "1.0");
    if (!whole) {
      read.refuse("NOT-COVERED", key,
                  fmt::format("{}; expected 1.0 (rotary embedding of the whole head)", description_of(*factor)));
    }
  };
  check(read.find("partial_rotary_factor"), "partial_rotary_factor");
  for (const std::string_view key : {"rope_scaling", "rope_parameters"}) {
    const json_value* const rope = read.find(key);
    if (rope == nullptr) continue;
    if (rope->kind != json_kind::object) {
      read.refuse("WRONG-TYPE", key, fmt::format("{}; expected an object or null", description_of(*rope)));
    }
    check(rope->find("partial_rotary_factor"), fmt::format("{}.partial_rotary_factor", key));
    for (const json_member& of_type : rope->members) {  // one set of parameters for each type of layer
      if (of_type.value.kind != json_kind::object) continue;
      check(of_type.value.find("partial_rotary_factor"),
            fmt::format("{}.{}.partial_rotary_factor", key, printable(of_type.key, 80)));
    }
  }
}

/// num_key_value_heads where the key is absent: the default of the class. With null each takes num_attention_heads.
std::optional<std::int64_t> class_key_value_heads(model_type type) {
  switch (type) {
    case model_type::mistral:
    case model_type::mixtral: return 8;
    case model_type::qwen2:
    case model_type::qwen3: return 32;
    case model_type::qwen3_moe: return 4;
    case model_type::gpt2:
    case model_type::llama: break;
  }
  return std::nullopt;
}

void read_heads(const config_reader& read, model_type type, imported_model& out) {
  model_config& m = out.model;
  constexpr std::string_view shared = "num_key_value_heads";
  m.heads = read.size("num_attention_heads", head_range);
  m.kv_heads = read.size_or_none(shared, head_range).value_or(m.heads);
  if (const auto of_class = class_key_value_heads(type); of_class && read.absent(shared)) {
    m.kv_heads = *of_class;
    out.warnings.push_back({"assumed", read.place(shared),
                            fmt::format("missing; taken as {}, the default of the class", m.kv_heads)});
  }
  if (m.heads % m.kv_heads != 0) {
    read.refuse("INDIVISIBLE", shared,
                fmt::format("{}{} key-value heads do not divide num_attention_heads {}",
                            read.absent(shared) ? "missing; by the default of the class, " : "", m.kv_heads, m.heads));
  }
  constexpr std::int64_t qwen3_head_dim = 128;  // the default of the class Qwen3Config
  if (const auto given = read.size_or_none("head_dim", width_range)) {
    m.head_dim = *given;
  } else if (type == model_type::qwen3 && read.absent("head_dim")) {
    m.head_dim = qwen3_head_dim;
    out.warnings.push_back(
        {"assumed", read.place("head_dim"), fmt::format("missing; taken as {}, the default of qwen3", qwen3_head_dim)});
  } else if (m.model % m.heads != 0) {
    read.refuse("INDIVISIBLE", "num_attention_heads",
                fmt::format("{} heads do not divide hidden_size {}; expected so, or a head_dim", m.heads, m.model));
  } else {
    m.head_dim = m.model / m.heads;
    if (type == model_type::qwen3_moe)  // as its class does; yet every published model states another
      out.warnings.push_back(
          {"assumed", read.place("head_dim"),
           fmt::format("missing; taken as hidden_size / num_attention_heads, {}, as the class does", m.head_dim)});
  }
  if (m.head_dim % 2 != 0) {
    read.refuse("INDIVISIBLE", "head_dim",
                fmt::format("{} is odd; rotary embedding needs an even width of a head", m.head_dim));
  }
}

/// Layers without experts: those that mlp_only_layers lists, and of every decoder_sparse_step all but the last.
std::vector<bool> routed_layers_of(const config_reader& read, std::int64_t layers) {
  constexpr std::string_view key = "mlp_only_layers";
  const std::int64_t step = read.size_or_none("decoder_sparse_step", layer_range).value_or(1);
  std::vector<bool> out;
  for (std::int64_t layer = 0; layer < layers; ++layer) out.push_back((layer + 1) % step == 0);
  const json_value* const list = read.find(key);
  if (list == nullptr) return out;
  if (list->kind != json_kind::list)
    read.refuse("WRONG-TYPE", key, fmt::format("{}; expected a list of layers", description_of(*list)));
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const std::string& digits = list->items[i].text;
    std::int64_t layer = -1;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), layer);
    const bool whole = problem == std::errc{} && end == digits.data() + digits.size();
    if (list->items[i].kind != json_kind::number || !whole || layer < 0 || layer >= layers)
      read.refuse("OUT-OF-RANGE", fmt::format("{}[{}]", key, i),
                  fmt::format("{}; expected a layer, 0 to {}", description_of(list->items[i]), layers - 1));
    out[static_cast<std::size_t>(layer)] = false;
  }
  return out;
}

/// The key that holds the number of experts. A qwen3_moe may be written with mixtral's, which its class takes for the
/// same.
std::string_view experts_key(const config_reader& read, bool mixtral) {
  constexpr std::string_view local = "num_local_experts", own = "num_experts";
  if (mixtral || (read.find(own) == nullptr && read.find(local) != nullptr)) return local;
  const auto one = read.size_or_none(own, expert_range), other = read.size_or_none(local, expert_range);
  if (one && other && *one != *other)
    read.refuse("CONTRADICTION", local, fmt::format("{}, and {} is {}", *other, own, *one));
  return own;
}

/// Source: the classes MixtralSparseMoeBlock and Qwen3MoeSparseMoeBlock of Hugging Face transformers.
void read_experts(const config_reader& read, model_type type, imported_model& out) {
  model_config& m = out.model;
  const bool mixtral = type == model_type::mixtral;
  const std::string_view count = experts_key(read, mixtral), active = "num_experts_per_tok";
  expert_sizes experts{read.size(count, expert_range), read.size(active, expert_range),
                       read.size(mixtral ? "intermediate_size" : "moe_intermediate_size", width_range), true};
  if (experts.active > experts.count)
    read.refuse("CONTRADICTION", active, fmt::format("{} of {} experts ({})", experts.active, experts.count, count));
  if (!mixtral) {
    experts.renormalise = read.flag("norm_topk_prob", false);
    if (read.absent("norm_topk_prob"))
      out.warnings.push_back(
          {"assumed", read.place("norm_topk_prob"), "missing; taken as false, the default of the class"});
  }
  m.routed = mixtral ? std::vector<bool>(static_cast<std::size_t>(m.layers), true) : routed_layers_of(read, m.layers);
  if (routed_layers(m) > 0)
    m.experts = experts;
  else
    m.routed.clear();
}

void read_feed_forward(const config_reader& read, model_type type, imported_model& out) {
  model_config& m = out.model;
  if (type == model_type::mixtral || type == model_type::qwen3_moe) read_experts(read, type, out);
  m.hidden = has_feed_forward(m) ? read.size("intermediate_size", width_range)
                                 : read.size_or_none("intermediate_size", width_range).value_or(m.experts->hidden);
}

void read_rotary(const config_reader& read, model_type type, imported_model& out) {
  model_config& m = out.model;
  m.family = family::llama;
  m.vocab_size = read.size("vocab_size", vocab_range);
  m.model = read.size("hidden_size", width_range);
  m.layers = read.size("num_hidden_layers", layer_range);
  read_heads(read, type, out);
  read_feed_forward(read, type, out);
  m.context_length = read.size_or_none("max_position_embeddings", length_range);
  check_full_rotary(read);
  m.tie_embeddings = read.flag("tie_word_embeddings", false);
  m.activation = activation_of(read, "hidden_act", activation::silu);
  const bool attention_bias = read.flag("attention_bias", false);
  m.qkv_bias = attention_bias || type == model_type::qwen2;  // qwen2 has these biases without any key
  m.out_bias = attention_bias;
  m.mlp_bias = read.flag("mlp_bias", false);
  m.qk_norm = type == model_type::qwen3 || type == model_type::qwen3_moe;
  m.window = windows_of(read, type, m.layers, out.warnings);
}

}  // namespace

imported_model import_config(std::string_view path, std::string_view text) {
  const std::string file = printable(path);
  const json_value config = parse_json(file, text);
  if (config.kind != json_kind::object) {
    throw failure{"JSON", file, fmt::format("the top level is {}; an object was expected", description_of(config))};
  }
  const config_reader read{file, config};
  const model_type type = type_of(read);
  imported_model out;
  out.warnings = examine_keys(file, config, type);
  check_architectures(read, type);
  out.model.model_type = model_type_names[static_cast<unsigned>(type)];
  out.model.name = name_for(read, path);
  out.model.source = file;
  out.model.dtype = dtype_of(read);
  if (type == model_type::gpt2) {
    read_gpt2(read, out);
  } else {
    read_rotary(read, type, out);
  }
  return out;
}

}  // namespace conform::analyzer
