#include "convention/counted.hpp"

#include <fmt/format.h>

#include "convention/model_work.hpp"
#include "failure.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

void require_equal(std::string_view name, std::string_view what, integer found, integer expected) {
  if (found == expected) return;
  throw failure{"INTERNAL", "",
                fmt::format("{}: the terms sum to {}, {} is {}; this is a bug in conform", name, decimal(found), what,
                            decimal(expected)),
                exit_code::internal};
}

}  // namespace

counted count_under(const convention& by, const subject& about, const model_work& work) {
  counted out{&by, {}, {}, {}};
  polynomial whole;
  for (const stage when : {stage::forward, stage::backward, stage::recompute}) {
    for (const rule& one : by.rules(about)) {
      const rational each = when == stage::forward    ? one.each.forward
                            : when == stage::backward ? one.each.backward
                                                      : one.each.recompute;
      const polynomial count = polynomial{each} * work.of(one.part);
      const integer value = work.metered(count);
      whole += count;
      if (value == 0) continue;
      out.terms.push_back({one.part, when, each, value, work.metered.text_of(count), one.why});
    }
  }
  out.value = work.metered(whole);
  out.formula = work.metered.text_of(whole);
  return out;
}

void audit(const counted& what, const model_work& work) {
  integer sum = 0;
  for (const counted_term& term : what.terms) sum = checked_add(sum, term.value);
  require_equal(what.by->name, "their formula", sum, what.value);
  if (what.by->name == "exact") require_equal("exact", "what was metered", sum, work.matmul_flops);
}

model_work audited_work_of(const subject& about, const metered_model& dense) {
  model_work out = work_of(about.model, dense);
  audit(count_under(conventions().front(), about, out), out);
  return out;
}

counted audited_count(std::string_view place, const std::string& name, const subject& about,
                      const metered_model& dense) {
  const convention& by = find_convention(place, name, about);
  const model_work work = audited_work_of(about, dense);
  counted out = count_under(by, about, work);
  audit(out, work);
  return out;
}

}  // namespace conform::analyzer
