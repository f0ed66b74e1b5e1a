#pragma once
// workload: what the model is asked to do; a report counts one forward pass of it.

#include <cstdint>
#include <string>
#include <string_view>

#include "model_config.hpp"

namespace conform::analyzer {

/// prefill: seq new tokens after context cached ones. decode: one new token after context cached ones.
enum class phase : std::uint8_t { prefill, decode };

/// model: causal, with the model's own windows. full: every key for every query. causal: windows ignored. variant: the
/// pattern of the attention that was chosen.
enum class mask : std::uint8_t { model, full, causal, variant };

/// Positions for which the output head runs.
enum class logits : std::uint8_t { all, last };

std::string_view name_of(phase value);
std::string_view name_of(mask value);
std::string_view name_of(logits value);

/// One forward pass. Queries a sequence: seq. Keys a sequence: context + seq.
struct workload {
  std::int64_t batch{1};
  std::int64_t seq{1};      ///< new tokens of every sequence (1 for decode)
  std::int64_t context{0};  ///< tokens of every sequence that are cached already
  analyzer::phase phase{analyzer::phase::prefill};
  analyzer::mask mask{analyzer::mask::model};
  analyzer::logits logits{analyzer::logits::all};
  std::string attention{"dense"};  ///< the variant of attention, and its sizes
  number_format dtype{number_format::bf16};
};

}  // namespace conform::analyzer
