#pragma once
// conformity: a checkpoint beside the tensors that its config has.

#include <optional>
#include <string>
#include <vector>

#include "check/checkpoint.hpp"
#include "model_config.hpp"

namespace conform::analyzer {

/// Tensors that differ from the config in the same way: their names, printable, and how they do.
struct tensor_problem {
  std::vector<std::string> names;
  std::string is, expected, what;  ///< "F32 [64, 64]", "BF16 [64, 64] of the config", "wrong dtype"
};

struct conformity {
  std::vector<tensor_problem> problems;  ///< in the order of the model, then tensors that it has not, by name
  std::optional<integer> parameters;     ///< of the tensors that are learned; an index alone states none
  std::optional<integer> bytes;          ///< of an index alone; nothing where it lists more than what is learned
};

/// Names, shapes and dtypes of every tensor; a dtype that nobody states is that of the first tensor of the model that
/// is there. Buffers, a copy of a tied head and the absence of the prefix of the base model are no problems. Throws
/// integer_overflow.
conformity conformity_of(const checkpoint& held, const model_config& model, std::optional<number_format> dtype);

}  // namespace conform::analyzer
