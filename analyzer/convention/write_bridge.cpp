#include <fmt/format.h>

#include <conform/version.hpp>

#include "convention/write_counted.hpp"
#include "figure_list.hpp"
#include "text/csv_text.hpp"
#include "text/json_text.hpp"
#include "text/markdown_text.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

/// The unit of a difference: one name, or counts where FLOP and MAC are compared.
std::string_view unit_of(const bridge& what) {
  return what.from.by->unit == what.to.by->unit ? what.from.by->unit : "counts";
}

std::string side(const counted& what) {
  return fmt::format("{}: {} ({}, {})", what.by->name, what.by->one_count, what.by->scope, what.by->pass);
}

std::string bridge_text(const bridge& what) {
  text_table facts{{align::left, align::left}};
  facts.row({"source", printable(what.source)});
  facts.row({"workload", workload_line(what.workload)});
  facts.row({"from", side(what.from)});
  facts.row({"to", side(what.to)});
  text_table lines{{align::left, align::left, align::right, align::right, align::left, align::left}};
  const auto end = [&](const counted& one) {
    lines.row(
        {std::string{one.by->name}, "", grouped(one.value), rounded(one.value, ""), std::string{one.by->unit}, ""});
  };
  end(what.from);
  for (const bridge_row& row : what.rows) {
    lines.row({"  " + std::string{facts_of(row.part).name}, std::string{name_of(row.stage)},
               signed_grouped(row.difference), signed_short(row.difference), row.reason, "= " + row.formula});
  }
  lines.row({"  difference", "", signed_grouped(what.difference()), signed_short(what.difference()),
             fmt::format("{}, the sum of {} term{}", unit_of(what), what.rows.size(), what.rows.size() == 1 ? "" : "s"),
             ""});
  end(what.to);
  return fmt::format("conform reconcile: {}\n{}\n{}", printable(what.model_name), facts.text(), lines.text());
}

std::string bridge_json(const bridge& what) {
  json_block rows{"[]", 2};
  for (const bridge_row& row : what.rows) {
    json_line entry{"{}"};
    entry.add("name", json_text(facts_of(row.part).name));
    entry.add("stage", json_text(name_of(row.stage)));
    entry.add("difference", json_count(row.difference));
    entry.add("from_each", json_text(decimal(row.from)));
    entry.add("to_each", json_text(decimal(row.to)));
    entry.add("each_unit", json_text(facts_of(row.part).unit));
    entry.add("formula", json_text(row.formula));
    entry.add("reason", json_text(row.reason));
    rows.entry(entry.text());
  }
  json_block out{"{}", 1};
  out.add("schema", "1");
  out.add("tool", R"({"name": "conform", "version": ")" CONFORM_VERSION_STRING R"("})");
  out.add("model", json_text(what.model_name));
  out.add("source", json_text(what.source));
  out.add("workload", json_text(workload_line(what.workload)));
  out.add("from", counted_json(what.from, 2));
  out.add("to", counted_json(what.to, 2));
  out.add("difference", json_count(what.difference()));
  out.add("unit", json_text(unit_of(what)));
  out.add("terms", rows.text());
  return out.text() + '\n';
}

std::string bridge_csv(const bridge& what) {
  std::string out =
      csv_row({"name", "stage", "value", "unit", "from_each", "to_each", "each_unit", "formula", "reason"});
  const auto end = [&](const counted& one) {
    out += csv_row({one.by->name, "", decimal(one.value), one.by->unit, "", "", "", one.formula, one.by->one_count});
  };
  end(what.from);
  for (const bridge_row& row : what.rows) {
    out += csv_row({facts_of(row.part).name, name_of(row.stage), decimal(row.difference), unit_of(what),
                    decimal(row.from), decimal(row.to), facts_of(row.part).unit, row.formula, row.reason},
                   2);
  }
  end(what.to);
  return out;
}

std::string bridge_markdown(const bridge& what) {
  std::string out = fmt::format("# conform reconcile: {}\n\n", markdown::plain(what.model_name));
  out += fmt::format("- source: {}\n- workload: {}\n", markdown::plain(what.source),
                     markdown::plain(workload_line(what.workload)));
  out +=
      fmt::format("- from {}\n- to {}\n", markdown::plain(side(what.from), 1000), markdown::plain(side(what.to), 1000));
  out +=
      fmt::format("\n| term | stage | {} | rounded | formula | reason |\n|---|---|---:|---:|---|---|\n", unit_of(what));
  const auto end = [&](const counted& one) {
    out += fmt::format("| **{}** | | **{}** | {} | | |\n", one.by->name, grouped(one.value),
                       rounded(one.value, one.by->unit));
  };
  end(what.from);
  for (const bridge_row& row : what.rows) {
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", markdown::code(facts_of(row.part).name), name_of(row.stage),
                       signed_grouped(row.difference), signed_short(row.difference), markdown::code(row.formula),
                       markdown::plain(row.reason, 1000));
  }
  end(what.to);
  return out;
}

}  // namespace

std::string written(const bridge& what, report_format format) {
  switch (format) {
    case report_format::json: return bridge_json(what);
    case report_format::csv: return bridge_csv(what);
    case report_format::markdown: return bridge_markdown(what);
    case report_format::text:
    case report_format::html: break;  // refused before
  }
  return bridge_text(what);
}

}  // namespace conform::analyzer
