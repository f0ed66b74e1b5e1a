#pragma once
// device: what a machine can do at most, as its vendor publishes it.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <conform/size/integer.hpp>

#include "model_config.hpp"
#include "option_values.hpp"

namespace conform::analyzer {

/// Figures are those of the vendor, kB to TB as powers of 1000. A figure without a source is not here.
struct device {
  std::string name;
  std::string title;
  std::array<std::optional<integer>, 5> peaks;  ///< FLOP/s of dense matrix products (no sparsity), by number_format
  integer bandwidth{};                          ///< bytes/s between memory and chip
  integer memory{};                             ///< bytes
  std::optional<integer> cache;                 ///< bytes on the chip: its last level before memory
  std::optional<integer> link;                  ///< bytes/s that it sends to other devices, over all its links
  std::string source;
  std::optional<std::string> file;  ///< the path it was read from; none of a preset

  std::optional<integer> peak(number_format dtype) const { return peaks[static_cast<std::size_t>(dtype)]; }
};

/// The formats in the order of device::peaks.
inline constexpr std::array<number_format, 5> peak_formats{number_format::f64, number_format::f32, number_format::bf16,
                                                           number_format::f16, number_format::f8};

/// The presets, grouped by vendor.
std::span<const device> devices();

/// A preset by name, or a TOML file (a word with '/' or of the ending .toml). Throws failure UNKNOWN-HARDWARE and what
/// read_device throws.
device chosen_device(const std::string& word);

/// `conform list hardware`
std::string write_devices(bool as_json);

}  // namespace conform::analyzer
