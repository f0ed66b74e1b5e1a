// Figures over the lengths of sequences.
#include <fmt/format.h>

#include "drawing/svg_chart.hpp"
#include "html/html_report.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t most_marks = 12;
constexpr std::string_view rest_name = "all but the cores";

/// What is drawn, and what is not.
std::string drawn(const report& what, const length_sweep& swept) {
  if (what.own)
    return fmt::format("One call of {}, by n = {}, all its other sizes as they are.", what.model_name, swept.of);
  const workload& work = what.workload;
  std::string out = fmt::format(
      "{} of {}, batch {}, by the number n of {}, with one attention or another in every layer:",
      work.phase == phase::decode ? "A decode step" : "A prefill", what.model_name, grouped(work.batch), swept.of);
  for (const swept_attention& line : swept.lines) out += (&line == swept.lines.data() ? " " : "; ") + line.text;
  out += '.';
  if (swept.left_out.empty()) return out;
  out += " Not drawn, because the layers cannot have them here:";
  for (const std::string& name : swept.left_out) out += (&name == swept.left_out.data() ? " " : ", ") + name;
  return out + '.';
}

/// A line of one number a length, in the drawing and as a column of the table; what cannot be is left out.
template <class Value>
void add_line(page_figure& into, svg_chart& chart, const length_sweep& swept, const swept_attention& line,
              std::string_view name, Value value) {
  svg_series series{std::string{name}, {}};
  into.table.front().push_back(series.name);
  for (std::size_t i = 0; i < swept.lengths.size(); ++i) {
    const auto& at = line.points[i];
    into.table[i + 1].push_back(at ? grouped(value(*at)) : "-");
    if (at) series.points.emplace_back(static_cast<double>(swept.lengths[i]), static_cast<double>(value(*at)));
  }
  chart.series.push_back(std::move(series));
}

/// The parts that both figures have.
svg_chart begin_chart(page_figure& into, const length_sweep& swept, std::string_view quantity) {
  svg_chart out;
  out.title = into.heading;
  out.x_label = fmt::format("n ({})", swept.of);
  out.y_label = quantity;
  out.has_table = false;
  out.marks.push_back({static_cast<double>(swept.n), fmt::format("this report: n = {}", grouped(swept.n))});
  into.table.push_back({"n"});
  for (const long long length : swept.lengths) into.table.push_back({grouped(length)});
  return out;
}

std::string crossover_words(const length_sweep& swept, const swept_crossover& at) {
  const auto name = [&](std::size_t line) { return line < swept.lines.size() ? swept.lines[line].name : rest_name; };
  return fmt::format("n = {}: {} {} {}", grouped(at.n), name(at.lesser), at.equal ? "equals" : "below",
                     name(at.greater));
}

}  // namespace

page_figure operations_by_length(const report& what, const length_sweep& swept) {
  page_figure out{"operations-by-length", "Operations of the attention cores by length", drawn(what, swept), {}, {}};
  svg_chart chart = begin_chart(out, swept, "unit total (operations)");
  for (const swept_attention& line : swept.lines)
    add_line(out, chart, swept, line, line.name, [](const swept_point& at) { return at.core; });
  add_line(out, chart, swept, swept.lines.front(), rest_name, [](const swept_point& at) { return at.rest; });
  std::string told;
  for (const swept_crossover& at : swept.crossovers)
    told += (told.empty() ? " Crossovers, from n on: " : "; ") + crossover_words(swept, at);
  for (const bool of_report : {true, false})  // those of the report's own attention, then others while there is room
    for (const swept_crossover& at : swept.crossovers)
      if (of_report == (at.lesser == 0 || at.greater == 0) && chart.marks.size() <= most_marks)
        chart.marks.push_back({static_cast<double>(at.n), crossover_words(swept, at)});
  out.text += told.empty() ? " No two of them cross between the lengths shown." : told + '.';
  chart.description = out.text;
  out.svg = write_svg(chart);
  return out;
}

page_figure memory_by_length(const report& what, const length_sweep& swept,
                             const std::optional<memory_capacity>& capacity) {
  page_figure out{"memory-by-length", "Memory by length", drawn(what, swept), {}, {}};
  svg_chart chart =
      begin_chart(out, swept, what.own ? "weights and activations (bytes)" : "weights, cache and activations (bytes)");
  for (const swept_attention& line : swept.lines)
    add_line(out, chart, swept, line, line.name, [](const swept_point& at) { return at.bytes; });
  out.text +=
      what.own ? " Weights and the peak of activations." : " Weights, key-value cache and the peak of activations.";
  if (capacity) {
    chart.levels.push_back(
        {static_cast<double>(capacity->bytes), fmt::format("{}: {}", capacity->name, rounded(capacity->bytes, "B"))});
    out.text +=
        fmt::format(" The line across is the memory of {}, {} bytes.", capacity->name, grouped(capacity->bytes));
  }
  chart.description = out.text;
  out.svg = write_svg(chart);
  return out;
}

}  // namespace conform::analyzer
