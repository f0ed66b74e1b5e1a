#pragma once
// page_parts: what the sections of a page are made of.

#include <string>
#include <string_view>
#include <vector>

#include "hardware/parallel.hpp"

namespace conform::analyzer {

/// A formula as text of the page, which may be broken behind its dots; empty where there is none.
std::string code(std::string_view formula);

/// A table whose first column heads the rows. `kinds` says of each column: n number, c formula, t text.
std::string table_of(std::string_view caption, std::string_view kinds,
                     const std::vector<std::vector<std::string>>& rows);

/// A part of the page that a keyboard can scroll where it is too wide.
std::string wide(std::string_view name, const std::string& content);

/// The figures of a pass on its device, as a section.
std::string device_section(const roofline& what);

/// What several devices hold, do and send, as a section.
std::string devices_section(const parallel_plan& what);

}  // namespace conform::analyzer
