#pragma once
// writers: a report as text. Same report, same bytes. Every output is valid UTF-8, whatever the names in it are.

#include <string>
#include <string_view>

#include "report.hpp"
#include "report_options.hpp"
#include "specs.hpp"

namespace conform::analyzer {

std::string written(const report& what, report_format format);

std::string write_text(const report& what);
std::string write_json(const report& what);
std::string write_markdown(const report& what);
std::string write_csv(const report& what);

/// `conform list models`
std::string write_specs(std::span<const spec> all);

}  // namespace conform::analyzer
