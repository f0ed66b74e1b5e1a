#include <fmt/format.h>

#include "counts_json.hpp"
#include "text/json_text.hpp"
#include "text/number_text.hpp"
#include "text/text_table.hpp"
#include "verify.hpp"

namespace conform::analyzer {
namespace {

/// One number that is claimed and executed.
struct compared {
  std::string name, unit;
  integer claimed, counted;
};

std::vector<compared> comparisons_of(const operations<integer>& claimed, const operations<integer>& counted,
                                     const std::string& before = "") {
  std::vector<compared> out;
  claimed.each([&](const char* kind, integer count) { out.push_back({before + kind, "operations", count, 0}); });
  std::size_t next = 0;
  counted.each([&](const char*, integer count) { out[next++].counted = count; });
  out.push_back({before + "matmul_flops", "FLOP", claimed.matmul_flops(), counted.matmul_flops()});
  return out;
}

std::vector<compared> comparisons_at(const checked_point& at) {
  std::vector<compared> out = comparisons_of(at.claimed, at.counted);
  out.push_back({"unit_total", "operations", at.claimed.unit_total(), at.counted.unit_total()});
  out.push_back({"scratch", "elements", at.claimed_scratch, at.counted_scratch});
  if (at.has_traffic) {
    out.push_back({"loads", "words", at.claimed_traffic.loads, at.counted_traffic.loads});
    out.push_back({"stores", "words", at.claimed_traffic.stores, at.counted_traffic.stores});
    out.push_back({"unstaged", "words", 0, at.outside});
  }
  if (at.has_messages) {
    out.push_back({"sent", "words, by all devices", at.claimed_messages.all, at.counted_messages.all});
    out.push_back({"sent_by_one", "words, by the device that sends most", at.claimed_messages.device,
                   at.counted_messages.device});
  }
  if (at.has_depth)
    out.push_back({"depth", "operations, one after the other", at.claimed_depth, at.counted_depth});
  return out;
}

constexpr const char* no_step = "in no step";

/// Every kind of every step, as "scores: mul".
std::vector<compared> steps_at(const checked_point& at) {
  std::vector<compared> out;
  const auto add = [&](const char* name, const operations<integer>& claimed, const operations<integer>& counted) {
    for (const compared& one : comparisons_of(claimed, counted, name + std::string{": "})) out.push_back(one);
  };
  for (const checked_step& one : at.steps) add(one.name, one.claimed, one.counted);
  add(no_step, {}, at.elsewhere);
  return out;
}

/// A line for each step: its operations of all kinds, and the difference of every kind.
std::string step_table(const checked_point& at) {
  text_table lines{{align::left, align::right, align::right, align::right}};
  lines.row({"step", "claimed", "executed", "difference"});
  const auto add = [&](const char* name, const operations<integer>& claimed, const operations<integer>& counted) {
    lines.row({name, grouped(claimed.unit_total()), grouped(counted.unit_total()),
               grouped(difference_of(claimed, counted))});
  };
  for (const checked_step& one : at.steps) add(one.name, one.claimed, one.counted);
  add(no_step, {}, at.elsewhere);
  return lines.text();
}

/// What does not agree beside numbers.
std::string other_differences(const variant_point& point) {
  std::string out;
  if (point.at.steps_claimed() != point.at.claimed) out += "  the steps do not add up to the claim\n";
  if (!point.enclosed) out += "  the claim is not between those that enclose it\n";
  if (!point.formulas.value_or(true)) out += "  the formulas do not say here what the claim says in numbers\n";
  return out;
}

std::string at_chosen_point(const verified_variant& what) {
  const variant_point& point = what.points.front();
  text_table lines{{align::left, align::right, align::right, align::right, align::left}};
  lines.row({"", "claimed", "executed", "difference", ""});
  for (const compared& c : comparisons_at(point.at))
    lines.row({c.name, grouped(c.claimed), grouped(c.counted), grouped(checked_sub(c.counted, c.claimed)), c.unit});
  return fmt::format("{} at {}\n{}{}{}  {}\n", what.variant->name, sizes_text(*what.variant, point.sizes), lines.text(),
                     step_table(point.at), other_differences(point), verdict_of(what));
}

std::string growth_cell(const verified_variant& what) {
  if (!what.growth) return "";
  const verified_growth& g = *what.growth;
  if (g.holds()) return g.text + " proved";
  return fmt::format("{}: from above {}, from below {}", g.text, word_of(g.upper), word_of(g.lower));
}

/// A row: the sums over all points.
std::vector<std::string> row_of(const verified_variant& what) {
  integer claimed = 0, counted = 0, kinds = 0, scratch = 0, words = 0;
  bool traced = false;
  for (const variant_point& point : what.points) {
    claimed = checked_add(claimed, point.at.claimed.unit_total());
    counted = checked_add(counted, point.at.counted.unit_total());
    kinds = checked_add(kinds, difference_of(point.at));
    scratch = checked_add(scratch, scratch_difference_of(point.at));
    words = checked_add(words, traffic_difference_of(point.at));
    traced = traced || point.at.has_traffic;
  }
  return {std::string{what.variant->name}, grouped(claimed), grouped(counted), grouped(kinds), grouped(scratch),
          traced ? grouped(words) : "-",   growth_cell(what), verdict_of(what)};
}

/// The first point of a variant that does not agree, with what differs there.
std::string first_difference(const verified_variant& what) {
  for (const variant_point& point : what.points) {
    if (point.equal()) continue;
    text_table lines{{align::left, align::right, align::right, align::right, align::left}};
    lines.row({"", "claimed", "executed", "difference", ""});
    std::vector<compared> all = comparisons_at(point.at);
    for (compared& step : steps_at(point.at)) all.push_back(std::move(step));
    for (const compared& c : all)
      if (c.claimed != c.counted)
        lines.row({c.name, grouped(c.claimed), grouped(c.counted), grouped(checked_sub(c.counted, c.claimed)), c.unit});
    const std::string numbers = point.at.equal() ? "" : lines.text();
    return fmt::format("\n{} differs at {}\n{}{}", what.variant->name, sizes_text(*what.variant, point.sizes), numbers,
                       other_differences(point));
  }
  return "";
}

std::string table(const verification& what) {
  text_table lines{{align::left, align::right, align::right, align::right, align::right, align::right, align::left,
                    align::left}};
  lines.row({"variant", "claimed", "executed", "difference", "scratch", "I/O", "growth (n = n_q = n_k, d = d_k = d_v)",
             "verdict"});
  std::string differences;
  for (const verified_variant& one : what.variants) {
    lines.row(row_of(one));
    differences += first_difference(one);
  }
  return lines.text() + differences;
}

/// "1 point", "40 points"
std::string number_of(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string summary_line(const verification& what) {
  std::size_t points = 0, unequal = 0, unproved = 0;
  for (const verified_variant& one : what.variants) {
    points += one.points.size();
    unequal += one.unequal();
    unproved += one.growth && !one.growth->holds();
  }
  std::string out = what.passes() ? "pass: " : "FAIL: ";
  out += number_of(what.variants.size(), "variant") + " ran at " + number_of(points, "point");
  if (unequal > 0) out += "; claim and execution differ at " + number_of(unequal, "point");
  if (unproved > 0) out += "; the growth of " + number_of(unproved, "variant") + " is not proved";
  return out + '\n';
}

// ---- JSON

std::string messages_object(const messages<integer>& words) {
  json_line out{"{}"};
  out.add("all", json_count(words.all));
  out.add("device", json_count(words.device));
  return out.text();
}

/// The names of the steps that cost something else than is stated.
std::string differing_steps(const checked_point& at) {
  json_line out{"[]"};
  for (const checked_step& one : at.steps)
    if (one.claimed != one.counted) out.entry(json_text(one.name));
  if (at.elsewhere != operations<integer>{}) out.entry(json_text(no_step));
  return out.text();
}

std::string truth(bool value) { return value ? "true" : "false"; }

std::string result_object(const variant_entry& variant, const variant_point& point) {
  json_line sizes{"{}"}, scratch{"{}"}, io{"{}"}, sent{"{}"}, depth{"{}"}, out{"{}"};
  each_size(variant, point.sizes, [&](std::string_view name, long long size) { sizes.add(name, decimal(size)); });
  scratch.add("claimed", json_count(point.at.claimed_scratch));
  scratch.add("counted", json_count(point.at.counted_scratch));
  io.add("claimed", traffic_json(point.at.claimed_traffic));
  io.add("counted", traffic_json(point.at.counted_traffic));
  io.add("unstaged", json_count(point.at.outside));
  sent.add("claimed", messages_object(point.at.claimed_messages));
  sent.add("counted", messages_object(point.at.counted_messages));
  depth.add("claimed", json_count(point.at.claimed_depth));
  depth.add("counted", json_count(point.at.counted_depth));
  out.add("variant", json_text(variant.name));
  out.add("sizes", sizes.text());
  out.add("claimed", operations_json(point.at.claimed));
  out.add("counted", operations_json(point.at.counted));
  out.add("equal", truth(point.equal()));
  out.add("scratch", scratch.text());
  out.add("io", point.at.has_traffic ? io.text() : "null");
  out.add("sent", point.at.has_messages ? sent.text() : "null");
  out.add("depth", point.at.has_depth ? depth.text() : "null");
  out.add("steps_differing", differing_steps(point.at));
  out.add("enclosed", truth(point.enclosed));
  out.add("formulas_equal", point.formulas ? truth(*point.formulas) : "null");
  return out.text();
}

std::string summary_of(const verified_variant& what) {
  json_line out{"{}"};
  out.add("variant", json_text(what.variant->name));
  out.add("points", json_count(static_cast<integer>(what.points.size())));
  out.add("unequal", json_count(static_cast<integer>(what.unequal())));
  if (what.growth) {
    const verified_growth& g = *what.growth;
    out.add("growth", json_text(g.text));
    out.add("from_above", json_text(word_of(g.upper)));
    out.add("from_below", json_text(word_of(g.lower)));
  }
  out.add("verdict", json_text(verdict_of(what)));
  return out.text();
}

}  // namespace

std::string write_verification_text(const verification& what) {
  std::string out;
  if (what.asked.sizes) {
    for (const verified_variant& one : what.variants) out += at_chosen_point(one);
  } else {
    out += fmt::format("conform verify, {} grid: unit totals of all points of a variant; differences of every kind\n",
                       what.asked.grid == grid::small ? "small" : "full");
    out += table(what) + '\n';
  }
  return out + summary_line(what);
}

std::string write_verification_json(const verification& what) {
  json_block results{"[]", 2}, variants{"[]", 3}, summary{"{}", 2}, out{"{}", 1};
  for (const verified_variant& one : what.variants) {
    for (const variant_point& point : one.points) results.entry(result_object(*one.variant, point));
    variants.entry(summary_of(one));
  }
  summary.add("pass", truth(what.passes()));
  summary.add("grid", what.asked.sizes ? "null" : json_text(what.asked.grid == grid::small ? "small" : "full"));
  summary.add("variants", variants.text());
  out.add("schema", "1");
  out.add("results", results.text());
  out.add("summary", summary.text());
  return out.text() + '\n';
}

}  // namespace conform::analyzer
