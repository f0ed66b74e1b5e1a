#pragma once
// work_part: the parts into which conventions divide the work of a decoder, one list for all of them.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace conform::analyzer {

/// Every convention bills some of these. Parts do not overlap, so that a difference of two conventions is a sum over
/// parts. A "pair" is a query and a key of a head.
enum class work_part : std::uint8_t {
  query_key_value,
  attention_output,
  feed_forward,
  router,
  head_last,
  head_rest,
  cached_keys,
  earlier_keys,
  own_key,
  later_keys,
  later_keys_in_windowed_layers,
  cached_keys_beyond_window,
  earlier_keys_beyond_window,
  window_corner,
  embedding,
  positions,
  norm_weights,
  norm_biases,
  biases,
  biases_once,
  softmax,
  norms,
  last_norm,
  activation,
  residual
};

inline constexpr std::size_t work_part_count = 25;

struct work_part_facts {
  std::string_view name;     ///< as in every output
  std::string_view unit;     ///< of what it counts: multiply-add, element ...
  std::string_view meaning;  ///< one line
};

const work_part_facts& facts_of(work_part part);

}  // namespace conform::analyzer
