#pragma once
// chosen_model: the model that a word of the command line names: a file, or a built-in spec.

#include <optional>
#include <string>
#include <vector>

#include "failure.hpp"
#include "input_file.hpp"
#include "model_config.hpp"

namespace conform::analyzer {

struct chosen_model {
  model_config model;
  std::string place;  ///< names it in messages
  std::optional<input_file> input;
  std::vector<diagnostic> warnings;
};

/// Is the word the path of a file, and no name?
bool is_path(const std::string& model);

/// Throws failure UNKNOWN-SPEC, and what read_input and import_config throw.
chosen_model choose_model(const std::string& name);

}  // namespace conform::analyzer
