#pragma once
// chosen_model: the model that a word names, a config.json or a built-in spec, and its report.

#include <optional>
#include <string>
#include <vector>

#include "failure.hpp"
#include "input_file.hpp"
#include "model_config.hpp"
#include "report.hpp"
#include "report_options.hpp"

namespace conform::analyzer {

struct chosen_model {
  model_config model;
  std::string place;  ///< names it in messages
  std::optional<input_file> input;
  std::vector<diagnostic> warnings;
};

/// Is the word the path of a file, and no name?
bool is_path(const std::string& model);

/// A file where the name contains '/' or ends in ".json", else a spec. Throws failure UNKNOWN-SPEC and what reading and
/// importing throw.
chosen_model choose_model(const std::string& name);

/// What counting() gives. Throws failure OVERFLOW, which names the model, where a count leaves 128 bits.
template <class Counting>
auto in_128_bits(const chosen_model& chosen, Counting counting) {
  try {
    return counting();
  } catch (const integer_overflow&) {
    throw failure{"OVERFLOW", chosen.place,
                  "a count does not fit in 128 bits; a smaller model or workload was expected"};
  }
}

/// The report of one pass. Throws failure OVERFLOW where a count leaves 128 bits.
report counted_report(const chosen_model& chosen, const chosen_workload& pass);

}  // namespace conform::analyzer
