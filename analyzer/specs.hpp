#pragma once
// specs: a few well-known models as plain facts, so that `conform report gpt2` needs no file.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model_config.hpp"

namespace conform::analyzer {

/// The facts of a published config.json. What it does not state follows from the model type, as in config_import.
struct spec {
  std::string_view name;
  std::string_view source;  ///< the repository on huggingface.co whose config.json states these facts
  std::string_view model_type;
  std::int64_t vocab_size, model, layers, heads, kv_heads, head_dim, hidden, context_length;
  bool tie_embeddings;
  std::int64_t window;  ///< keys a query sees in every layer; 0: all
  std::optional<number_format> dtype;
  expert_sizes experts{};  ///< in every layer, where there are any
};

/// All specs, grouped by model type.
std::span<const spec> specs();

/// The spec's facts as a config; nothing where no spec has this name.
std::optional<model_config> find_spec(std::string_view name);

/// "; did you mean llama-3-8b?", or nothing.
std::string spec_advice(std::string_view name);

}  // namespace conform::analyzer
