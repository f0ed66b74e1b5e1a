#pragma once
// svg_axis: a scale from values to places on a line, with labelled ticks.

#include <optional>
#include <string>
#include <vector>

namespace conform::analyzer {

struct svg_tick {
  double value;
  std::string text;
};

/// How ticks are chosen: logarithmic axes of sizes have powers of 2 (1k is 1024), of counts powers of 10.
enum class svg_ticks : bool { sizes, counts };

class svg_axis {
 public:
  /// Over these values, from pixel `first` to pixel `last`; 1 to 10 where there are none.
  svg_axis(const std::vector<double>& values, bool logarithmic, svg_ticks kind, double first, double last);

  /// Can it be shown: finite, and positive where the axis is logarithmic?
  bool shows(double value) const;
  /// Does it lie between the ends?
  bool holds(double value) const;
  double place(double value) const;
  /// At most a dozen.
  std::vector<svg_tick> ticks() const;

 private:
  double scaled(double value) const;
  std::vector<svg_tick> powers(double base) const;
  std::vector<svg_tick> steps() const;

  bool logarithmic_;
  svg_ticks kind_;
  double low_{}, high_{}, first_, last_;
};

/// "1,048,576" where it is whole and a double holds it exactly, else six digits: "1.23457e+20".
std::string svg_number(double value);

/// Is svg_number exact?
bool is_exact_in_svg(double value);

}  // namespace conform::analyzer
