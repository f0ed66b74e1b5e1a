// The roofline of a report: the roof of its device, and a point for every operation with matrix products.

#include <algorithm>

#include <fmt/format.h>

#include "drawing/svg_chart.hpp"
#include "hardware/quantity_text.hpp"
#include "html/html_report.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t most_points = 16;  // names that stand beside the drawing; all are in the table

/// FLOP/s at an intensity: as fast as bytes come, at most the peak.
double roof_at(const roofline& what, double intensity) {
  const double by_bytes = intensity * static_cast<double>(what.on.bandwidth);
  return what.peak ? std::min(by_bytes, static_cast<double>(*what.peak)) : by_bytes;
}

void add_row(page_figure& out, svg_chart& chart, const roofline& what, const roofline_row& row, std::string_view indent) {
  out.table.push_back({fmt::format("{}{}", indent, row.name), grouped(static_cast<integer>(row.times)),
                       grouped(row.matmul_flops), grouped(row.bytes), ratio_text(row.intensity),
                       std::string{name_of(row.bound)}, seconds_text(row.seconds)});
  if (row.matmul_flops == 0 || chart.series.size() > most_points) return;
  const double intensity = near(row.intensity);
  chart.series.push_back({row.name, {{intensity, roof_at(what, intensity)}}});
}

}  // namespace

page_figure roofline_figure(const roofline& what) {
  page_figure out{"roofline", "Roofline on " + what.on.title, {}, {}, {}};
  out.columns = "tnnnntn";
  out.table.push_back({"operation", "times", "matmul FLOP", "bytes", "FLOP a byte", "bound by", "at least"});
  svg_chart chart;
  chart.title = out.heading;
  chart.x_label = "FLOP a byte", chart.y_label = "FLOP a second";
  chart.has_table = false;
  chart.series.push_back({"roof", {}});
  for (const roofline_group& group : what.groups) {
    if (group.parts.empty()) add_row(out, chart, what, group.whole, "");
    for (const roofline_row& part : group.parts) add_row(out, chart, what, part, group.whole.name + ": ");
  }
  double low = 1, high = what.balance ? near(*what.balance) : 1;
  for (std::size_t i = 1; i < chart.series.size(); ++i) {
    low = std::min(low, chart.series[i].points[0].first), high = std::max(high, chart.series[i].points[0].first);
  }
  low /= 2, high *= 2;
  auto& roof = chart.series[0].points;
  roof.emplace_back(low, roof_at(what, low));
  if (what.balance) roof.emplace_back(near(*what.balance), roof_at(what, near(*what.balance)));
  roof.emplace_back(high, roof_at(what, high));
  if (what.balance) chart.marks.push_back({near(*what.balance), "balance"});
  out.text = fmt::format(
      "The pass takes at least {}, and {} if its operations run one after another; it is bound by {}. {}. Operations "
      "without matrix products have no point.",
      seconds_text(what.all.seconds), seconds_text(what.seconds_in_sequence), name_of(what.all.bound), what.accounting);
  chart.description = out.text;
  out.svg = write_svg(chart);
  return out;
}

}  // namespace conform::analyzer
