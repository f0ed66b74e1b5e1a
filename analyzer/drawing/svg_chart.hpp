#pragma once
// svg_chart: lines over two axes as one SVG file: readable without JavaScript, without colour, and by a screen reader.

#include <string>
#include <utility>
#include <vector>

namespace conform::analyzer {

/// One line, its points in the order in which they are joined.
struct svg_series {
  std::string name;
  std::vector<std::pair<double, double>> points;
};

/// A vertical line with a label.
struct svg_mark {
  double x;
  std::string text;
};

/// A horizontal line with a label: a limit.
struct svg_level {
  double y;
  std::string text;
};

struct svg_chart {
  std::string title, description, x_label, y_label;
  bool log_x = true, log_y = true;
  std::vector<svg_series> series;
  std::vector<svg_mark> marks;
  std::vector<svg_level> levels{};
  bool has_table = true;  ///< not where a table of the same stands beside the drawing
};

/// Lines differ by dashes and by the shape of their points, and stand beside their names; a table below holds every
/// point. On a logarithmic axis what is not positive is in the table alone; a mark outside the axis is left out. The
/// same chart gives the same bytes.
std::string write_svg(const svg_chart& chart);

}  // namespace conform::analyzer
