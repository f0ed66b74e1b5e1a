#pragma once
// checkpoint: how many parameters and bytes stored weights have, from their headers alone.

#include <optional>
#include <string>

#include <conform/size/integer.hpp>

namespace conform::analyzer {

struct checkpoint {
  std::optional<integer> parameters;  ///< an index states none
  integer bytes{};                    ///< of all tensors
};

/// A .safetensors file: header, then tensors without holes, as the format's reference reads it. Anything else is read
/// as a model.safetensors.index.json. Throws failure: FILE, SAFETENSORS, JSON, CHECKPOINT.
checkpoint read_checkpoint(const std::string& path);

}  // namespace conform::analyzer
