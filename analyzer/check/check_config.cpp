#include "check/check_config.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "check/calendar.hpp"
#include "check/toml_reader.hpp"
#include "failure.hpp"
#include "report_options.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

template <class Item>
std::vector<std::string_view> names_of(const std::vector<Item>& items) {
  std::vector<std::string_view> out;
  for (const Item& item : items) out.push_back(item.name);
  return out;
}

/// The name of a table that no other table of its kind has.
template <class Item>
std::string own_name(const toml_reader& in, const std::vector<Item>& others) {
  std::string name = in.text("name");
  for (const Item& other : others)
    if (other.name == name) in.refuse("DUPLICATE-NAME", *in.find("name"), in_quotes(name) + " is taken already");
  return name;
}

/// The place in items of the one of this name.
template <class Item>
std::size_t place_of_name(const toml_reader& in, std::string_view key, const std::vector<Item>& items) {
  const std::string name = in.text(key);
  const std::vector<std::string_view> names = names_of(items);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  in.refuse("UNKNOWN-NAME", *in.find(key), fmt::format("no {} {}{}", key, in_quotes(name), did_you_mean(name, names)));
}

check_model read_model(const toml_reader& in, const check_config& so_far) {
  check_model out{own_name(in, so_far.models), {}, false, in.at()};
  const auto config = in.text_or_none("config"), spec = in.text_or_none("spec");
  if (config.has_value() == spec.has_value())
    in.refuse("MISSING-KEY", fmt::format("[[model]] with {}; expected one of them",
                                         config ? "config and spec" : "neither config nor spec"));
  if (config) {
    out.source = path_from(so_far.folder, *config);
    if (out.source.find('/') == std::string::npos) out.source.insert(0, "./");
  } else {
    out.source = *spec;
    out.is_spec = true;
    const bool is_path = spec->find('/') != std::string::npos || spec->ends_with(".json");
    if (is_path)
      in.refuse("OUT-OF-RANGE", *in.find("spec"), in_quotes(*spec) + " names a file; expected config = that path");
  }
  return out;
}

/// One word of the workload, tried alone so that a refusal names its line.
void read_word(const toml_reader& in, std::string_view key, std::optional<std::string> word,
               std::optional<std::string> report_request::*into, report_request& words) {
  if (!word) return;
  report_request alone;
  alone.*into = words.*into = std::move(word);
  try {
    static_cast<void>(read_options(alone));
  } catch (const failure& problem) {
    in.refuse(problem.problem().code, *in.find(key), problem.problem().what);
  }
}

check_workload read_workload(const toml_reader& in, const check_config& so_far) {
  check_workload out{own_name(in, so_far.workloads), 0, {}, in.at()};
  if (in.find("model") != nullptr) {
    out.model = place_of_name(in, "model", so_far.models);
  } else if (so_far.models.size() > 1) {
    in.refuse("MISSING-KEY",
              fmt::format("[[workload]] without model; expected one of {}", listed(names_of(so_far.models))));
  }
  using words = std::optional<std::string> report_request::*;
  constexpr std::pair<const char*, words> numbers[]{
      {"seq", &report_request::seq}, {"batch", &report_request::batch}, {"context", &report_request::context}};
  constexpr std::pair<const char*, words> texts[]{{"phase", &report_request::phase},
                                                  {"mask", &report_request::mask},
                                                  {"attention", &report_request::attention},
                                                  {"logits", &report_request::logits},
                                                  {"dtype", &report_request::dtype}};
  if (auto hardware = in.text_or_none("hardware")) {
    const bool is_file = hardware->find('/') != std::string::npos || hardware->ends_with(".toml");
    read_word(in, "hardware", is_file ? path_from(so_far.folder, *hardware) : std::move(hardware), &report_request::hardware,
              out.words);
  }
  for (const auto& [key, into] : numbers) read_word(in, key, in.word_or_none(key), into, out.words);
  for (const auto& [key, into] : texts) read_word(in, key, in.text_or_none(key), into, out.words);
  try {
    static_cast<void>(read_options(out.words));
  } catch (const failure& problem) {
    in.refuse(problem.problem().code, problem.problem().place + ": " + problem.problem().what);
  }
  return out;
}

check_waiver read_waiver(const toml_reader& in, const check_config& so_far) {
  check_waiver out{so_far.rules[place_of_name(in, "rule", so_far.rules)].name, "*", {}, in.text("reason"), in.at()};
  if (out.reason.find_first_not_of(" \t\r\n") == std::string::npos)
    in.refuse("OUT-OF-RANGE", *in.find("reason"), "blank; expected why the rule is waived");
  out.workloads = in.text_or_none("workload").value_or("*");
  const toml_member* const until = in.find("until");
  if (until == nullptr) in.refuse("MISSING-KEY", "[[waiver]] without until; expected a date, as 2026-12-31");
  const bool has_text = until->value.kind == toml_kind::text || until->value.kind == toml_kind::date;
  const auto day = has_text ? read_day(until->value.text) : std::nullopt;
  if (!day)
    in.refuse(has_text ? "OUT-OF-RANGE" : "WRONG-TYPE", *until,
              description_of(until->value) + "; expected a date, as 2026-12-31");
  out.until = *day;
  return out;
}

void read_version(const toml_reader& in) {
  const toml_member* const version = in.find("schema");
  if (version == nullptr) return;
  if (version->value.kind != toml_kind::whole)
    in.refuse("WRONG-TYPE", *version, description_of(version->value) + "; expected 1");
  if (version->value.whole == 1) return;
  in.refuse("SCHEMA", *version,
            fmt::format("{}; this version of conform reads 1: {}", version->value.whole,
                        version->value.whole > 1 ? "a newer conform reads newer files" : "write schema = 1"));
}

template <class Item, class Read>
void read_all(const toml_reader& top, const std::string& file, const char* section, std::vector<Item>& into,
              Read read) {
  for (const toml_value* table : top.tables(section)) into.push_back(read(toml_reader{file, *table, section}));
}

void refuse_none(const toml_reader& top, const char* section, bool none) {
  if (none) top.refuse("MISSING-KEY", fmt::format("no [[{}]]; expected at least one", section));
}

}  // namespace

std::string path_from(const std::string& folder, const std::string& path) {
  return path.starts_with('/') ? path : folder + path;
}

check_config read_check_config(const std::string& path) {
  check_config out;
  out.input = read_input(path);
  out.path = path;
  out.file = printable(path);
  out.folder = path.substr(0, path.rfind('/') + 1);
  const toml_value tree = parse_toml(out.file, out.input.bytes);
  const toml_reader top{out.file, tree, ""};
  read_version(top);
  out.baseline = path_from(out.folder, top.text_or_none("baseline").value_or("conform.baseline.json"));
  read_all(top, out.file, "model", out.models, [&](const toml_reader& in) { return read_model(in, out); });
  refuse_none(top, "model", out.models.empty());
  read_all(top, out.file, "workload", out.workloads, [&](const toml_reader& in) { return read_workload(in, out); });
  refuse_none(top, "workload", out.workloads.empty());
  for (std::size_t i = 0; i < out.models.size(); ++i)
    if (std::none_of(out.workloads.begin(), out.workloads.end(), [&](const check_workload& one) { return one.model == i; }))
      throw failure{"NO-MATCH", place_in(out.file, out.models[i].at),
                    fmt::format("model {}: no workload runs it; expected one, or no such model", in_quotes(out.models[i].name))};
  read_all(top, out.file, "rule", out.rules, [&](const toml_reader& in) {
    check_rule rule = read_rule(in, out.folder);
    rule.name = own_name(in, out.rules);
    return rule;
  });
  refuse_none(top, "rule", out.rules.empty());
  read_all(top, out.file, "waiver", out.waivers, [&](const toml_reader& in) { return read_waiver(in, out); });
  return out;
}

}  // namespace conform::analyzer
