#include "drawing/svg_chart.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "drawing/svg_axis.hpp"
#include "text/markup_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr double left = 130, plot_width = 640, plot_height = 420, name_width = 230;
constexpr double line = 18, letter = 7.2;  // of text: its height, and about the width of a character
constexpr std::size_t longest_name = 60;

/// Dashes tell lines apart without colour; colours are those of Okabe and Ito, on white.
struct stroke {
  const char *colour, *dashes;
};
constexpr stroke strokes[] = {{"#0072b2", "none"},     {"#d55e00", "8 4"},          {"#009e73", "2 3"},
                              {"#882255", "12 4 2 4"}, {"#555555", "16 5"},         {"#b8860b", "6 3 2 3 2 3"},
                              {"#56419c", "4 4"},      {"#000000", "14 3 4 3 4 3"}, {"#1b7837", "1 5"}};

double width_of(std::string_view text, std::size_t limit = longest_name) {
  const std::string shown = printable(text, limit);
  double width = 0;
  for (std::string_view rest = shown; !rest.empty(); width += letter) next_character(rest);
  return width;
}

/// A label: `anchor` is start, middle or end.
std::string label(double x, double y, std::string_view anchor, std::string_view text, std::string_view more = "") {
  return fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                     in_markup(text, longest_name));
}

std::string segment(double x1, double y1, double x2, double y2, std::string_view style) {
  return fmt::format("<line x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" y2=\"{:.2f}\" {}/>\n", x1, y1, x2, y2, style);
}

const stroke& stroke_of(std::size_t series) { return strokes[series % std::size(strokes)]; }

std::string line_style(std::size_t series) {
  return fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"{}\"", stroke_of(series).colour,
                     stroke_of(series).dashes);
}

/// A point of the series: one of five shapes.
std::string point(std::size_t series, double x, double y) {
  constexpr const char* shapes[] = {"M-3.5 -3.5h7v7h-7z", "M0 -4.5L4.5 3.5H-4.5z", "M0 -5L5 0L0 5L-5 0z",
                                    "M0 4.5L4.5 -3.5H-4.5z", "M-5 -1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z"};
  return fmt::format("<path d=\"{}\" transform=\"translate({:.2f} {:.2f})\" fill=\"{}\"/>\n",
                     shapes[series % std::size(shapes)], x, y, stroke_of(series).colour);
}

/// Marks in rows above the plot, so that no label covers another.
struct placed_mark {
  double x, from, to;
  std::size_t row;
  std::string text;
};

std::vector<placed_mark> placed(const std::vector<svg_mark>& marks, const svg_axis& x) {
  std::vector<placed_mark> out;
  for (const svg_mark& mark : marks) {
    if (!x.holds(mark.x)) continue;
    const double at = x.place(mark.x), width = width_of(mark.text);
    const double from = std::max(4.0, std::min(at + width / 2, left + plot_width + name_width) - width);
    out.push_back({at, from, from + width, 0, mark.text});
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return std::tie(a.from, a.text) < std::tie(b.from, b.text); });
  std::vector<double> ends;
  for (placed_mark& mark : out) {
    while (mark.row < ends.size() && ends[mark.row] + letter > mark.from) ++mark.row;
    if (mark.row == ends.size()) ends.push_back(0);
    ends[mark.row] = mark.to;
  }
  return out;
}

class drawing {
 public:
  explicit drawing(const svg_chart& chart)
      : chart_{chart},
        x_{values(0), chart.log_x, svg_ticks::sizes, left, left + plot_width},
        marks_{placed(chart.marks, x_)} {
    std::size_t rows = 0;
    for (const placed_mark& mark : marks_) rows = std::max(rows, mark.row + 1);
    top_ = 66 + line * static_cast<double>(rows);
    bottom_ = top_ + std::max(plot_height, line * static_cast<double>(chart.series.size()));
    y_.emplace_back(values(1), chart.log_y, svg_ticks::counts, bottom_, top_);
  }

  std::string text() const {
    table_bottom_ = bottom_ + 2.5 * line;
    const std::string below = chart_.has_table ? table() : "";
    const double width = std::max(left + plot_width + name_width + 20, table_width_ + 40);
    return fmt::format(
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
               "{1:.0f}\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#111111\">\n",
               width, table_bottom_ + 20) +
           fmt::format("<title>{}</title>\n<desc>{}</desc>\n", in_markup(chart_.title), in_markup(chart_.description)) +
           fmt::format("<rect width=\"{:.0f}\" height=\"{:.0f}\" fill=\"#ffffff\"/>\n", width, table_bottom_ + 20) +
           fmt::format("<text x=\"20.00\" y=\"30.00\" font-size=\"18\">{}</text>\n", in_markup(chart_.title)) +
           fmt::format("<g role=\"img\" aria-label=\"{}\">\n", in_markup(chart_.title + ". " + chart_.description)) +
           axes() + marks() + levels() + lines() + names() + "</g>\n" + below + "</svg>\n";
  }

 private:
  std::vector<double> values(int which) const {
    std::vector<double> out;
    for (const svg_series& one : chart_.series)
      for (const auto& [x, y] : one.points) out.push_back(which == 0 ? x : y);
    if (which == 1)
      for (const svg_level& level : chart_.levels) out.push_back(level.y);
    return out;
  }
  const svg_axis& y_axis() const { return y_.front(); }

  std::string axes() const {
    constexpr std::string_view grid = "stroke=\"#dddddd\"";
    std::string out;
    for (const svg_tick& tick : x_.ticks()) {
      const double at = x_.place(tick.value);
      out += segment(at, top_, at, bottom_, grid) + label(at, bottom_ + line, "middle", tick.text);
    }
    for (const svg_tick& tick : y_axis().ticks()) {
      const double at = y_axis().place(tick.value);
      out += segment(left, at, left + plot_width, at, grid) + label(left - 8, at + 4, "end", tick.text);
    }
    out += fmt::format(
        "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" fill=\"none\" "
        "stroke=\"#111111\"/>\n",
        left, top_, plot_width, bottom_ - top_);
    const double middle = (top_ + bottom_) / 2;
    return out + label(left + plot_width / 2, bottom_ + 2.5 * line, "middle", chart_.x_label) +
           label(20, middle, "middle", chart_.y_label, fmt::format(" transform=\"rotate(-90 20 {:.2f})\"", middle));
  }

  std::string marks() const {
    std::string out, labels;  // no line runs over the label of another mark
    for (const placed_mark& mark : marks_) {
      const double y = top_ - 14 - line * static_cast<double>(mark.row);
      out += segment(mark.x, y + 3, mark.x, bottom_, "stroke=\"#111111\" stroke-dasharray=\"3 3\"");
      labels +=
          label(mark.from, y, "start", mark.text, " stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\"");
    }
    return out + labels;
  }

  std::string levels() const {
    std::string out;
    for (const svg_level& level : chart_.levels) {
      if (!y_axis().shows(level.y)) continue;
      const double y = y_axis().place(level.y);
      out += segment(left, y, left + plot_width, y, "stroke=\"#111111\" stroke-width=\"2\" stroke-dasharray=\"10 4\"");
      out += label(left + 8, y - 6, "start", level.text, " stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\"");
    }
    return out;
  }

  std::string lines() const {
    std::string out;
    for (std::size_t i = 0; i < chart_.series.size(); ++i) {
      std::string path, points;
      for (const auto& [x, y] : chart_.series[i].points) {
        if (!x_.shows(x) || !y_axis().shows(y)) continue;
        path += fmt::format("{}{:.2f},{:.2f}", path.empty() ? "" : " ", x_.place(x), y_axis().place(y));
        points += point(i, x_.place(x), y_axis().place(y));
      }
      out += fmt::format("<g><title>{}</title>\n", in_markup(chart_.series[i].name));
      if (path.find(' ') != path.npos) out += fmt::format("<polyline points=\"{}\" {}/>\n", path, line_style(i));
      out += points + "</g>\n";
    }
    return out;
  }

  /// The height at which a line ends.
  double end_of(const svg_series& one) const {
    for (auto at = one.points.rbegin(); at != one.points.rend(); ++at)
      if (x_.shows(at->first) && y_axis().shows(at->second)) return y_axis().place(at->second);
    return bottom_;
  }

  /// Names beside the ends of the lines, moved apart, each with a piece of its line.
  std::string names() const {
    std::vector<std::size_t> order(chart_.series.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> ends, heights(order.size());
    for (const svg_series& one : chart_.series) ends.push_back(end_of(one));
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return std::tie(ends[a], a) < std::tie(ends[b], b); });
    double next = top_ + 6;
    for (const std::size_t i : order) heights[i] = std::max(next, ends[i]), next = heights[i] + line;
    next = bottom_;
    for (std::size_t back = order.size(); back-- > 0; next -= line) {
      const std::size_t i = order[back];
      heights[i] = next = std::min(next, heights[i]);
    }
    std::string out;
    const double right = left + plot_width;
    for (std::size_t i = 0; i < order.size(); ++i) {
      out += segment(right + 2, ends[i], right + 14, heights[i], "stroke=\"#999999\"");
      out += segment(right + 16, heights[i], right + 58, heights[i], line_style(i));
      out += point(i, right + 37, heights[i]) + label(right + 64, heights[i] + 4, "start", chart_.series[i].name);
    }
    return out;
  }

  /// Every point, by x; the columns are as wide as they need.
  std::string table() const {
    std::set<double> all;
    std::vector<std::vector<std::string>> columns(1 + chart_.series.size());
    bool exact = true;
    for (const svg_series& one : chart_.series)
      for (const auto& [x, y] : one.points) all.insert(x), exact = exact && is_exact_in_svg(x) && is_exact_in_svg(y);
    columns[0].push_back(chart_.x_label);
    for (const double x : all) columns[0].push_back(svg_number(x));
    for (std::size_t i = 0; i < chart_.series.size(); ++i) {
      std::multimap<double, double> at(chart_.series[i].points.begin(), chart_.series[i].points.end());
      columns[i + 1].push_back(chart_.series[i].name);
      for (const double x : all) {
        std::string cell;
        for (auto [from, to] = at.equal_range(x); from != to; ++from)
          cell += (cell.empty() ? "" : "; ") + svg_number(from->second);
        columns[i + 1].push_back(cell.empty() ? "-" : cell);
      }
    }
    return rows(columns, exact);
  }

  std::string rows(const std::vector<std::vector<std::string>>& columns, bool exact) const {
    std::vector<double> ends;
    double x = 20;
    for (const auto& column : columns) {
      double width = 0;
      for (const std::string& cell : column) width = std::max(width, width_of(cell));
      x += width + 2 * letter;
      ends.push_back(x);
    }
    table_width_ = x;
    double y = bottom_ + 5 * line;
    const std::string caption = chart_.y_label + (exact ? "" : " (rounded to six digits where not whole)");
    std::string out = label(20, y, "start", caption, " font-weight=\"bold\"");
    out += fmt::format("<g role=\"table\" aria-label=\"{}\">\n", in_markup(caption));
    for (std::size_t row = 0; row < columns[0].size(); ++row) {
      y += line;
      out += "<g role=\"row\">\n";
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool heads = row == 0 || i == 0;
        out += label(ends[i], y, "end", columns[i][row],
                     !heads     ? " role=\"cell\""
                     : row == 0 ? " role=\"columnheader\""
                                : " role=\"rowheader\"");
      }
      out += "</g>\n";
    }
    table_bottom_ = y;
    return out + "</g>\n";
  }

  const svg_chart& chart_;
  svg_axis x_;
  std::vector<placed_mark> marks_;
  double top_{}, bottom_{};
  std::vector<svg_axis> y_;  ///< one, made when the height is known
  mutable double table_width_{}, table_bottom_{};
};

}  // namespace

std::string write_svg(const svg_chart& chart) { return drawing{chart}.text(); }

}  // namespace conform::analyzer
