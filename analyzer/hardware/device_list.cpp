#include <fmt/format.h>

#include "hardware/device.hpp"
#include "text/json_text.hpp"
#include "text/number_text.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

std::string text_list() {
  std::vector<align> columns{align::left, align::left};
  columns.insert(columns.end(), peak_formats.size() + 4, align::right);
  columns.push_back(align::left);
  text_table lines{columns};
  std::vector<std::string> head{"hardware", "title"};
  for (const number_format format : peak_formats) head.push_back(std::string{name_of(format)} + " FLOP/s");
  head.insert(head.end(), {"bandwidth", "memory", "on-chip cache", "link", "source"});
  lines.row(head);
  const auto shown = [](const std::optional<integer>& value, std::string_view unit) {
    return value ? rounded(*value, unit) : std::string{"-"};
  };
  for (const device& one : devices()) {
    std::vector<std::string> cells{one.name, one.title};
    for (const number_format format : peak_formats) cells.push_back(shown(one.peak(format), ""));
    cells.insert(cells.end(), {rounded(one.bandwidth, "B/s"), rounded(one.memory, "B"), shown(one.cache, "B"),
                               shown(one.link, "B/s"), one.source});
    lines.row(cells);
  }
  return lines.text() +
         "\nPeaks are of dense matrix products, without sparsity, accumulated in f32; - is a figure that is not "
         "stated.\nA link is what a device sends to others, over all its links in one direction.\n"
         "A file of one's own: --hardware ./FILE.toml\n";
}

std::string json_list() {
  json_block list{"[]", 2};
  for (const device& one : devices()) {
    json_line peaks{"{}"};
    for (const number_format format : peak_formats)
      if (one.peak(format)) peaks.add(name_of(format), json_count(*one.peak(format)));
    json_block entry{"{}", 3};
    entry.add("name", json_text(one.name));
    entry.add("title", json_text(one.title));
    entry.add("peak_flops_per_second", peaks.text());
    entry.add("bandwidth_bytes_per_second", json_count(one.bandwidth));
    entry.add("memory_bytes", json_count(one.memory));
    entry.add("cache_bytes", one.cache ? json_count(*one.cache) : "null");
    entry.add("link_bytes_per_second", one.link ? json_count(*one.link) : "null");
    entry.add("source", json_text(one.source));
    list.entry(entry.text());
  }
  json_block out{"{}", 1};
  out.add("schema", "1");
  out.add("hardware", list.text());
  return out.text() + '\n';
}

}  // namespace

std::string write_devices(bool as_json) { return as_json ? json_list() : text_list(); }

}  // namespace conform::analyzer
