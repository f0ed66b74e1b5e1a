#include "hardware/quantity_text.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace conform::analyzer {
namespace {

std::string four_digits(double value) {
  const int places = value < 9.9995 ? 3 : value < 99.995 ? 2 : value < 999.95 ? 1 : 0;
  return fmt::format("{:.{}f}", value, places);
}

}  // namespace

double near(const rational& value) { return static_cast<double>(value.num) / static_cast<double>(value.den); }

std::string seconds_text(const rational& seconds) {
  constexpr std::array<std::string_view, 5> units{"s", "ms", "us", "ns", "ps"};
  double value = near(seconds);
  std::size_t unit = 0;
  for (; value > 0 && value < 0.9995 && unit + 1 < units.size(); ++unit) value *= 1000;
  return fmt::format("{} {}", value == 0 ? "0" : four_digits(value), units[unit]);
}

std::string ratio_text(const rational& ratio) {
  const double value = near(ratio);
  if (value == 0) return "0";
  return value < 1 ? fmt::format("{:.4g}", value) : four_digits(value);
}

}  // namespace conform::analyzer
