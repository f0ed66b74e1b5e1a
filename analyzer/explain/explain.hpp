#pragma once
// explain: `conform explain attention|scale|VARIANT`: the computation itself on small numbers, why it scales, and what
// each step of a variant costs.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drawn_format.hpp"
#include "size_words.hpp"

namespace conform::analyzer {

struct explain_options {
  std::string subject;  ///< attention, scale, or the name of a variant
  long long n{1024}, d{64};
  std::vector<size_word> sizes;
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

/// A variant step by step: what each step computes and costs, and its share. Throws failure IMPOSSIBLE, SIZE-NOT-USED,
/// OVERFLOW; INTERNAL where the steps are not the claim.
explained explain_variant(const explain_options& asked);

/// Why scores are divided by the square root of head_dim: an experiment, and what its numbers bear out.
explained explain_scale(const explain_options& asked);

}  // namespace conform::analyzer
