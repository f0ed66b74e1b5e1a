#pragma once
// known_keys: the table behind config_keys, and nothing else.

#include <cstdint>
#include <span>
#include <string_view>

namespace conform::analyzer {

/// What a known key does to a count.
enum class key_rule : std::uint8_t {
  read,           ///< import reads it
  irrelevant,     ///< changes no count: training, generation, tokens, bookkeeping, values of given tables
  only_false,     ///< null or false, or the model has operations or parameters that are not modelled
  only_true,      ///< null or true, likewise
  only_empty,     ///< null, {} or []
  only_zero,      ///< null or 0
  only_one,       ///< null or 1
  only_softmax,   ///< null or "softmax"
  only_greedy,    ///< null or "greedy"
  changes_bytes,  ///< null, or stored bytes differ from what is counted: a warning
  custom_code,    ///< null, or the repository brings its own model code: a warning
};

struct known_key {
  std::string_view name;
  unsigned types;  ///< the model types that know it: bit 1 << model_type
  key_rule what;
};

/// A name may stand twice, with different types.
std::span<const known_key> known_keys();

}  // namespace conform::analyzer
