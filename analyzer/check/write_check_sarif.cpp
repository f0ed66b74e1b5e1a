#include <algorithm>

#include <fmt/format.h>

#include <conform/version.hpp>

#include "check/check_writers.hpp"
#include "check/listed_path.hpp"
#include "text/json_text.hpp"

namespace conform::analyzer {
namespace {

std::vector<std::string> rule_names(const check_result& what) {
  std::vector<std::string> out;
  for (const finding* f : what.findings())
    if (std::find(out.begin(), out.end(), f->rule) == out.end()) out.push_back(f->rule);
  return out;
}

std::string message_object(std::string_view text) { return fmt::format(R"({{"text": {}}})", json_text(text)); }

/// Each in one short line: SARIF is read by machines.
std::string result_object(const finding& f, std::size_t rule, const std::string& uri) {
  json_block out{"{}", 5};
  out.add("ruleId", json_text(f.rule));
  out.add("ruleIndex", std::to_string(rule));
  out.add("level", json_text(f.is == severity::error ? "error" : "warning"));
  out.add("message", message_object(f.text() + "; ways out: " + f.ways_out()));
  out.add("locations", fmt::format(R"([{{"physicalLocation": {{"artifactLocation": {{"uri": {}}}, )"
                                   R"("region": {{"startLine": {}, "startColumn": {}}}}}}}])",
                                   json_text(uri), f.at.line, f.at.column));
  out.add("partialFingerprints", fmt::format(R"({{"conform/v1": "{}"}})", f.fingerprint()));
  if (f.waived)
    out.add("suppressions", fmt::format(R"([{{"kind": "external", "justification": {}}}])", json_text(*f.waived)));
  return out.text();
}

/// Notices are of the run, not of a rule.
std::string invocation_list(const check_result& what) {
  json_line notifications{"[]"};
  for (const std::string& notice : what.notices)
    notifications.entry(fmt::format(R"({{"level": "note", "message": {}}})", message_object(notice)));
  return fmt::format(R"([{{"executionSuccessful": true, "toolExecutionNotifications": {}}}])", notifications.text());
}

}  // namespace

std::string write_check_sarif(const check_result& what) {
  const std::vector<std::string> rules = rule_names(what);
  const std::string uri = uri_of(what.listed);
  json_block rule_list{"[]", 6}, results{"[]", 4}, driver{"{}", 5}, run{"{}", 3}, out{"{}", 1};
  for (const std::string& rule : rules)
    rule_list.entry(fmt::format(R"({{"id": {}, "shortDescription": {}}})", json_text(rule),
                                message_object("A rule of " + what.config + ": " + rule)));
  for (const finding* f : what.findings()) {
    const auto place = std::find(rules.begin(), rules.end(), f->rule) - rules.begin();
    results.entry(result_object(*f, static_cast<std::size_t>(place), uri));
  }
  driver.add("name", R"("conform")");
  driver.add("semanticVersion", R"(")" CONFORM_VERSION_STRING R"(")");
  driver.add("rules", rule_list.text());
  json_block tool_block{"{}", 4};
  tool_block.add("driver", driver.text());
  run.add("tool", tool_block.text());
  run.add("columnKind", R"("unicodeCodePoints")");
  if (!what.notices.empty()) run.add("invocations", invocation_list(what));
  run.add("results", results.text());
  out.add("$schema", R"("https://json.schemastore.org/sarif-2.1.0.json")");
  out.add("version", R"("2.1.0")");
  json_block runs{"[]", 2};
  runs.entry(run.text());
  out.add("runs", runs.text());
  return out.text() + '\n';
}

}  // namespace conform::analyzer
