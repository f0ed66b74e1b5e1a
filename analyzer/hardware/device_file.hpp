#pragma once
// device_file: a device as a TOML file. What may stand in it: docs/11-hardware.md.

#include <string>

#include "hardware/device.hpp"

namespace conform::analyzer {

/// Throws failure FILE, TOO-LARGE, TOML, UNKNOWN-KEY, MISSING-KEY, WRONG-TYPE, OUT-OF-RANGE.
device read_device(const std::string& path);

}  // namespace conform::analyzer
