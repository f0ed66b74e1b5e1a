#pragma once
// own_growth: how the operations of a user's model grow and divide.

#include "metered_model.hpp"

namespace conform::analyzer {

/// The unit total of the model is within the sum of its largest products of sizes, with a constant.
complexity_line own_growth(const metered_model& m);

/// Matmul FLOPs of the attention cores (places that end in "attention.core"), of the rest of "attention", and of all
/// else.
balance own_balance(const metered_model& m);

/// The unit total of the attention cores.
polynomial core_operations(const metered_model& m);

}  // namespace conform::analyzer
