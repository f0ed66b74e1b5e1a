#include "check/ratio_text.hpp"

#include <cmath>

#include <fmt/format.h>

#include "text/number_text.hpp"

namespace conform::analyzer {

bool is_many_times(integer value, integer of) { return of > 0 && value / of >= 10; }

std::string times_text(integer value, integer of) {
  const double ratio = static_cast<double>(value) / static_cast<double>(of);
  if (ratio < 999.95) return fmt::format("{:.1f} times", ratio);
  if (ratio < 999'999.5) return grouped(static_cast<integer>(std::round(ratio))) + " times";
  int power = static_cast<int>(std::floor(std::log10(ratio)));
  double digits = ratio / std::pow(10.0, power);
  if (digits >= 9.95) digits /= 10, ++power;
  return fmt::format("about {:.1f}\u00B710^{} times", digits, power);
}

}  // namespace conform::analyzer
