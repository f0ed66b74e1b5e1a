#pragma once
// explain: `conform explain attention|scale`: the computation itself on small numbers, and why it scales.

#include <cstdint>
#include <optional>
#include <string>

#include "drawn_format.hpp"

namespace conform::analyzer {

struct explain_options {
  std::string subject;
  std::uint64_t seed{1};
  drawn_format format{drawn_format::text};
  std::optional<std::string> output;
};

struct explained {
  std::string text;
  bool holds{true};  ///< what was checked came out as it should
};

/// Self-attention on a small seeded example, step by step, with the library's typed tensors. Throws failure INTERNAL where
/// the steps are not what attention(q, k, v) gives.
explained explain_attention(const explain_options& asked);

/// Why scores are divided by the square root of head_dim: an experiment, and what its numbers bear out.
explained explain_scale(const explain_options& asked);

}  // namespace conform::analyzer
