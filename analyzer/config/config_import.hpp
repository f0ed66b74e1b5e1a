#pragma once
// config_import: a Hugging Face config.json, as it is, to the facts that change a count.

#include <string_view>
#include <vector>

#include "failure.hpp"
#include "model_config.hpp"

namespace conform::analyzer {

struct imported_model {
  model_config model;
  std::vector<diagnostic> warnings;  ///< what was assumed or ignored; --strict makes the first of them an error
};

/// Reads the text of a config. `path` titles the model and stands in messages. Throws failure.
/// Covers the model types of config_keys.hpp as causal language models; refuses all others by name.
imported_model import_config(std::string_view path, std::string_view text);

}  // namespace conform::analyzer
