#pragma once
// roofline: how long a pass takes at least on a device, operation by operation, and whether it fits in its memory.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <conform/size/rational.hpp>

#include "hardware/capacity.hpp"
#include "hardware/device.hpp"

namespace conform::analyzer {

/// An operation is bound by the slower of its matrix products at the peak and its bytes at the bandwidth, a pass over
/// several devices by the slowest of these and its messages at the bandwidth of the links.
enum class roof : std::uint8_t { compute, memory, link };
std::string_view name_of(roof value);

/// What one operation does, and the least time that it takes. Scalar operations are not timed: they run beside.
struct roofline_row {
  std::string name;
  std::size_t times{1};    ///< there are so many of it; all else is of one
  integer matmul_flops{};  ///< 2 a multiply-add of a matrix product
  integer bytes{};         ///< moved between memory and chip
  rational intensity;      ///< FLOP a byte
  roof bound{roof::memory};
  rational seconds;  ///< of an operation; of several, one after another
};

/// A layer of which there are equal ones with its operations, or one operation that is no layer's.
struct roofline_group {
  roofline_row whole;
  std::vector<roofline_row> parts;
};

struct roofline {
  device on;
  number_format dtype{};
  std::optional<integer> peak;      ///< FLOP/s; where none is stated, times are those of the bytes alone
  std::optional<rational> balance;  ///< FLOP a byte at which both take equally long
  std::vector<roofline_group> groups;
  roofline_row all;              ///< of the pass; its seconds: all its products and bytes at once, whatever the order
  rational seconds_in_sequence;  ///< the operations one after another: what is moved waits for no other's products
  std::optional<rational> sent;  ///< bytes of messages to other devices, where there are any
  std::optional<rational> sending;  ///< seconds that they take at least; nothing where no link is stated
  capacity memory;
  std::string accounting;  ///< one line: which bytes count
};

struct chosen_workload;
struct metered_model;

/// Of a pass that is metered. Throws integer_overflow when a count leaves 128 bits.
roofline make_roofline(const device& on, const metered_model& m, const model_config& model,
                       const chosen_workload& pass);

/// The pass sends so many words besides, which takes no other's time, and in sequence a time of its own.
void add_messages(roofline& to, const rational& words);

/// The same of any model that is metered, or a device's share of it, with what fits.
roofline roofline_of(const device& on, const metered_model& m, number_format dtype, capacity memory,
                     std::string accounting);

/// Which bytes count, with dense attention or with that of the pass.
std::string accounting_of(number_format dtype);
std::string accounting_of(const chosen_workload& pass);

}  // namespace conform::analyzer
