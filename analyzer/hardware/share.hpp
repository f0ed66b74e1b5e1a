#pragma once
// share: what one device of several has of a metered model, as a metered model of its own.

#include <cstdint>

#include "hardware/parallel.hpp"
#include "metered_model.hpp"

namespace conform::analyzer {

/// The same formulas at a device's own sizes: heads, hidden width, rows of the vocabulary and sequences that it has;
/// and the places of its stage. Rank 0 has most rows of the vocabulary. `layer_peaks`: see peaks_of_layers.
metered_model share_of(const metered_model& whole, const std::vector<memory_peak>& layer_peaks,
                       const model_config& model, const degrees& by, std::int64_t stage, std::int64_t rank);

}  // namespace conform::analyzer
