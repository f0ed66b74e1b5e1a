#pragma once
// config_values: the words of a config that name an activation or a number format.

#include <optional>
#include <string_view>

#include "config/config_reader.hpp"
#include "model_config.hpp"

namespace conform::analyzer {

/// The activation that `key` names, or `otherwise` where it is absent or null. Throws failure NOT-COVERED.
activation activation_of(const config_reader& read, std::string_view key, activation otherwise);

/// torch_dtype, or dtype as transformers 5 spells it; none where absent, null or "auto".
/// Throws failure NOT-COVERED, CONTRADICTION.
std::optional<number_format> dtype_of(const config_reader& read);

}  // namespace conform::analyzer
