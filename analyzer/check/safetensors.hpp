#pragma once
// safetensors: the tensors of a .safetensors file, from its header alone.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <conform/size/integer.hpp>

#include "json_tree.hpp"

namespace conform::analyzer {

struct stored_tensor {
  std::string name;   ///< as it is, from outside
  std::string dtype;  ///< as the format spells it, "BF16"; empty where the header was not read
  std::vector<integer> shape;
};

struct stored_tensors {
  std::vector<stored_tensor> tensors;  ///< in the order of the header
  integer bytes{};                     ///< of all of them
};

/// Header, then tensors without holes, as the format's reference implementation reads it: at most 100,000,000 bytes of
/// header, of which conform reads 8 MiB. Throws failure FILE; SAFETENSORS at "file: byte N" or "file: header: key";
/// JSON and DUPLICATE-KEY at "file: header:line:column".
stored_tensors read_safetensors(const std::string& path);

/// A whole number of 64 bits without a sign.
std::optional<integer> natural_of(const json_value& value);

}  // namespace conform::analyzer
