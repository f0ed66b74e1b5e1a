#include "drawing/svg_axis.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

constexpr int most_ticks = 12;
constexpr double exact_below = 9007199254740992.0;  // 2^53

std::string superscript(int number) {
  constexpr const char* digits[] = {"\u2070", "\u00B9", "\u00B2", "\u00B3", "\u2074",
                                    "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
  std::string out;
  for (const char c : fmt::format("{}", number)) out += c == '-' ? "\u207B" : digits[c - '0'];
  return out;
}

/// 512, 1k, 2k, 1M
std::string size_text(double value) {
  constexpr double kilo = 1024, mega = 1024 * 1024;
  for (const auto& [unit, suffix] : {std::pair{mega, "M"}, std::pair{kilo, "k"}})
    if (value >= unit && std::fmod(value, unit) == 0) return svg_number(value / unit) + suffix;
  return svg_number(value);
}

/// 1, 10, 10⁶, 2·10⁶
std::string count_text(int factor, int power) {
  if (power == 0 || (power == 1 && factor == 1)) return fmt::format("{}", power == 0 ? factor : 10);
  return (factor == 1 ? "" : fmt::format("{}\u00B7", factor)) + "10" + superscript(power);
}

int whole(double value) { return static_cast<int>(value); }

}  // namespace

bool is_exact_in_svg(double value) { return std::floor(value) == value && std::fabs(value) < exact_below; }

std::string svg_number(double value) {
  return is_exact_in_svg(value) ? grouped(static_cast<integer>(value)) : fmt::format("{:.6g}", value);
}

svg_axis::svg_axis(const std::vector<double>& values, bool logarithmic, svg_ticks kind, double first, double last)
    : logarithmic_{logarithmic}, kind_{kind}, first_{first}, last_{last} {
  bool any = false;
  for (const double value : values) {
    if (!shows(value)) continue;
    low_ = any ? std::min(low_, value) : value;
    high_ = any ? std::max(high_, value) : value;
    any = true;
  }
  if (!any) low_ = 1, high_ = 10;
  if (logarithmic_ && kind_ == svg_ticks::counts) {  // whole decades
    low_ = std::pow(10, std::floor(std::log10(low_)));
    high_ = std::pow(10, std::ceil(std::log10(high_)));
  } else if (!logarithmic_ && kind_ == svg_ticks::counts) {
    low_ = std::min(low_, 0.0);
  }
  if (low_ < high_) return;
  const double around = logarithmic_ ? 0 : std::max(1.0, std::fabs(low_));
  low_ = logarithmic_ ? low_ / 2 : low_ - around;
  high_ = logarithmic_ ? high_ * 2 : high_ + around;
}

bool svg_axis::shows(double value) const { return std::isfinite(value) && (!logarithmic_ || value > 0); }

bool svg_axis::holds(double value) const { return shows(value) && low_ <= value && value <= high_; }

double svg_axis::scaled(double value) const { return logarithmic_ ? std::log10(value) : value; }

double svg_axis::place(double value) const {
  const double part = (scaled(value) - scaled(low_)) / (scaled(high_) - scaled(low_));
  return first_ + part * (last_ - first_);
}

std::vector<svg_tick> svg_axis::powers(double base) const {
  const int from = whole(std::ceil(std::log10(low_) / std::log10(base) - 1e-9));
  const int to = whole(std::floor(std::log10(high_) / std::log10(base) + 1e-9));
  const int step = 1 + std::max(0, to - from) / most_ticks;
  std::vector<svg_tick> out;
  for (int power = from; power <= to; power += step) {
    const double value = std::pow(base, power);
    out.push_back({value, kind_ == svg_ticks::sizes ? size_text(value) : count_text(1, power)});
  }
  if (kind_ != svg_ticks::counts || to - from > 1) return out;
  for (int power = from; power <= to; ++power)
    for (const int factor : {2, 5})
      if (const double value = factor * std::pow(10, power); holds(value))
        out.push_back({value, count_text(factor, power)});
  return out;
}

std::vector<svg_tick> svg_axis::steps() const {
  const double rough = (high_ - low_) / 8;
  const double decade = std::pow(10, std::floor(std::log10(rough)));
  double step = decade * 10;
  for (const double factor : {5.0, 2.0, 1.0})
    if (decade * factor >= rough) step = decade * factor;
  std::vector<svg_tick> out;
  for (double at = std::ceil(low_ / step); at * step <= high_; ++at)
    out.push_back({at * step, kind_ == svg_ticks::sizes ? size_text(at * step) : svg_number(at * step)});
  return out;
}

std::vector<svg_tick> svg_axis::ticks() const {
  if (!logarithmic_) return steps();
  std::vector<svg_tick> out = powers(kind_ == svg_ticks::sizes ? 2 : 10);
  if (out.size() > 1) return out;
  return {{low_, svg_number(low_)}, {high_, svg_number(high_)}};  // no two powers between the ends
}

}  // namespace conform::analyzer
