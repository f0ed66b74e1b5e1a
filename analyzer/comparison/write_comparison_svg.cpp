#include <fmt/format.h>

#include "drawing/svg_chart.hpp"
#include "proof/order_words.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t most_marks = 24;

/// Crossovers as lines; of many, the first ones.
std::vector<svg_mark> marks_of(const comparison& what) {
  std::vector<svg_mark> out;
  for (const pair_order& pair : what.pairs) {
    for (const order_at& change : pair.changes) {
      if (out.size() == most_marks) return out;
      const std::string_view first = what.first_of(pair).variant->name, second = what.second_of(pair).variant->name;
      const std::string_view relation = change.order == 0 ? "equals" : "below";
      out.push_back({static_cast<double>(change.n),
                     fmt::format("{}: {} {} {}", grouped(change.n), change.order > 0 ? second : first, relation,
                                 change.order > 0 ? first : second)});
    }
  }
  return out;
}

/// All that the text says beside the table.
std::string description(const comparison& what) {
  std::string out = heading_of(what) + '.';
  for (const compared_variant& one : what.variants) {
    out += fmt::format(" {} = {}", one.variant->name, one.formula_text);
    if (!one.chosen.empty()) out += " at " + sizes_words(one);
    for (const std::string& note : one.notes) out += "; " + note;
    out += '.';
  }
  for (const pair_order& pair : what.pairs)
    out += fmt::format(" Crossovers of {} and {}, of {}: {}.", what.first_of(pair).variant->name,
                       what.second_of(pair).variant->name, range_words(what), changes_words(what, pair));
  return out;
}

}  // namespace

std::string write_comparison_svg(const comparison& what) {
  svg_chart chart;
  chart.title = fmt::format("{} of variants of attention by length, d = {}", name_of(what.asked.metric), what.asked.d);
  chart.description = description(what);
  chart.x_label = "n";
  chart.y_label = fmt::format("{} ({})", name_of(what.asked.metric), unit_of(what.asked.metric));
  for (const compared_variant& one : what.variants) {
    svg_series series{std::string{one.variant->name}, {}};
    for (std::size_t i = 0; i < one.values.size(); ++i)
      series.points.emplace_back(static_cast<double>(what.asked.n.shown[i]), static_cast<double>(one.values[i]));
    chart.series.push_back(std::move(series));
  }
  chart.marks = marks_of(what);
  return write_svg(chart);
}

}  // namespace conform::analyzer
