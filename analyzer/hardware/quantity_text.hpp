#pragma once
// quantity_text: fractions with a unit, for a reader. The exact fraction stands in the JSON.

#include <string>

#include <conform/size/rational.hpp>

namespace conform::analyzer {

/// For display only.
double near(const rational& value);

/// Four digits of seconds: "7.877 ms".
std::string seconds_text(const rational& seconds);

/// Four digits: "153.0", "0.9998".
std::string ratio_text(const rational& ratio);

}  // namespace conform::analyzer
