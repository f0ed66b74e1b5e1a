#pragma once
// html_report: a report as one HTML page: complete without a network and without JavaScript, well-formed as XML.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "html/length_sweep.hpp"
#include "report.hpp"
#include "report_options.hpp"

namespace conform::analyzer {

/// A drawing, and the same as a table.
struct page_figure {
  std::string id, heading;
  std::string text;                             ///< what it shows, as text
  std::string svg;                              ///< as write_svg gives it
  std::vector<std::vector<std::string>> table;  ///< rows; the first has the heads of the columns
  std::string columns{};  ///< n number, c formula, t text; else numbers, and a formula if it says so
};

/// The memory of a device that a report is for.
struct memory_capacity {
  std::string name;
  integer bytes;
};

/// Operations and memory by length, with one attention or another.
page_figure operations_by_length(const report& what, const length_sweep& swept);
page_figure memory_by_length(const report& what, const length_sweep& swept,
                             const std::optional<memory_capacity>& capacity);
/// Weights, cache and activations, one on top of the other; no cache of a user's model, which has none.
page_figure memory_waterfall(const report& what, const std::optional<memory_capacity>& capacity);

/// A point for every operation under the roof of the device.
page_figure roofline_figure(const roofline& what);

/// All figures of a page, in its order; those by length where one was swept.
std::vector<page_figure> figures_of(const report& what, const std::optional<length_sweep>& swept,
                                    const std::optional<memory_capacity>& capacity = {});

/// The sentence on top.
std::string verdict_of(const report& what, const std::optional<memory_capacity>& capacity = {});

/// Names of the report stand in text and in attributes alone, escaped; no script or style holds any of them, and the
/// page's policy runs no other script.
std::string write_html(const report& what, std::span<const page_figure> figures,
                       const std::optional<memory_capacity>& capacity = {});

}  // namespace conform::analyzer
