#pragma once
// figure_list: the figures of a report in one order, for every output that lists them.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report.hpp"

namespace conform::analyzer {

struct listed_figure {
  std::string_view name;        ///< as the JSON key
  std::string_view unit;        ///< of the exact number: "parameters", "FLOP", "operations", "bytes"
  std::string_view short_unit;  ///< of the rounded number, after its prefix: "", "FLOP", "B"
  const figure* value;
};

struct figure_section {
  std::string_view name;  ///< as the JSON key
  std::vector<listed_figure> figures;
};

/// parameters, operations, memory. The pointers are into `what`.
std::vector<figure_section> sections_of(const report& what);

/// One line of the workload: "prefill: batch 1, 8,192 new tokens after 0 cached; mask model, ...".
/// What is counted: a pass of the workload, or one call of a user's model.
std::string pass_line(const report& what);
std::string workload_line(const workload& work);

/// How the claim was decided: the constant or the witness.
std::string evidence_of(const complexity_line& line);

/// "matmul FLOPs: attention core 12.50 %, projections 87.50 %; ...", or nothing.
std::string balance_line(const report& what);

}  // namespace conform::analyzer
