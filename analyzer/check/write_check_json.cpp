#include <fmt/format.h>

#include <conform/version.hpp>

#include "check/check_writers.hpp"
#include "text/json_text.hpp"

namespace conform::analyzer {
namespace {

std::string finding_object(const finding& f) {
  json_block out{"{}", 3};
  out.add("rule", json_text(f.rule));
  out.add("level", json_text(f.waived ? "waived" : f.level()));
  out.add("workload", json_text(f.workload));
  out.add("measured", json_text(f.measured));
  if (!f.layers.empty()) out.add("layers", json_text(f.layers));
  if (f.exact) {
    out.add("value", json_count(f.exact->value));
    out.add("limit", json_count(f.exact->limit));
    out.add("difference", json_count(checked_sub(f.exact->value, f.exact->limit)));
    out.add("unit", json_text(unit_name_of(f.exact->unit)));
  }
  out.add("text", json_text(f.text()));
  if (f.waived)
    out.add("waived", json_text(*f.waived));
  else
    out.add("ways_out", json_text(f.ways_out()));
  out.add("file", json_text(f.config));
  out.add("line", std::to_string(f.at.line));
  out.add("column", std::to_string(f.at.column));
  out.add("fingerprint", json_text(f.fingerprint()));
  return out.text();
}

}  // namespace

std::string write_check_json(const check_result& what) {
  json_block out{"{}", 1}, findings{"[]", 2}, examined_list{"[]", 2}, notices{"[]", 2};
  out.add("schema", "1");
  out.add("tool", R"({"name": "conform", "version": ")" CONFORM_VERSION_STRING R"("})");
  out.add("config", json_text(what.config));
  json_line counts{"{}"};
  counts.add("models", std::to_string(what.models));
  counts.add("workloads", std::to_string(what.workloads));
  counts.add("examined", std::to_string(what.done.size()));
  counts.add("errors", std::to_string(what.failing()));
  counts.add("warnings", std::to_string(what.warnings()));
  counts.add("waived", std::to_string(what.waived()));
  out.add("summary", counts.text());
  for (const finding* f : what.findings()) findings.entry(finding_object(*f));
  out.add("findings", findings.text());
  for (const examined& one : what.done) {
    json_line line{"{}"};
    line.add("rule", json_text(one.rule));
    line.add("workload", json_text(one.workload));
    line.add("findings", std::to_string(one.findings.size()));
    examined_list.entry(line.text());
  }
  out.add("examined", examined_list.text());
  for (const std::string& notice : what.notices) notices.entry(json_text(notice));
  out.add("notices", notices.text());
  return out.text() + '\n';
}

std::string write_check_gitlab(const check_result& what) {
  json_block out{"[]", 1};
  for (const finding* f : what.findings()) {
    json_block entry{"{}", 2};
    entry.add("description", json_text(f->text() + "; " + (f->waived ? "waived " + *f->waived : f->ways_out())));
    entry.add("check_name", json_text(f->rule));
    entry.add("fingerprint", json_text(f->fingerprint()));
    entry.add("severity", json_text(f->waived ? "info" : f->is == severity::error ? "major" : "minor"));
    entry.add("location", fmt::format(R"({{"path": {}, "lines": {{"begin": {}}}}})", json_text(what.listed), f->at.line));
    out.entry(entry.text());
  }
  return out.text() + '\n';
}

}  // namespace conform::analyzer
