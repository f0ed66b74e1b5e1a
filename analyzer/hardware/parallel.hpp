#pragma once
// parallel: a pass over several devices: what each holds and does, and what they send to each other.

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <conform/size/rational.hpp>

#include "hardware/degree_words.hpp"
#include "hardware/roofline.hpp"

namespace conform::analyzer {

/// Devices along each way of dividing the work; tensor * pipeline * data * context in all. `expert` makes no more of
/// them: those that have other tokens divide the experts between them.
struct degrees {
  std::int64_t tensor{1};    ///< heads and the hidden width of every layer, and the vocabulary: Shoeybi et al. 2019, 3
  std::int64_t pipeline{1};  ///< layers, in equal stages: Narayanan et al. 2021, 2.2
  std::int64_t data{1};      ///< sequences
  std::int64_t context{1};   ///< tokens of each sequence; keys and values pass in a ring: Liu et al. 2023, 3
  std::int64_t expert{1};    ///< experts, over devices of `data` and `context`: Lepikhin et al. 2020, 3.2
  bool sequence{};           ///< what is not divided by `tensor` is divided by tokens: Korthikanti et al. 2022, 4.2.2

  /// The new tokens are a multiple of it.
  std::int64_t length_step() const {
    const std::int64_t tokens = sequence ? tensor : 1;
    return context == 1 ? tokens : context * std::lcm(tokens, 2);
  }
  /// Activations of a device are at most what is told.
  bool is_bounded() const { return sequence || context > 1 || expert > 1; }
  std::int64_t devices() const { return tensor * pipeline * data * context; }
};

/// Nothing where none is given. Throws failure USAGE for a word that is no degree.
std::optional<degrees> read_degrees(const degree_words& given);

/// Throws failure DEGREE where a degree does not divide what it must, or --cp meets another attention than dense.
void check_degrees(const degrees& asked, const model_config& model, const workload& work, bool is_dense);

/// Devices that hold and do the same; numbers are of one.
struct device_share {
  std::string name;        ///< "stages 1..6"
  std::int64_t devices{};  ///< how many
  integer parameters{};
  held_bytes held;  ///< with `sequence` or `context` activations are at most so many
  integer matmul_flops{};
  rational sent;               ///< words of all messages of a pass, on the wire
  std::optional<roofline> on;  ///< where a device was named
};

/// Which stages send a message: those with layers, or with layers that have experts, by how many; or ends of the model.
enum class senders : std::uint8_t { layers, routed, first, last, all_but_last };

/// One collective of the forward pass.
struct message {
  std::string_view collective;  ///< all-reduce, all-gather, reduce-scatter, all-to-all, ring, point-to-point
  std::string where;
  std::int64_t times{};     ///< in a pass, over all layers or boundaries of stages
  std::int64_t in_layer{};  ///< of those, in one layer
  integer payload{};        ///< words of the tensor that is reduced, gathered or sent; of one replica of the data
  rational wire;            ///< words that one device sends for it, in a ring of p: 2(p-1)/p or (p-1)/p of the payload
  senders by{};
};

struct parallel_plan {
  degrees by;
  bool replicates_keys{};  ///< more devices than heads of keys and values: each head is on several
  number_format dtype{};
  std::vector<device_share> shares;
  integer parameters{}, matmul_flops{};            ///< of all devices together
  integer more_parameters{}, more_matmul_flops{};  ///< of those, beyond one copy of the whole
  std::vector<message> messages;
  std::vector<size_capacity> largest;  ///< that fit on every device; none where no device was named
};

struct chosen_workload;

/// Of a pass that is metered; degrees are checked. Throws integer_overflow.
parallel_plan make_parallel(const degrees& by, const metered_model& whole, const model_config& model,
                            const chosen_workload& pass, const std::optional<device>& on);

}  // namespace conform::analyzer
