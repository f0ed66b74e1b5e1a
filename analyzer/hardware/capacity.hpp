#pragma once
// capacity: what a pass holds in memory, and the largest sizes with which it fits.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <conform/size/integer.hpp>

#include "config/config_reader.hpp"
#include "model_config.hpp"

namespace conform::analyzer {

struct attention_core;
struct chosen_workload;
struct metered_model;
struct workload;

/// What a batch and a length must be multiples of.
struct capacity_steps {
  std::int64_t batch{1}, length{1};
};

/// Bytes that are alive at once where activations are most.
struct held_bytes {
  integer weights{}, cache{}, activations{};

  integer all() const { return checked_add(checked_add(weights, cache), activations); }
};

/// What a model, or a device's share of it, holds at another workload; with a core where attention was settled anew for
/// that. May throw integer_overflow.
using holding = std::function<held_bytes(const workload&, const std::optional<attention_core>&)>;

/// Throws integer_overflow.
held_bytes held_by(const metered_model& pass, number_format dtype);

/// A number with which the pass fits, while it does not with the next.
struct largest_fit {
  std::optional<std::int64_t> value;  ///< nothing where not even the least fits
  bool is_limit{};                    ///< the largest that the model or this program takes, and it fits
};

/// One size of a pass while all others stay: batch; seq, or context in decode.
struct size_capacity {
  std::string name;
  std::string_view unit;            ///< what it is a number of
  std::optional<largest_fit> most;  ///< nothing where lengths that the attention can have are too far apart
};

struct capacity {
  held_bytes held;
  integer memory{};  ///< bytes of the device
  std::vector<size_capacity> largest;

  bool fits() const { return held.all() <= memory; }
};

/// The largest accepted number that fits, where all that fit are below some number.
largest_fit largest_of(range accepted, const std::function<bool(std::int64_t)>& fits);

/// The rest of the workload as it is; a length is one that a report of the same takes. A count that does not fit in 128
/// bits does not fit in memory.
capacity capacity_of(const metered_model& metered, integer memory, const model_config& model,
                     const chosen_workload& pass, const holding& held, const capacity_steps& steps);

}  // namespace conform::analyzer
