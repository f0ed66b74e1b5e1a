#include "check/baseline.hpp"

#include <algorithm>

#include <unistd.h>

#include <fmt/format.h>

#include <conform/version.hpp>

#include "check/count_words.hpp"
#include "check/glob.hpp"
#include "check/model_places.hpp"
#include "failure.hpp"
#include "input_file.hpp"
#include "json_tree.hpp"
#include "text/json_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view remedy = "run conform baseline update";

/// The members of a baseline's objects, each under its path in messages.
class member_reader {
 public:
  member_reader(std::string_view file, std::string path, const json_value& object,
                const std::vector<std::string_view>& keys)
      : file_{file}, path_{std::move(path)}, object_{object} {
    if (object.kind != json_kind::object) refuse("", description_of(object) + "; expected an object");
    for (const json_member& member : object.members)
      if (std::find(keys.begin(), keys.end(), member.key) == keys.end())
        refuse(member.key, "unknown key; expected " + listed_keys(keys));
  }

  const json_value& member(std::string_view key, json_kind kind, std::string_view expected) const {
    const json_value* const found = object_.find(key);
    if (found == nullptr) refuse(key, fmt::format("missing; expected {}", expected));
    if (found->kind != kind) refuse(key, fmt::format("{}; expected {}", description_of(*found), expected));
    return *found;
  }
  const std::string& text(std::string_view key) const { return member(key, json_kind::text, "a string").text; }
  std::string or_empty(std::string_view key) const { return object_.find(key) != nullptr ? text(key) : ""; }
  integer count(std::string_view key) const {
    const json_value& found = member(key, json_kind::text, "a count as a decimal string, as \"4096\"");
    const auto value = read_count(found.text);
    if (!value) refuse(key, description_of(found) + "; expected a whole number of at least 0, of 128 bits");
    return *value;
  }
  fact_list facts(std::string_view key) const {
    fact_list out;
    for (const json_member& one : member(key, json_kind::object, "an object of strings").members) {
      if (one.value.kind != json_kind::text)
        refuse(fmt::format("{}.{}", key, one.key), description_of(one.value) + "; expected a string");
      out.emplace_back(one.key, one.value.text);
    }
    return out;
  }
  [[noreturn]] void refuse(std::string_view key, const std::string& what) const {
    const std::string dot = path_.empty() || key.empty() ? "" : ".";
    throw failure{"BASELINE", fmt::format("{}: {}{}{}", file_, path_, dot, printable(key, 80)), what};
  }

 private:
  static std::string listed_keys(const std::vector<std::string_view>& keys) {
    std::string out;
    for (const std::string_view key : keys) out.append(out.empty() ? "" : ", ").append(key);
    return out;
  }
  std::string_view file_;
  std::string path_;
  const json_value& object_;
};

std::string fact_object(const fact_list& facts) {
  json_line out{"{}"};
  for (const auto& [name, value] : facts) out.add(name, json_text(value));
  return out.text();
}

void read_entry(const member_reader& in, baseline& out) {
  const baseline_key key{in.text("workload"), in.text("metric"), in.or_empty("layer")};
  const metric* const known = find_metric(key.metric);
  if (known == nullptr || known->of_pass)
    in.refuse("metric", in_quotes(key.metric) + " is no metric that is measured");
  if (!out.workloads.contains(key.workload))
    in.refuse("workload", in_quotes(key.workload) + " is not among the workloads");
  if (!out.entries.emplace(key, baseline_entry{in.count("value"), in.text("reason")}).second)
    in.refuse("", "a second entry of the same workload, metric and layer");
}

}  // namespace

integer baseline::value_of(const std::string& workload, std::string_view metric, const std::string& layer) const {
  const auto found = entries.find({workload, std::string{metric}, layer});
  if (found != entries.end()) return found->second.value;
  throw failure{"BASELINE", file,
                fmt::format("no {}{} of workload {}; {} --reason TEXT", metric, layer.empty() ? "" : " of " + layer,
                            in_quotes(workload), remedy)};
}

std::string baseline::change_of(const std::string& workload, const workload_facts& now) const {
  const auto found = workloads.find(workload);
  if (found == workloads.end()) return "";
  const auto refuse = [&](std::string_view what, const std::string& how) {
    throw failure{"NOT-COMPARABLE", file,
                  fmt::format("workload {} is of another {}: {}; {} --reason TEXT if that is meant",
                              in_quotes(workload), what, how, remedy)};
  };
  const workload_facts& was = found->second;
  if (const std::string how = differences(was.pass, now.pass); !how.empty()) refuse("pass", how);
  if (const std::string how = other_model(was.model, now.model); !how.empty()) refuse("model", how);
  return differences(was.model, now.model);
}

bool baseline_exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

baseline read_baseline(const std::string& path) { return baseline_of(printable(path), read_input(path).bytes); }

baseline baseline_of(std::string_view path, std::string_view text) {
  const json_value tree = parse_json(path, text);
  const member_reader top{path, "", tree, {"schema", "tool", "workloads", "entries"}};
  const json_value& schema = top.member("schema", json_kind::number, "1");
  if (schema.text != "1") top.refuse("schema", description_of(schema) + "; this version of conform reads 1");
  baseline out{std::string{path}, {}, {}};
  std::size_t place = 0;
  for (const json_value& item : top.member("workloads", json_kind::list, "a list").items) {
    const member_reader in{path, fmt::format("workloads[{}]", place++), item, {"name", "pass", "model"}};
    if (!out.workloads.emplace(in.text("name"), workload_facts{in.facts("pass"), in.facts("model")}).second)
      in.refuse("name", "named twice");
  }
  place = 0;
  for (const json_value& item : top.member("entries", json_kind::list, "a list").items)
    read_entry({path, fmt::format("entries[{}]", place++), item, {"workload", "metric", "layer", "value", "reason"}},
               out);
  return out;
}

std::string write_baseline(const baseline& what) {
  json_block workloads{"[]", 2}, entries{"[]", 2}, out{"{}", 1};
  for (const auto& [name, facts] : what.workloads) {
    json_line line{"{}"};
    line.add("name", json_text(name));
    line.add("pass", fact_object(facts.pass));
    line.add("model", fact_object(facts.model));
    workloads.entry(line.text());
  }
  for (const auto& [key, entry] : what.entries) {
    json_line line{"{}"};
    line.add("workload", json_text(key.workload));
    line.add("metric", json_text(key.metric));
    if (!key.layer.empty()) line.add("layer", json_text(key.layer));
    line.add("value", json_count(entry.value));
    line.add("reason", json_text(entry.reason));
    entries.entry(line.text());
  }
  out.add("schema", "1");
  out.add("tool", json_text("conform " CONFORM_VERSION_STRING));
  out.add("workloads", workloads.text());
  out.add("entries", entries.text());
  return out.text() + '\n';
}

std::map<baseline_key, integer> kept_figures(const check_config& config, const measured_workload& at) {
  std::map<baseline_key, integer> out;
  const std::string& name = at.asked->name;
  for (const metric& one : metrics())
    if (!one.of_pass) out[{name, std::string{one.name}, ""}] = total_of(at.found, one);
  for (const check_rule& rule : config.rules) {
    if (!rule.layers || !std::holds_alternative<increase_limit>(rule.limit)) continue;
    if (!glob{rule.workloads, glob::names::plain}.matches(name)) continue;
    for (const model_place& place : places_matching(at.found.layers, glob{*rule.layers, glob::names::dotted}))
      out[{name, std::string{rule.measured->name}, place.path}] = place.value_of(*rule.measured);
  }
  return out;
}

}  // namespace conform::analyzer
