#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "html/html_report.hpp"
#include "text/markup_text.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

constexpr double label_width = 150, plot_width = 560, value_width = 130, bar_height = 26, step = 40, top = 60;

struct part {
  std::string name;
  integer from, bytes;
  const char* colour;
  std::string formula;
};

std::vector<part> parts_of(const report& what) {
  const memory_figures& memory = what.memory;
  const integer weights = memory.weights_bytes.value, cache = memory.kv_cache_bytes.value;
  const integer peak = memory.activation_peak_bytes.value;
  const integer held = checked_add(weights, cache), all = checked_add(held, peak);
  std::vector<part> out{{"weights", 0, weights, "#0072b2", memory.weights_bytes.formula}};
  if (!what.own) out.push_back({"KV cache", weights, cache, "#d55e00", memory.kv_cache_bytes.formula});
  out.push_back({"activation peak", held, peak, "#009e73", memory.activation_peak_bytes.formula});
  out.push_back({"in all", 0, all, "#555555", "the sum"});
  return out;
}

std::string text_at(double x, double y, std::string_view anchor, std::string_view text) {
  return fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor, in_markup(text));
}

std::string bars(const std::vector<part>& parts, double pixels) {
  std::string out;
  double y = top;
  for (const part& one : parts) {
    const double x = label_width + static_cast<double>(one.from) * pixels;
    const double width = std::max(1.0, static_cast<double>(one.bytes) * pixels);
    out += fmt::format(
        "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" fill=\"{}\"><title>{}: {} bytes</title>"
        "</rect>\n",
        x, y, width, bar_height, one.colour, one.name, grouped(one.bytes));
    out += text_at(label_width - 10, y + 18, "end", one.name);
    out += text_at(x + width + 8, y + 18, "start", rounded(one.bytes, "B"));
    y += step;
  }
  return out;
}

std::string limit(const memory_capacity& capacity, double pixels, double bottom) {
  const double x = label_width + static_cast<double>(capacity.bytes) * pixels;
  return fmt::format(
             "<line x1=\"{0:.2f}\" y1=\"{1:.2f}\" x2=\"{0:.2f}\" y2=\"{2:.2f}\" stroke=\"#111111\" stroke-width=\"2\" "
             "stroke-dasharray=\"10 4\"/>\n",
             x, top - 8, bottom) +
         text_at(x, top - 14, "end", fmt::format("{}: {}", capacity.name, rounded(capacity.bytes, "B")));
}

}  // namespace

page_figure memory_waterfall(const report& what, const std::optional<memory_capacity>& capacity) {
  const std::vector<part> parts = parts_of(what);
  const integer all = parts.back().bytes, most = capacity ? max(all, capacity->bytes) : all;
  page_figure out{"memory", "Memory", "", "", {{"part", "bytes", "rounded", "formula"}}};
  out.text = fmt::format("Memory of one pass at {}: ", name_of(what.workload.dtype));
  for (const part& one : parts)
    out.text += fmt::format("{}{} {}", &one == parts.data() ? "" : ", ", one.name, rounded(one.bytes, "B"));
  out.text += fmt::format(". The peak of activations is at {}.", what.memory.peak_place);
  const double pixels = most > 0 ? plot_width / static_cast<double>(most) : 0;
  const double width = label_width + plot_width + value_width;
  const double bottom = top + static_cast<double>(parts.size()) * step, height = bottom + 10;
  out.svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
      "font-family=\"sans-serif\" font-size=\"13\" fill=\"#111111\">\n<title>Memory of one pass</title>\n"
      "<desc>{2}</desc>\n<rect width=\"{0:.0f}\" height=\"{1:.0f}\" fill=\"#ffffff\"/>\n"
      "<text x=\"20.00\" y=\"30.00\" font-size=\"18\">Memory of one pass</text>\n<g role=\"img\" aria-label=\"{2}\">\n",
      width, height, in_markup(out.text));
  out.svg += bars(parts, pixels) + (capacity ? limit(*capacity, pixels, bottom) : "") + "</g>\n</svg>\n";
  for (const part& one : parts)
    out.table.push_back({one.name, grouped(one.bytes), rounded(one.bytes, "B"), one.formula});
  return out;
}

}  // namespace conform::analyzer
