#pragma once
// config_keys: every key of a Hugging Face config.json that is known, and what it does to a count.
// Whatever is not in this table is reported, because it may change a count that we would get wrong.

#include <cstdint>
#include <string_view>
#include <vector>

#include "failure.hpp"
#include "json_tree.hpp"

namespace conform::analyzer {

/// The model types that are covered, as `model_type` spells them.
enum class model_type : std::uint8_t { gpt2, llama, mistral, qwen2, qwen3, mixtral, qwen3_moe };

inline constexpr std::string_view model_type_names[] = {"gpt2",  "llama",   "mistral",  "qwen2",
                                                         "qwen3", "mixtral", "qwen3_moe"};

/// Checks every key of the config against the table. Returns warnings: keys that are not known, and keys that change
/// bytes but no count. Throws failure NOT-COVERED for a value that would change the counts in a way not modelled.
std::vector<diagnostic> examine_keys(std::string_view file, const json_value& config, model_type type);

}  // namespace conform::analyzer
