#pragma once
// config_table: the keys of conform.toml, once, for the reader, for its schema and for the page that lists them.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace conform::analyzer {

/// What a key may hold.
enum class key_type : std::uint8_t {
  text,
  count,             ///< a whole number from 1 on, or as on the command line: "8k"
  count_or_none,     ///< the same, or 0
  limit,             ///< a whole number, or one with its unit: "5 GFLOP"
  exact,             ///< the same, or true or false
  increase,          ///< "+1%", "0"
  date,              ///< 2026-12-31, as a date or as a string
  version,           ///< 1
  severity,          ///< "error" or "warning"
  metric,            ///< a name of metrics.hpp
  tables,            ///< [[name]]
};

struct config_key {
  std::string_view section;  ///< "" at the top, else the name of the [[table]]
  std::string_view name;
  key_type type;
  bool required;
  std::string_view meaning;
};

std::span<const config_key> check_config_keys();

/// Those of one section, in order.
std::vector<std::string_view> key_names_of(std::string_view section);

}  // namespace conform::analyzer
