// Devices of a report: the same numbers as in its text.
#include <fmt/format.h>

#include "hardware/write_parallel.hpp"
#include "hardware/write_roofline.hpp"
#include "html/page_parts.hpp"
#include "text/markup_text.hpp"

namespace conform::analyzer {
namespace {

std::string figures_of_device(const roofline& what) {
  std::vector<std::vector<std::string>> rows{{"figure", "exact", "unit", "rounded"}};
  for (const stated& one : stated_figures(what))
    rows.push_back({one.name, with_commas(one.exact), std::string{one.unit}, one.shown});
  return fmt::format("<p>{}.</p>\n<p>{} ({}). Source: {}.</p>\n", in_markup(verdict_of(what)), in_markup(what.on.name),
                     in_markup(what.on.title), in_markup(what.on.source)) +
         wide("On the device", table_of("Figures of the pass on the device", "tntt", rows));
}

std::string plan_section(const char* name, const plan_table& what) {
  std::vector<std::vector<std::string>> rows{what.heads};
  rows.insert(rows.end(), what.rows.begin(), what.rows.end());
  return wide(name, table_of(name, std::string(what.words, 't') + 'n', rows));
}

std::string section(const char* id, std::string_view heading, const std::string& content) {
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"{0}-heading\">\n<h2 id=\"{0}-heading\">{1}</h2>\n{2}"
      "</section>\n",
      id, in_markup(heading), content);
}

}  // namespace

std::string device_section(const roofline& what) {
  return section("device", "On " + what.on.title, figures_of_device(what));
}

std::string devices_section(const parallel_plan& what) {
  std::vector<std::vector<std::string>> facts{{"fact", "value"}};
  for (const auto& [name, text] : facts_of(what)) facts.push_back({name, text});
  std::string out = wide("Over several devices", table_of("Of all devices", "t", facts)) +
                    plan_section("What each device holds and does", shares_of(what));
  if (!what.messages.empty()) out += plan_section("Messages of the forward pass of one replica", messages_of(what));
  if (const device_share* const last = slowest_of(what))
    out += fmt::format("<h3>The slowest: {}</h3>\n", in_markup(last->name)) + figures_of_device(*last->on);
  return section("devices", "Over several devices", out);
}

}  // namespace conform::analyzer
