#include <fmt/format.h>

#include "hardware/write_roofline.hpp"
#include "text/csv_text.hpp"
#include "text/json_text.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

/// Counts and fractions as strings, like every count; a word as it is.
std::string row_object(const std::string& name, const roofline_row& row) {
  json_line out{"{}"};
  out.add("operation", json_text(name));
  out.add("times", json_count(static_cast<integer>(row.times)));
  out.add("matmul_flops", json_count(row.matmul_flops));
  out.add("bytes", json_count(row.bytes));
  out.add("intensity", json_text(decimal(row.intensity)));
  out.add("bound", json_text(name_of(row.bound)));
  out.add("seconds", json_text(decimal(row.seconds)));
  return out.text();
}

/// Whether it fits is a truth; what is not known is null.
std::string stated_value(const stated& one) {
  if (one.name == "fits") return one.exact == "yes" ? "true" : "false";
  return one.exact.empty() ? "null" : json_text(one.exact);
}

/// A name that says the layer, too.
template <class Add>
void each_operation(const roofline& what, const Add& add) {
  for (const roofline_group& group : what.groups) {
    if (group.parts.empty()) add(group.whole.name, group.whole);
    for (const roofline_row& part : group.parts) add(fmt::format("{}: {}", group.whole.name, part.name), part);
  }
}

}  // namespace

std::string roofline_json(const roofline& what) {
  json_block device{"{}", 3};
  device.add("name", json_text(what.on.name));
  device.add("title", json_text(what.on.title));
  device.add("source", json_text(what.on.source));
  json_block out{"{}", 2};
  out.add("device", device.text());
  out.add("accounting", json_text(what.accounting));
  out.add("verdict", json_text(verdict_of(what)));
  for (const stated& one : stated_figures(what)) out.add(one.name, stated_value(one));
  json_block rows{"[]", 3};
  each_operation(what, [&](const std::string& name, const roofline_row& row) { rows.entry(row_object(name, row)); });
  out.add("operations", rows.text());
  return out.text();
}

std::string roofline_csv(const roofline& what) {
  std::string out = csv_row({"roofline", "", "device", what.on.name, "", ""});
  out += csv_row({"roofline", "", "source", what.on.source, "", ""});
  out += csv_row({"roofline", "", "accounting", what.accounting, "", ""});
  for (const stated& one : stated_figures(what)) out += csv_row({"roofline", "", one.name, one.exact, one.unit, ""});
  each_operation(what, [&](const std::string& name, const roofline_row& row) {
    out += csv_row({"roofline", name, "times", decimal(static_cast<integer>(row.times)), "operations", ""});
    out += csv_row({"roofline", name, "matmul_flops", decimal(row.matmul_flops), "FLOP", ""});
    out += csv_row({"roofline", name, "bytes", decimal(row.bytes), "bytes", ""});
    out += csv_row({"roofline", name, "intensity", decimal(row.intensity), "FLOP/byte", ""});
    out += csv_row({"roofline", name, "bound", name_of(row.bound), "", ""});
    out += csv_row({"roofline", name, "seconds", decimal(row.seconds), "s", ""});
  });
  return out;
}

}  // namespace conform::analyzer
