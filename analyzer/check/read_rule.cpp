#include <cmath>

#include <fmt/format.h>

#include "check/check_config.hpp"
#include "check/glob.hpp"
#include "check/quantity.hpp"
#include "check/toml_reader.hpp"
#include "failure.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view limit_keys[]{"max", "increase", "equals", "complexity", "checkpoint"};
constexpr double largest_exact = 9007199254740992.0;  // 2^53: every whole number up to it is a double

const toml_member& limit_of(const toml_reader& in) {
  const toml_member* found = nullptr;
  for (const std::string_view key : limit_keys) {
    const toml_member* const one = in.find(key);
    if (one == nullptr) continue;
    if (found != nullptr)
      in.refuse("CONFLICT", *one, fmt::format("beside {}; expected one limit in a rule", found->key));
    found = one;
  }
  if (found == nullptr)
    in.refuse("MISSING-KEY", fmt::format("[[rule]] without a limit; expected one of {}", listed(limit_keys)));
  return *found;
}

const metric* read_metric(const toml_reader& in, const toml_member& limit) {
  const auto name = in.text_or_none("metric");
  const bool measures = limit.key != "complexity" && limit.key != "checkpoint";
  if (!name) {
    if (measures)
      in.refuse("MISSING-KEY", fmt::format("[[rule]] without metric; expected one of {}", listed(metric_names())));
    return nullptr;
  }
  const toml_member& member = *in.find("metric");
  if (!measures) in.refuse("CONFLICT", member, fmt::format("beside {}, which has none", limit.key));
  const metric* const found = find_metric(*name);
  if (found == nullptr) {
    in.refuse("OUT-OF-RANGE", member,
              fmt::format("{}; expected one of {}{}", in_quotes(*name), listed(metric_names()),
                          did_you_mean(*name, metric_names())));
  }
  if (found->of_pass && limit.key == "increase")
    in.refuse("CONFLICT", member, fmt::format("no baseline has {}; expected max or equals", *name));
  if (found->unit == metric_unit::truth && limit.key != "equals")
    in.refuse("CONFLICT", limit, fmt::format("{} is true or false; expected equals = true", *name));
  return found;
}

integer read_amount(const toml_reader& in, const toml_member& limit, metric_unit unit) {
  const toml_value& value = limit.value;
  const auto refuse = [&](std::string_view code, const std::string& what) { in.refuse(code, limit, what); };
  if (unit == metric_unit::truth) {
    if (value.kind != toml_kind::boolean) refuse("WRONG-TYPE", description_of(value) + "; expected true or false");
    return value.truth ? 1 : 0;
  }
  switch (value.kind) {
    case toml_kind::whole:
      if (value.whole < 0) refuse("OUT-OF-RANGE", fmt::format("{}; expected at least 0", value.whole));
      return value.whole;
    case toml_kind::number:
      if (std::signbit(value.number) || value.number > largest_exact || std::floor(value.number) != value.number)
        refuse("OUT-OF-RANGE", description_of(value) +
                                   " is not a whole number that is written exactly; expected a whole "
                                   "number, or a string with a unit");
      return static_cast<integer>(value.number);
    case toml_kind::text: {
      const auto read = read_quantity(value.text, unit);
      if (const auto* wrong = std::get_if<misread>(&read)) refuse("UNIT", wrong->what);
      return std::get<integer>(read);
    }
    default: break;
  }
  refuse("WRONG-TYPE", description_of(value) + "; expected a whole number, or a string with a unit");
  return 0;
}

increase_limit read_share(const toml_reader& in, const toml_member& limit) {
  if (limit.value.kind != toml_kind::whole && limit.value.kind != toml_kind::text)
    in.refuse("WRONG-TYPE", limit, description_of(limit.value) + "; expected a share of the baseline, as \"+1%\", or 0");
  const auto word = in.word_or_none(limit.key);
  const auto read = read_increase(*word);
  if (const auto* wrong = std::get_if<misread>(&read)) in.refuse("OUT-OF-RANGE", limit, wrong->what);
  return {std::get<rational>(read), *word};
}

growth_limit read_growth(const toml_reader& in, const toml_member& limit) {
  const std::string text = in.text(limit.key);
  if (text.size() > 3 && text.starts_with("O(") && text.ends_with(")")) return {text.substr(2, text.size() - 3)};
  in.refuse("BOUND", limit, in_quotes(text) + "; expected O(...), as O(n^2 d)");
}

rule_limit read_limit(const toml_reader& in, const toml_member& limit, const metric* measured,
                      const std::string& folder) {
  if (limit.key == "max") return at_most_limit{read_amount(in, limit, measured->unit)};
  if (limit.key == "equals") return equal_limit{read_amount(in, limit, measured->unit)};
  if (limit.key == "increase") return read_share(in, limit);
  if (limit.key == "complexity") return read_growth(in, limit);
  return checkpoint_limit{path_from(folder, in.text(limit.key))};
}

std::optional<std::string> read_glob(const toml_reader& in, std::string_view key) {
  auto pattern = in.text_or_none(key);
  if (pattern && pattern->size() > longest_glob)
    in.refuse("OUT-OF-RANGE", *in.find(key),
              fmt::format("{} bytes; expected at most {}", pattern->size(), longest_glob));
  return pattern;
}

}  // namespace

check_rule read_rule(const toml_reader& in, const std::string& folder) {
  check_rule out;
  const toml_member& limit = limit_of(in);
  out.measured = read_metric(in, limit);
  out.limit = read_limit(in, limit, out.measured, folder);
  out.limit_key = limit.key;
  out.at = limit.at;
  if (auto workloads = read_glob(in, "workload")) out.workloads = *workloads;
  out.layers = read_glob(in, "layer");
  if (out.layers && ((out.measured != nullptr && !out.measured->of_places) || limit.key == "checkpoint")) {
    in.refuse("CONFLICT", *in.find("layer"),
              fmt::format("{} is of the whole model; expected no layer",
                          out.measured != nullptr ? out.measured->name : std::string_view{limit.key}));
  }
  if (const auto word = in.choice_or_none("severity", {"error", "warning"}))
    out.is = *word == "error" ? severity::error : severity::warning;
  return out;
}

}  // namespace conform::analyzer
