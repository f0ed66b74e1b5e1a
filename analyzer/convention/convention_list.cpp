#include "convention/write_counted.hpp"
#include "text/json_text.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

std::string text_list() {
  text_table lines{std::vector<align>(7, align::left)};
  lines.row({"convention", "unit", "pass", "scope", "what is counted", "source", "known mistakes"});
  for (const convention& c : conventions()) {
    lines.row({std::string{c.name}, std::string{c.unit}, std::string{c.pass}, std::string{c.scope},
               std::string{c.one_count}, std::string{c.source}, std::string{c.mistakes}});
  }
  return lines.text();
}

std::string json_list() {
  json_block list{"[]", 2};
  for (const convention& c : conventions()) {
    json_block entry{"{}", 3};
    entry.add("name", json_text(c.name));
    entry.add("unit", json_text(c.unit));
    entry.add("counts", json_text(c.one_count));
    entry.add("scope", json_text(c.scope));
    entry.add("pass", json_text(c.pass));
    entry.add("source", json_text(c.source));
    entry.add("known_mistakes", json_text(c.mistakes));
    list.entry(entry.text());
  }
  json_block out{"{}", 1};
  out.add("schema", "1");
  out.add("conventions", list.text());
  return out.text() + '\n';
}

}  // namespace

std::string convention_list(data_format format) { return format == data_format::json ? json_list() : text_list(); }

}  // namespace conform::analyzer
