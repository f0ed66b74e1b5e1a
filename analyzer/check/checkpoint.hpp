#pragma once
// checkpoint: the tensors of stored weights, in one file or in the shards of an index, from headers alone.

#include <string>
#include <vector>

#include "check/safetensors.hpp"

namespace conform::analyzer {

struct checkpoint {
  std::vector<stored_tensor> tensors;
  integer bytes{};                   ///< of all tensors
  bool names_alone{};                ///< an index without its shards: neither dtypes nor shapes are known
  std::vector<std::string> notices;  ///< what a reader should know
  std::vector<std::string> files;    ///< that were read
};

/// A .safetensors file, else a model.safetensors.index.json. The shards of an index stand beside it; where none of them
/// is there, its names and its total are read. Throws what read_safetensors throws; JSON; CHECKPOINT at "file: key".
checkpoint read_checkpoint(const std::string& path);

}  // namespace conform::analyzer
