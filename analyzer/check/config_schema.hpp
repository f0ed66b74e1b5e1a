#pragma once
// config_schema: config_table as a JSON Schema, for the completion of editors.

#include <string>

namespace conform::analyzer {

/// Draft 7, which editors of TOML read.
std::string config_schema();

}  // namespace conform::analyzer
