// Why scores are divided by sqrt(d): the tables of the experiment, its assumptions, and what the numbers bear out.

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "drawing/svg_chart.hpp"
#include "explain/explain.hpp"
#include "explain/scale_experiment.hpp"
#include "explain/told_table.hpp"
#include "text/json_text.hpp"
#include "text/number_text.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view assumptions =
    "Components of q and k are independent, with mean 0 and variance 1: so it is about at initialisation. After training "
    "queries and keys align, and it is not.";

/// The conclusion, where every check holds.
constexpr std::string_view conclusion =
    "The mean of q·k does not grow with d; its spread does, as sqrt(d). Divided by sqrt(d) the scores spread the same at "
    "every width, and so do the weights of softmax and its gradient. Undivided, one key takes all the weight and the "
    "typical gradient vanishes. Divided by the cube root the weights sharpen, too, but slowly: at these widths they are "
    "peaked, and the gradient has not vanished. Divided by d they become uniform, and what reaches the query shrinks.";
constexpr std::string_view no_conclusion = "A check does not hold for this seed: the numbers do not bear the conclusion out.";

std::string_view concluded(const scale_experiment& e) { return e.holds() ? conclusion : no_conclusion; }

std::string fixed(double value, int digits) {
  const std::string out = fmt::format("{:.{}f}", value, digits);
  return out.find_first_not_of("-0.") == std::string::npos && out.front() == '-' ? out.substr(1) : out;
}
/// Three digits; what is below 1e-9 is told as that.
std::string small(double value) { return value < 1e-9 ? "< 1e-9" : fmt::format("{:.2e}", value); }

/// The first column is words, the others numbers.
told_table table_under(std::vector<std::string> heading) {
  std::vector<align> sides(heading.size(), align::right);
  sides.front() = align::left;
  return {std::move(sides), {std::move(heading)}};
}

told_table dots_table(const std::vector<dot_sample>& samples) {
  told_table out = table_under({"components", "d", "mean of q·k", "mean / d", "variance / d"});
  for (const dot_sample& s : samples)
    out.rows.push_back({std::string{s.components}, fmt::format("{}", s.d), fixed(s.mean, 2), fixed(s.mean / s.d, 3),
                        fixed(s.variance / s.d, 3)});
  return out;
}

told_table softmax_table(const scale_experiment& e) {
  told_table out =
      table_under({"scores times", "d", "spread", "entropy", "largest weight", "median gradient", "into the query"});
  for (std::size_t a = 0; a < scales.size(); ++a)
    for (const int d : scale_widths) {
      const softmax_sample& s = e.at(static_cast<int>(a), d);
      out.rows.push_back({std::string{scales[a].name}, fmt::format("{}", d), fixed(s.spread, 3), fixed(s.entropy, 3),
                          fixed(s.largest, 3), small(s.gradient), small(s.into_query)});
    }
  return out;
}

std::string softmax_title() {
  return fmt::format("softmax over {} keys, {} queries (ln n = {})", scale_experiment::keys,
                     grouped(scale_experiment::queries), fixed(std::log(scale_experiment::keys), 3));
}
std::string dots_title() { return fmt::format("q·k of {} independent pairs", grouped(scale_experiment::pairs)); }
std::string control_title() {
  return fmt::format("control: k is {} q and the rest new, so the assumption fails", fixed(scale_experiment::correlation, 1));
}

std::string text_of(const scale_experiment& e) {
  std::string out = fmt::format("conform explain scale: why attention divides its scores by sqrt(d), seed {}\n", e.seed);
  out += fmt::format("\nassumptions\n  {}\n", assumptions);
  out += fmt::format("\n{}\n{}", dots_title(), columns_of(dots_table(e.dots)));
  out += fmt::format("\n{}\n{}", softmax_title(), columns_of(softmax_table(e)));
  out += fmt::format("\n{}\n{}", control_title(), columns_of(dots_table(e.control)));
  out += "\nchecks\n";
  text_table lines{{align::left, align::left}};
  for (const scale_check& check : e.checks) lines.row({check.holds ? "holds" : "FAILS", check.says});
  return out + lines.text() + fmt::format("\nconclusion\n  {}\n", concluded(e));
}

std::string markdown_of(const scale_experiment& e) {
  std::string out = fmt::format("# Why attention divides its scores by sqrt(d)\n\nSeed {}. {}\n", e.seed, assumptions);
  out += fmt::format("\n## {}\n\n{}", dots_title(), markdown_of(dots_table(e.dots)));
  out += fmt::format("\n## {}\n\n{}", softmax_title(), markdown_of(softmax_table(e)));
  out += fmt::format("\n## {}\n\n{}", control_title(), markdown_of(dots_table(e.control)));
  out += "\n## Checks\n\n";
  for (const scale_check& check : e.checks) out += fmt::format("- {}: {}\n", check.holds ? "holds" : "FAILS", check.says);
  return out + fmt::format("\n## Conclusion\n\n{}\n", concluded(e));
}

std::string json_dots(const std::vector<dot_sample>& samples) {
  json_block out{"[]", 2};
  for (const dot_sample& s : samples) {
    json_line row{"{}"};
    row.add("components", json_text(s.components));
    row.add("d", fmt::format("{}", s.d));
    row.add("mean", fixed(s.mean, 4));
    row.add("variance", fixed(s.variance, 4));
    out.entry(row.text());
  }
  return out.text();
}

std::string json_of(const scale_experiment& e) {
  json_block softmax{"[]", 2}, checks{"[]", 2};
  for (const softmax_sample& s : e.softmax) {
    json_line row{"{}"};
    row.add("scale", json_text(scales[static_cast<std::size_t>(s.scale)].name));
    row.add("d", fmt::format("{}", s.d));
    row.add("spread", fixed(s.spread, 4));
    row.add("entropy", fixed(s.entropy, 4));
    row.add("largest_weight", fixed(s.largest, 4));
    row.add("median_gradient", fixed(s.gradient, 9));
    row.add("median_gradient_into_query", fixed(s.into_query, 9));
    softmax.entry(row.text());
  }
  for (const scale_check& check : e.checks) {
    json_line row{"{}"};
    row.add("says", json_text(check.says));
    row.add("holds", check.holds ? "true" : "false");
    checks.entry(row.text());
  }
  json_block out{"{}", 1};
  out.add("schema", "1");
  out.add("subject", json_text("scale"));
  out.add("seed", json_text(fmt::format("{}", e.seed)));
  out.add("assumptions", json_text(assumptions));
  out.add("keys", fmt::format("{}", scale_experiment::keys));
  out.add("queries", fmt::format("{}", scale_experiment::queries));
  out.add("pairs", fmt::format("{}", scale_experiment::pairs));
  out.add("dot_products", json_dots(e.dots));
  out.add("softmax", softmax.text());
  out.add("control", json_dots(e.control));
  out.add("checks", checks.text());
  out.add("conclusion", json_text(concluded(e)));
  return out.text() + '\n';
}

std::string svg_of(const scale_experiment& e) {
  svg_chart chart;
  chart.title = "Entropy of the weights of attention by width, for four scales of the scores";
  chart.description = fmt::format("{} keys, {} queries, seed {}. {} {}", scale_experiment::keys,
                                  grouped(scale_experiment::queries), e.seed, assumptions, concluded(e));
  chart.x_label = "d";
  chart.y_label = "entropy (nats)";
  for (std::size_t a = 0; a < scales.size(); ++a) {
    svg_series line{fmt::format("times {}", scales[a].name), {}};
    for (const int d : scale_widths)
      line.points.emplace_back(d, std::stod(fixed(e.at(static_cast<int>(a), d).entropy, 4)));
    chart.series.push_back(std::move(line));
  }
  return write_svg(chart);
}

}  // namespace

explained explain_scale(const explain_options& asked) {
  const scale_experiment found = run_scale_experiment(asked.seed);
  switch (asked.format) {
    case drawn_format::json: return {json_of(found), found.holds()};
    case drawn_format::markdown: return {markdown_of(found), found.holds()};
    case drawn_format::svg: return {svg_of(found), found.holds()};
    case drawn_format::csv:
    case drawn_format::text: break;
  }
  return {text_of(found), found.holds()};
}

}  // namespace conform::analyzer
