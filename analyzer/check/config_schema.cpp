#include "check/config_schema.hpp"

#include <fmt/format.h>

#include "check/config_table.hpp"
#include "check/metrics.hpp"
#include "text/json_text.hpp"

namespace conform::analyzer {
namespace {

std::string enumeration(const std::vector<std::string_view>& words) {
  json_line list{"[]"};
  for (const std::string_view word : words) list.entry(json_text(word));
  return R"("enum": )" + list.text();
}

/// What the key may hold, without its description.
std::string type_text(key_type type) {
  switch (type) {
    case key_type::text: return R"("type": "string", "minLength": 1, "maxLength": 1000)";
    case key_type::count:
      return R"("type": ["integer", "string"], "minimum": 1, "pattern": "^0*[1-9][0-9]*[kKM]?$")";
    case key_type::count_or_none:
      return R"("type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+[kKM]?$")";
    case key_type::limit:
      return R"("type": ["number", "string"], "minimum": 0, "pattern": "^ *[0-9]+([.][0-9]+)? *[A-Za-z]* *$")";
    case key_type::exact:
      return R"("type": ["number", "string", "boolean"], "minimum": 0, "pattern": "^ *[0-9]+([.][0-9]+)? *[A-Za-z]* *$")";
    case key_type::increase:
      return R"("type": ["integer", "string"], "minimum": 0, "maximum": 0, )"
             R"("pattern": "^ *[+]?(([0-9]+([.][0-9]+)? *%)|0+) *$")";
    case key_type::date: return R"("type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")";
    case key_type::version: return R"("type": "integer", "const": 1)";
    case key_type::severity: return enumeration({"error", "warning"});
    case key_type::metric: return enumeration(metric_names());
    case key_type::tables: break;
  }
  return R"("type": "array")";
}

std::string one_of(const std::vector<std::string_view>& names) {
  json_line list{"[]"};
  for (const std::string_view name : names) list.entry(fmt::format(R"({{"required": [{}]}})", json_text(name)));
  return list.text();
}

std::string section_object(std::string_view section, std::size_t depth);

std::string key_object(const config_key& key, std::size_t depth) {
  std::string out = fmt::format(R"({{"description": {}, {})", json_text(key.meaning), type_text(key.type));
  if (key.type == key_type::tables) {
    out += key.required ? R"(, "minItems": 1)" : "";
    out += R"(, "items": )" + section_object(key.name, depth + 1);
  }
  return out + "}";
}

std::string section_object(std::string_view section, std::size_t depth) {
  json_block out{"{}", depth}, properties{"{}", depth + 1};
  json_line required{"[]"};
  for (const config_key& key : check_config_keys()) {
    if (key.section != section) continue;
    properties.add(key.name, key_object(key, depth + 1));
    if (key.required) required.entry(json_text(key.name));
  }
  if (section.empty()) {
    out.add("$schema", R"("http://json-schema.org/draft-07/schema#")");
    out.add("title", json_text("conform.toml"));
    out.add("description", json_text("Limits on what models may cost, for conform check."));
  }
  out.add("type", R"("object")");
  out.add("additionalProperties", "false");
  out.add("required", required.text());
  if (section == "model") out.add("oneOf", one_of({"config", "spec"}));
  if (section == "rule") out.add("oneOf", one_of({"max", "increase", "equals", "complexity", "checkpoint"}));
  out.add("properties", properties.text());
  return out.text();
}

}  // namespace

std::string config_schema() { return section_object("", 1) + '\n'; }

}  // namespace conform::analyzer
