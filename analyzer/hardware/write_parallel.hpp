#pragma once
// write_parallel: a pass over several devices, as a section of each format of a report.

#include <string>

#include "hardware/parallel.hpp"

namespace conform::analyzer {

std::string parallel_text(const parallel_plan& what);
std::string parallel_markdown(const parallel_plan& what);
/// The value of the key "parallel".
std::string parallel_json(const parallel_plan& what);
/// Rows of section, name, quantity, value, unit, formula.
std::string parallel_csv(const parallel_plan& what);

}  // namespace conform::analyzer
