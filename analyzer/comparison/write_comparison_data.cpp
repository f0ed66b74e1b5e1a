#include <fmt/format.h>

#include "io_bounds.hpp"
#include "proof/order_words.hpp"
#include "text/csv_text.hpp"
#include "text/json_text.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

/// Words over the quantities of io_bounds, at the lengths that are shown.
std::string bounds_list(const comparison& all, const compared_variant& what) {
  json_line out{"[]"};
  for (const io_ratio& at : io_ratios(all, what)) {
    json_line one{"{}"};
    one.add("n", json_count(at.n));
    one.add("over_n2d2_by_M", at.theorem ? fmt::format("{:.4f}", *at.theorem) : "null");
    one.add("over_saha_ye", fmt::format("{:.4f}", at.saha_ye));
    one.add("over_products", fmt::format("{:.4f}", at.products));
    one.add("over_compulsory", fmt::format("{:.4f}", at.compulsory));
    out.entry(one.text());
  }
  return out.text();
}

std::string variant_object(const comparison& all, const compared_variant& what) {
  json_line sizes{"{}"}, values{"[]"}, notes{"[]"};
  for (const chosen_size& size : what.chosen) {
    json_line one{"{}"};
    one.add("value", json_count(size.value));
    one.add("by", json_text(size.by));
    sizes.add(size.name, one.text());
  }
  for (const integer value : what.values) values.entry(json_count(value));
  for (const std::string& note : what.notes) notes.entry(json_text(note));
  json_block out{"{}", 3};
  out.add("name", json_text(what.variant->name));
  out.add("sizes", sizes.text());
  out.add("formula", what.formula ? json_text(what.formula_text) : "null");
  out.add("values", values.text());
  out.add("notes", notes.text());
  if (all.asked.fast_memory) out.add("io_ratios", bounds_list(all, what));
  return out.text();
}

/// The first n of an order, and the variant that costs less from there: null where they cost the same.
std::string order_object(const comparison& what, const pair_order& pair, const std::optional<order_at>& at) {
  if (!at) return "null";
  json_line out{"{}"};
  out.add("n", json_count(at->n));
  out.add("lesser", at->order == 0 ? "null" : json_text(lesser_of(what, pair, at->order)));
  return out.text();
}

std::string pair_object(const comparison& what, const pair_order& pair) {
  json_line changes{"[]"};
  for (const order_at& change : pair.changes) changes.entry(order_object(what, pair, change));
  json_block out{"{}", 3};
  out.add("first", json_text(what.first_of(pair).variant->name));
  out.add("second", json_text(what.second_of(pair).variant->name));
  out.add("decided", pair.undecided.empty() ? "true" : "false");
  out.add("start", order_object(what, pair, pair.start));
  out.add("count", pair.undecided.empty() ? json_count(pair.count) : "null");
  out.add("crossovers", pair.undecided.empty() ? changes.text() : "null");
  out.add("last", order_object(what, pair, pair.last));
  out.add("note", pair.undecided.empty() ? "null" : json_text(pair.undecided));
  return out.text();
}

}  // namespace

std::string write_comparison_json(const comparison& what) {
  json_line shown{"[]"}, range{"{}"};
  for (const long long n : what.asked.n.shown) shown.entry(json_count(n));
  range.add("from", json_count(what.asked.n.from));
  range.add("to", json_count(what.asked.n.to));
  json_block variants{"[]", 2}, pairs{"[]", 2}, out{"{}", 1};
  for (const compared_variant& one : what.variants) variants.entry(variant_object(what, one));
  for (const pair_order& pair : what.pairs) pairs.entry(pair_object(what, pair));
  out.add("schema", "1");
  out.add("metric", json_text(name_of(what.asked.metric)));
  out.add("unit", json_text(unit_of(what.asked.metric)));
  out.add("meaning", json_text(meaning_of(what.asked.metric)));
  out.add("d", json_count(what.asked.d));
  out.add("fast_memory", what.asked.fast_memory ? json_count(*what.asked.fast_memory) : "null");
  out.add("range", range.text());
  out.add("n", shown.text());
  out.add("variants", variants.text());
  out.add("pairs", pairs.text());
  return out.text() + '\n';
}

std::string write_comparison_csv(const comparison& what) {
  const auto unit = unit_of(what.asked.metric);
  std::string out = csv_row({"section", "variant", "other", "n", "value", "unit", "text"});
  out += csv_row({"metric", "", "", "", "", unit, name_of(what.asked.metric)});
  out += csv_row({"width", "", "", "", decimal(what.asked.d), "", "d"});
  if (what.asked.fast_memory)
    out += csv_row({"fast_memory", "", "", "", decimal(*what.asked.fast_memory), "words", ""});
  for (const compared_variant& one : what.variants) {
    const std::string_view name = one.variant->name;
    for (const chosen_size& size : one.chosen)
      out += csv_row({"size", name, "", "", decimal(size.value), "", fmt::format("{} ({})", size.name, size.by)});
    out += csv_row({"formula", name, "", "", "", unit, one.formula_text});
    for (const std::string& note : one.notes) out += csv_row({"note", name, "", "", "", "", note});
    for (std::size_t i = 0; i < one.values.size(); ++i)
      out += csv_row({"cost", name, "", decimal(what.asked.n.shown[i]), decimal(one.values[i]), unit, ""});
  }
  for (const pair_order& pair : what.pairs) {
    const std::string_view first = what.first_of(pair).variant->name, second = what.second_of(pair).variant->name;
    const auto add = [&](std::string_view section, const order_at& at) {
      out += csv_row({section, first, second, decimal(at.n), "", "", order_words(what, pair, at.order)});
    };
    if (!pair.undecided.empty()) {
      out += csv_row({"undecided", first, second, "", "", "", pair.undecided});
      continue;
    }
    if (pair.start) add("order", *pair.start);
    out += csv_row({"crossovers", first, second, "", decimal(pair.count), "", ""});
    for (const order_at& change : pair.changes) add("crossover", change);
    if (pair.count > static_cast<long long>(pair.changes.size())) add("last_crossover", *pair.last);
  }
  return out;
}

}  // namespace conform::analyzer
