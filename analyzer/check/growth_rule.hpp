#pragma once
// growth_rule: does the unit total of places of a model grow within a bound, for all sizes at once?

#include <optional>
#include <string>
#include <vector>

#include "check/glob.hpp"
#include "model_config.hpp"
#include "report_options.hpp"

namespace conform::analyzer {

/// What was decided of places that are the same formula; no place: the whole model.
struct growth_found {
  std::vector<std::string> paths;
  bool holds{};
  std::string verdict;   ///< "within", "not within", "undecided"
  std::string evidence;  ///< the constant, or the witness
};

/// "n^2 d" with its products spelled out, as bound_parser reads them: "n^2*d".
std::string spelled_bound(std::string_view text);

/// Letters of the bound: n is the length (seq; with a cache, seq + context; in a decode step, context), d the width of
/// the model, in an attention core the width of a head; each symbol of the report by its name; heads. A bound that
/// names no batch is one of each sequence; in an attention core, one that names no heads is one of each head.
/// heads·head_dim is model where the config has it so. Throws failure BOUND. Nothing where the pattern matches no
/// place.
std::vector<growth_found> growth_of(const model_config& model, const chosen_workload& pass,
                                    const std::optional<glob>& layers, const std::string& bound);

}  // namespace conform::analyzer
