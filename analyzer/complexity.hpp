#pragma once
// complexity: the O(n²d) check of a metered model, and where attention overtakes the rest.

#include <vector>

#include "metered_model.hpp"
#include "report.hpp"

namespace conform::analyzer {

/// The attention core, an attention layer and the model against the bound that dense attention states.
std::vector<complexity_line> complexity_of(const metered_model& model, const workload& work);

/// How the matmul FLOPs divide.
balance balance_of(const metered_model& model, const workload& work);

}  // namespace conform::analyzer
