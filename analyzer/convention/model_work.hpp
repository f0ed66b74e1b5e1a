#pragma once
// model_work: how much of each part a model has at a workload, as formulas of the metered model.

#include <array>

#include "convention/work_part.hpp"
#include "metered_model.hpp"

namespace conform::analyzer {

/// One forward pass of a decoder with dense attention, in the units of work_part_facts.
struct model_work {
  metered_model metered;
  std::array<polynomial, work_part_count> counts;
  integer matmul_flops;  ///< as metered: what `exact` must give

  const polynomial& of(work_part part) const { return counts[static_cast<std::size_t>(part)]; }
};

/// Projections, feed-forward layers and biases are what was metered; pairs are those of the square of queries and keys,
/// divided by the diagonal, the cache and the windows. Throws integer_overflow.
model_work work_of(const model_config& model, metered_model dense);

/// The same where it is not metered yet.
model_work work_of(const model_config& model, const workload& work);

}  // namespace conform::analyzer
