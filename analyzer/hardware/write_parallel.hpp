#pragma once
// write_parallel: a pass over several devices, as a section of each format of a report.

#include <string>
#include <utility>
#include <vector>

#include "hardware/parallel.hpp"

namespace conform::analyzer {

/// What a plan says, without the form of an output.
struct plan_table {
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
  std::size_t words;  ///< so many columns are text, those behind them numbers
};
plan_table shares_of(const parallel_plan& what);
plan_table messages_of(const parallel_plan& what);
/// Facts of the whole plan, each with its name.
std::vector<std::pair<std::string, std::string>> facts_of(const parallel_plan& what);
/// Whose pass takes longest; nothing where no device was named.
const device_share* slowest_of(const parallel_plan& what);

std::string parallel_text(const parallel_plan& what);
std::string parallel_markdown(const parallel_plan& what);
/// The value of the key "parallel".
std::string parallel_json(const parallel_plan& what);
/// Rows of section, name, quantity, value, unit, formula.
std::string parallel_csv(const parallel_plan& what);

}  // namespace conform::analyzer
