#include "convention/write_counted.hpp"

#include <fmt/format.h>

#include "text/csv_text.hpp"
#include "text/json_text.hpp"
#include "text/markdown_text.hpp"
#include "text/number_text.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

std::string meaning_of(const counted_term& term) {
  const std::string_view meaning = facts_of(term.part).meaning;
  return term.why.empty() ? std::string{meaning} : fmt::format("{}: {}", meaning, term.why);
}

std::string each_of(const counted_term& term) {
  return fmt::format("{} a {}", decimal(term.each), facts_of(term.part).unit);
}

}  // namespace

std::string signed_short(integer value) { return (value > 0 ? "+" : "") + rounded(value, ""); }
std::string signed_grouped(integer value) { return (value > 0 ? "+" : "") + grouped(value); }

std::string counted_text(const counted& what) {
  const convention& by = *what.by;
  text_table facts{{align::left, align::left}};
  facts.row({"counts", std::string{by.one_count}});
  facts.row({"of", fmt::format("{}, {}", by.scope, by.pass)});
  facts.row({"source", std::string{by.source}});
  facts.row({"known mistakes", std::string{by.mistakes}});
  facts.row({"value", fmt::format("{} {}  {}", grouped(what.value), by.unit, rounded(what.value, by.unit))});
  text_table lines{{align::left, align::left, align::right, align::left, align::left, align::left}};
  for (const counted_term& term : what.terms) {
    lines.row({std::string{facts_of(term.part).name}, std::string{name_of(term.stage)}, grouped(term.value),
               each_of(term), "= " + term.formula, meaning_of(term)});
  }
  return fmt::format("\nunder convention {}, beside the exact figures\n{}{}", by.name, facts.text(), lines.text());
}

std::string counted_json(const counted& what, std::size_t depth) {
  const convention& by = *what.by;
  json_block terms{"[]", depth + 1};
  for (const counted_term& term : what.terms) {
    json_line entry{"{}"};
    entry.add("name", json_text(facts_of(term.part).name));
    entry.add("stage", json_text(name_of(term.stage)));
    entry.add("value", json_count(term.value));
    entry.add("each", json_text(decimal(term.each)));
    entry.add("each_unit", json_text(facts_of(term.part).unit));
    entry.add("formula", json_text(term.formula));
    entry.add("meaning", json_text(meaning_of(term)));
    terms.entry(entry.text());
  }
  json_block out{"{}", depth};
  out.add("name", json_text(by.name));
  out.add("value", json_count(what.value));
  out.add("unit", json_text(by.unit));
  out.add("counts", json_text(by.one_count));
  out.add("scope", json_text(by.scope));
  out.add("pass", json_text(by.pass));
  out.add("source", json_text(by.source));
  out.add("known_mistakes", json_text(by.mistakes));
  out.add("formula", json_text(what.formula));
  out.add("terms", terms.text());
  return out.text();
}

std::string counted_csv(const counted& what) {
  const convention& by = *what.by;
  std::string out = csv_row({"under_convention", by.name, "value", decimal(what.value), by.unit, what.formula});
  for (const auto& [name, text] :
       {std::pair{"counts", by.one_count}, std::pair{"scope", by.scope}, std::pair{"pass", by.pass},
        std::pair{"source", by.source}, std::pair{"known_mistakes", by.mistakes}}) {
    out += csv_row({"under_convention", by.name, name, text, "", ""});
  }
  for (const counted_term& term : what.terms) {
    out += csv_row({"under_convention", by.name, fmt::format("{} {}", name_of(term.stage), facts_of(term.part).name),
                    decimal(term.value), by.unit, term.formula});
  }
  return out;
}

std::string counted_markdown(const counted& what) {
  const convention& by = *what.by;
  std::string out = fmt::format("\n## Under convention {}\n\n", by.name);
  out += fmt::format("Beside the exact figures: **{} {}** ({}).\n\n", grouped(what.value), by.unit,
                     rounded(what.value, by.unit));
  out += fmt::format("- counts: {}\n- of: {}, {}\n", markdown::plain(by.one_count, 1000), by.scope, by.pass);
  out += fmt::format("- source: {}\n- known mistakes: {}\n", markdown::plain(by.source, 1000),
                     markdown::plain(by.mistakes, 1000));
  out += fmt::format("\n| term | stage | {} | each | formula | meaning |\n|---|---|---:|---|---|---|\n", by.unit);
  for (const counted_term& term : what.terms) {
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", markdown::code(facts_of(term.part).name),
                       name_of(term.stage), grouped(term.value), each_of(term), markdown::code(term.formula),
                       markdown::plain(meaning_of(term), 1000));
  }
  return out;
}

}  // namespace conform::analyzer
