#pragma once
// read_figures: the figures of a config, a spec, a JSON report or a baseline, in one form.

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "check/check_requests.hpp"
#include "check/metrics.hpp"
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
  std::string title;                              ///< "llama-3-8b", or the file of a baseline
  std::map<std::string, std::string> identities;  ///< by workload: which pass the figures are of
  bool is_baseline{};
  bool is_counted{};                  ///< just now, for a pass; not read
  std::vector<keyed_figure> figures;  ///< each key once, in the order of the model
  std::optional<input_file> input;
};

/// `pass` is for configs and specs. Throws failure.
figure_set read_figures(const std::string& name, const pass_request& pass, std::vector<diagnostic>& warnings);

}  // namespace conform::analyzer
