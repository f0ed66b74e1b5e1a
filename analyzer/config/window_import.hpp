#pragma once
// window_import: which layers of a rotary model see only a sliding window of keys.

#include <cstdint>
#include <optional>
#include <vector>

#include "config/config_keys.hpp"
#include "config/config_reader.hpp"
#include "failure.hpp"

namespace conform::analyzer {

/// One entry a layer: the keys a query sees, itself included, or none for all.
///   llama    none
///   mistral  every layer slides by sliding_window; null: none; absent: 4096, the default of the class;
///            use_sliding_window, which the class does not have but files do, switches it off where it is false
///   qwen2/3  with use_sliding_window, the layers from max_window_layers (absent: 28) on, or those layer_types names
/// source: MistralConfig, Qwen2Config and Qwen3Config of Hugging Face transformers; a window of w lets a query see its
/// own key and the w - 1 before it, as the mask of the eager and sdpa code there does.
std::vector<std::optional<std::int64_t>> windows_of(const config_reader& read, model_type type, std::int64_t layers,
                                                    std::vector<diagnostic>& warnings);

}  // namespace conform::analyzer
