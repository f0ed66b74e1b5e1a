#pragma once
// read_figures: the figures of a config, a spec, a JSON report or a baseline, in one form.

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "check/check_requests.hpp"
#include "check/metrics.hpp"
#include "check/workload_facts.hpp"
#include "failure.hpp"
#include "input_file.hpp"

namespace conform::analyzer {

/// A figure's name. `workload` is empty but in a baseline; `layer` is empty for the whole model.
struct figure_key {
  std::string workload, layer, metric;
  auto operator<=>(const figure_key&) const = default;
};

struct keyed_figure {
  figure_key key;
  integer value{};
};

struct figure_set {
  std::string title;                                ///< "llama-3-8b", or the file of a baseline
  std::map<std::string, workload_facts> workloads;  ///< of a baseline
  fact_list pass;                                   ///< of a model or a report, attention and dtype with it
  std::string pass_line;                            ///< the same in words
  bool is_baseline{};
  std::vector<keyed_figure> figures;  ///< each key once, in the order of the model
  std::optional<input_file> input;
};

/// Of a report or a baseline; nothing where the name is that of a model. Throws failure.
std::optional<figure_set> stored_figures(const std::string& name);

/// Of a config or a spec, counted for this pass. Throws failure.
figure_set counted_figures(const std::string& name, const pass_request& pass, std::vector<diagnostic>& warnings);

/// The words that ask for the pass of a report; those that are given stay.
pass_request words_of(const fact_list& pass, pass_request given);

}  // namespace conform::analyzer
