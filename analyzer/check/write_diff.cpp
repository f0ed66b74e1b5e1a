#include <fmt/format.h>

#include <conform/version.hpp>

#include "check/diff.hpp"
#include "check/model_places.hpp"
#include "check/ratio_text.hpp"
#include "text/json_text.hpp"
#include "text/markdown_text.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t longest_comment = 60'000;  // of a comment on GitHub: 65,536 characters

std::string side(const std::optional<integer>& value) { return value ? grouped(*value) : "-"; }

/// "+100", "-3", "0"; nothing where there is just one side.
std::string change(const diff_row& row) {
  if (!row.before || !row.after) return row.after ? "added" : "removed";
  const integer by = checked_sub(*row.after, *row.before);
  return (by > 0 ? "+" : "") + grouped(by);
}
std::string share(const diff_row& row) {
  if (!row.before || !row.after) return "";
  if (is_many_times(*row.after, *row.before)) return times_text(*row.after, *row.before);
  const integer by = checked_sub(*row.after, *row.before);
  const std::string size = percent(by < 0 ? -by : by, *row.before);
  return by == 0 || size == "-" ? size : (by > 0 ? "+" : "-") + size;
}
std::string unit(const diff_row& row) {
  const metric* const known = find_metric(row.metric);
  return std::string{known != nullptr ? unit_name_of(known->unit) : ""};
}
std::string where(const diff_row& row) {
  const std::string place = row.layers.empty() ? "model" : printable(paths_text(row.layers), 300);
  return row.workload.empty() ? place : printable(row.workload, 80) + ": " + place;
}

std::string coverage(const difference& what) {
  return fmt::format("{} figures matched, {} exact, {} skipped (on one side only{})", what.matched, what.exact,
                     what.skipped, what.not_comparable.empty() ? "" : ", or not comparable");
}
std::string layer_counts(const difference& what) {
  return fmt::format("{} changed, {} added, {} removed", what.changed_layers, what.added_layers, what.removed_layers);
}

std::string table_text(const std::vector<diff_row>& rows) {
  text_table out{
      {align::left, align::left, align::right, align::left, align::right, align::left, align::right, align::right}};
  for (const diff_row& row : rows)
    out.row({where(row), row.metric, side(row.before), "\u2192", side(row.after), unit(row), change(row), share(row)});
  return out.text();
}

std::string text_of(const difference& what) {
  std::string out = fmt::format("conform diff: {} \u2192 {}\n", printable(what.base_title), printable(what.head_title));
  text_table head{{align::left, align::left}};
  head.row({"base", printable(what.base_pass, 400)});
  head.row({"head", printable(what.head_pass, 400)});
  head.row({"coverage", coverage(what)});
  head.row({"layers", layer_counts(what)});
  for (const std::string& workload : what.changed) head.row({"changed", workload});
  for (const std::string& workload : what.not_comparable) head.row({"not comparable", workload});
  out += head.text() + '\n' + table_text(what.models);
  if (!what.layers.empty()) out += "\nlayers that are not equal (numbers of one)\n" + table_text(what.layers);
  return out;
}

std::string row_object(const diff_row& row) {
  json_line out{"{}"}, layers{"[]"};
  if (!row.workload.empty()) out.add("workload", json_text(row.workload));
  for (const std::string& layer : row.layers) layers.entry(json_text(layer));
  if (!row.layers.empty()) out.add("layers", layers.text());
  out.add("metric", json_text(row.metric));
  out.add("unit", json_text(unit(row)));
  out.add("before", row.before ? json_count(*row.before) : "null");
  out.add("after", row.after ? json_count(*row.after) : "null");
  return out.text();
}

std::string json_of(const difference& what) {
  json_block out{"{}", 1}, models{"[]", 2}, layers{"[]", 2}, changed{"[]", 2}, apart{"[]", 2};
  out.add("schema", "1");
  out.add("tool", R"({"name": "conform", "version": ")" CONFORM_VERSION_STRING R"("})");
  out.add("base",
          fmt::format(R"({{"name": {}, "workload": {}}})", json_text(what.base_title), json_text(what.base_pass)));
  out.add("head",
          fmt::format(R"({{"name": {}, "workload": {}}})", json_text(what.head_title), json_text(what.head_pass)));
  out.add("coverage",
          fmt::format(R"({{"matched": {}, "exact": {}, "skipped": {}}})", what.matched, what.exact, what.skipped));
  out.add("layer_counts", fmt::format(R"({{"changed": {}, "added": {}, "removed": {}}})", what.changed_layers,
                                      what.added_layers, what.removed_layers));
  for (const std::string& workload : what.changed) changed.entry(json_text(workload));
  for (const std::string& workload : what.not_comparable) apart.entry(json_text(workload));
  for (const diff_row& row : what.models) models.entry(row_object(row));
  for (const diff_row& row : what.layers) layers.entry(row_object(row));
  out.add("changed", changed.text());
  out.add("not_comparable", apart.text());
  out.add("models", models.text());
  out.add("layers", layers.text());
  return out.text() + '\n';
}

std::string row_of_markdown(const diff_row& row) {
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", markdown::plain(where(row), 400), row.metric,
                     side(row.before), side(row.after), unit(row), change(row), share(row));
}

/// Rows until the comment is as long as a comment may be.
std::string table_of_markdown(const std::vector<diff_row>& rows, std::size_t used) {
  std::string out = "\n| where | figure | base | head | unit | change | |\n|---|---|---:|---:|---|---:|---:|\n";
  std::size_t shown = 0;
  for (const diff_row& row : rows) {
    const std::string line = row_of_markdown(row);
    if (used + out.size() + line.size() > longest_comment) break;
    out += line;
    ++shown;
  }
  if (shown < rows.size())
    out += fmt::format("\n{} of {} rows are shown; `--format json` has all of them.\n", shown, rows.size());
  return out;
}

std::string markdown_of(const difference& what) {
  std::string out =
      fmt::format("### conform diff: {} \u2192 {}\n\n", markdown::plain(what.base_title), markdown::plain(what.head_title));
  out += fmt::format("- base: {}\n- head: {}\n- coverage: {}\n- layers: {}\n", markdown::plain(what.base_pass, 400),
                     markdown::plain(what.head_pass, 400), coverage(what), layer_counts(what));
  for (const std::string& workload : what.changed)
    out += fmt::format("- changed: {}\n", markdown::plain(workload, 800));
  for (const std::string& workload : what.not_comparable)
    out += fmt::format("- not comparable: {}\n", markdown::plain(workload, 800));
  out += table_of_markdown(what.models, out.size());
  if (what.layers.empty()) return out;
  out += "\n<details><summary>Layers that are not equal (numbers of one)</summary>\n";
  return out + table_of_markdown(what.layers, out.size()) + "\n</details>\n";
}

}  // namespace

std::string write_diff(const difference& what, diff_format format) {
  switch (format) {
    case diff_format::text: return text_of(what);
    case diff_format::json: return json_of(what);
    case diff_format::markdown: break;
  }
  return markdown_of(what);
}

}  // namespace conform::analyzer
