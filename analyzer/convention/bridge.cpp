#include "convention/bridge.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "convention/model_work.hpp"
#include "failure.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

const counted_term* term_of(const counted& what, work_part part, stage when) {
  const auto known = std::find_if(what.terms.begin(), what.terms.end(),
                                  [&](const counted_term& term) { return term.part == part && term.stage == when; });
  return known == what.terms.end() ? nullptr : &*known;
}

std::string_view reason_of(const counted_term* term) { return term ? term->why : std::string_view{}; }

std::string reason_for(const bridge& of, const bridge_row& row, std::string_view from, std::string_view to) {
  const auto side = [](const counted& one, const rational& each, std::string_view why) {
    return fmt::format("{} {}{}", one.by->name, decimal(each), why.empty() ? "" : fmt::format(" ({})", why));
  };
  return fmt::format("{}, for each {}: {}, {}", facts_of(row.part).meaning, facts_of(row.part).unit,
                     side(of.from, row.from, from), side(of.to, row.to, to));
}

void add_row(bridge& to, work_part part, stage when, const model_work& work) {
  const counted_term *const before = term_of(to.from, part, when), *const after = term_of(to.to, part, when);
  bridge_row row{part, when, before ? before->each : rational{}, after ? after->each : rational{}, {}, {}, {}};
  if (row.from == row.to) return;
  const polynomial count = polynomial{row.to - row.from} * work.of(part);
  row.difference = work.metered(count);
  row.formula = work.metered.text_of(count);
  row.reason = reason_for(to, row, reason_of(before), reason_of(after));
  to.rows.push_back(std::move(row));
}

void audit(const bridge& what) {
  const integer reached = checked_add(what.from.value, what.difference());
  if (reached == what.to.value) return;
  throw failure{"INTERNAL", "",
                fmt::format("{} and the terms are {}, {} is {}; this is a bug in conform", what.from.by->name,
                            decimal(reached), what.to.by->name, decimal(what.to.value)),
                exit_code::internal};
}

}  // namespace

integer bridge::difference() const {
  integer out = 0;
  for (const bridge_row& row : rows) out = checked_add(out, row.difference);
  return out;
}

bridge bridge_between(const convention& from, const convention& to, const subject& about, const model_work& work) {
  bridge out{about.model.name,
             about.model.source,
             about.work,
             count_under(from, about, work),
             count_under(to, about, work),
             {}};
  for (const stage when : {stage::forward, stage::backward, stage::recompute})
    for (std::size_t part = 0; part < work_part_count; ++part) add_row(out, static_cast<work_part>(part), when, work);
  audit(out.from, work);
  audit(out.to, work);
  audit(out);
  return out;
}

bridge make_bridge(const model_config& model, const workload& work, const std::string& from, const std::string& to) {
  const subject about{model, work};
  const convention &first = find_convention("--from", from, about), &second = find_convention("--to", to, about);
  return bridge_between(first, second, about, audited_work_of(about, metered(model, work, {})));
}

}  // namespace conform::analyzer
