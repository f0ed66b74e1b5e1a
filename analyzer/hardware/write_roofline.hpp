#pragma once
// write_roofline: the roofline of a report, as a section of each of its formats.

#include <string>
#include <string_view>
#include <vector>

#include "hardware/roofline.hpp"

namespace conform::analyzer {

/// One figure of the whole pass.
struct stated {
  std::string name;   ///< as the JSON key
  std::string exact;  ///< a whole number, a fraction p/q, a word; empty where it is not known
  std::string_view unit;
  std::string shown;  ///< for a reader; empty where the exact one is short
};

/// The figures of the pass on its device, in the order of every format.
std::vector<stated> stated_figures(const roofline& what);

/// A whole number with commas, as the figures of a report; anything else as it is, and a dash for what is not known.
std::string with_commas(const std::string& exact);

/// One sentence: does the pass fit, what bounds it, how long it takes at least.
std::string verdict_of(const roofline& what);

std::string roofline_text(const roofline& what);
std::string roofline_markdown(const roofline& what);
/// The value of the key "roofline".
std::string roofline_json(const roofline& what);
/// Rows of section, name, quantity, value, unit, formula.
std::string roofline_csv(const roofline& what);

}  // namespace conform::analyzer
