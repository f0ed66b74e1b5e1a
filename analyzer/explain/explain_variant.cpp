// What each step of a variant computes and costs.

#include <fmt/format.h>

#include "comparison/compare_sizes.hpp"
#include "explain/explain.hpp"
#include "explain/told_table.hpp"
#include "failure.hpp"
#include "proof/growth_letters.hpp"
#include "text/json_text.hpp"
#include "text/nearest_name.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

struct explained_variant {
  const variant_entry* variant;
  point_sizes at;
  std::vector<told_step> steps;
  operations<integer> total;
  variant_formulas all;
  std::optional<std::vector<integer>> letters;  ///< nothing where the formulas are of other sizes
};

point_sizes point_for(const variant_entry& variant, const explain_options& asked) {
  compare_options sizes;
  sizes.variants = {&variant};
  sizes.d = asked.d;
  std::vector<size_word> lengths;  // n_q and n_k apart
  for (const size_word& word : asked.sizes)
    (word.name == "n_q" || word.name == "n_k" ? lengths : sizes.sizes).push_back(word);
  refuse_unused(sizes);
  compared_variant chosen{&variant, {}, {}, {}, {}, {}, {}, {}};
  choose_sizes(chosen, sizes);
  point_sizes out = at_length(variant, chosen.at, asked.n);
  for (const size_word& word : lengths) {
    if (!uses(variant, word.name.c_str()))
      throw failure{"SIZE-NOT-USED", "--sizes: " + word.name,
                    fmt::format("not used; {} uses {}", variant.name, listed(variant.sizes))};
    (word.name == "n_q" ? out.n_q : out.n_k) = word.value;
  }
  if (const char* const why = variant.impossible(out); why != nullptr)
    throw failure{"IMPOSSIBLE", std::string{variant.name}, fmt::format("{}: {}", sizes_text(variant, out), why)};
  return out;
}

explained_variant taken_apart(const explain_options& asked) {
  const variant_entry& variant = variant_named(asked.subject);
  explained_variant out{&variant, point_for(variant, asked), {}, {}, variant.formulas(), {}};
  out.steps = variant.steps(out.at), out.total = variant.claim(out.at);
  out.letters = letters_at(out.all, variant.sizes, out.at);
  operations<integer> sum;
  for (const told_step& step : out.steps) sum = sum + step.done;
  if (sum == out.total) return out;
  throw failure{"INTERNAL", asked.subject, "the steps do not add up to the claim; this is a bug in conform",
                exit_code::internal};
}

/// The formula of a count, where it says what the count is.
std::string formula_of(const explained_variant& what, const polynomial& formula, integer count) {
  if (!what.letters) return "";
  const auto letter = [&](int id) { return (*what.letters)[static_cast<std::size_t>(id)]; };
  try {
    if (evaluate(formula, letter) != count) return "";
  } catch (const not_whole&) {
    return "";
  }
  return text_of(formula, what.all.letters);
}

struct kind_row {
  std::string name;
  integer count;
  std::string formula;
};

/// Kinds of operation that occur.
std::vector<kind_row> kinds_of(const explained_variant& what) {
  std::vector<polynomial> formulas;
  what.all.claim.each([&](const char*, const polynomial& formula) { formulas.push_back(formula); });
  std::vector<kind_row> out;
  std::size_t kind = 0;
  what.total.each([&](const char* name, integer count) {
    const polynomial& formula = formulas[kind++];
    if (count != 0) out.push_back({name, count, formula_of(what, formula, count)});
  });
  return out;
}

constexpr auto left = align::left, right = align::right;

told_table step_table(const explained_variant& what) {
  told_table out{{left, left, right, right, right, left},
                 {{"step", "computes", "operations", "share", "matmul FLOP", "operations ="}}};
  const integer total = what.total.unit_total();
  const auto row = [&](std::string_view name, std::string_view meaning, const operations<integer>& done,
                       const polynomial& formula) {
    const integer count = done.unit_total();
    out.rows.push_back({std::string{name}, std::string{meaning}, grouped(count), percent(count, total),
                        grouped(done.matmul_flops()), formula_of(what, formula, count)});
  };
  for (const told_step& step : what.steps) row(step.name, step.meaning, step.done, step.formulas.unit_total());
  row("all", "", what.total, what.all.claim.unit_total());
  return out;
}

told_table kind_table(const explained_variant& what) {
  told_table out{{left, right, right, left}, {{"kind", "operations", "share", "operations ="}}};
  for (const kind_row& kind : kinds_of(what))
    out.rows.push_back({kind.name, grouped(kind.count), percent(kind.count, what.total.unit_total()), kind.formula});
  return out;
}

/// Depth is stated of no empty matrix.
bool has_depth(const explained_variant& what) {
  const point_sizes& at = what.at;
  return what.variant->depth && at.n_q > 0 && at.n_k > 0 && at.d_k > 0 && at.d_v > 0;
}

/// What else the variant states: its name, its value with a unit, its formula.
told_table more_table(const explained_variant& what) {
  const variant_entry& variant = *what.variant;
  told_table out{{left, right, left}, {}};
  const auto row = [&](const char* name, integer value, const char* unit, const std::string& formula) {
    out.rows.push_back({name, fmt::format("{} {}", grouped(value), unit), formula.empty() ? "" : "= " + formula});
  };
  const auto stated = [&](const char* name, integer value, const char* unit, const polynomial& formula) {
    row(name, value, unit, formula_of(what, formula, value));
  };
  if (variant.pairs) stated("scored pairs", variant.pairs(what.at), "pairs", *what.all.pairs);
  stated("scratch", variant.scratch(what.at), "elements", what.all.scratch);
  if (variant.io) {
    const traffic<integer> words = variant.io(what.at);
    stated("loads", words.loads, "words", what.all.io->loads), stated("stores", words.stores, "words", what.all.io->stores);
  }
  if (has_depth(what)) row("depth", variant.depth(what.at), "operations", variant.depth_formula);
  return out;
}

std::string text_of(const explained_variant& what) {
  std::string out = fmt::format("conform explain {}: {}\n  source  {}\n  sizes   {}\n", what.variant->name,
                                what.variant->title, what.variant->source, sizes_text(*what.variant, what.at));
  out += "\nsteps\n" + columns_of(step_table(what));
  out += "\nkinds\n" + columns_of(kind_table(what));
  return out + "\nbeside them\n" + columns_of(more_table(what));
}

std::string markdown_of(const explained_variant& what) {
  told_table more = more_table(what);
  more.rows.insert(more.rows.begin(), {"", "value", "formula"});
  return fmt::format("# {}\n\n{}. Source: {}. Sizes: {}.\n\n## Steps\n\n{}\n## Kinds\n\n{}\n## Beside them\n\n{}", what.variant->name,
                     what.variant->title, what.variant->source, sizes_text(*what.variant, what.at),
                     markdown_of(step_table(what)), markdown_of(kind_table(what)), markdown_of(more));
}

std::string counts_of(const operations<integer>& done) {
  json_line out{"{}"};
  done.each([&](const char* name, integer count) { out.add(name, json_count(count)); });
  out.add("matmul_flops", json_count(done.matmul_flops()));
  out.add("unit_total", json_count(done.unit_total()));
  return out.text();
}

std::string json_of(const explained_variant& what) {
  json_line sizes{"{}"};
  each_size(*what.variant, what.at, [&](std::string_view letter, long long size) { sizes.add(letter, decimal(size)); });
  json_block steps{"[]", 2};
  for (const told_step& step : what.steps) {
    json_block one{"{}", 3};
    one.add("name", json_text(step.name));
    one.add("computes", json_text(step.meaning));
    one.add("operations", counts_of(step.done));
    one.add("formula", json_text(formula_of(what, step.formulas.unit_total(), step.done.unit_total())));
    steps.entry(one.text());
  }
  json_block out{"{}", 1};
  out.add("schema", "1");
  out.add("subject", json_text(what.variant->name));
  out.add("title", json_text(what.variant->title));
  out.add("source", json_text(what.variant->source));
  out.add("sizes", sizes.text());
  out.add("steps", steps.text());
  out.add("total", counts_of(what.total));
  const variant_entry& variant = *what.variant;
  out.add("pairs", variant.pairs ? json_count(variant.pairs(what.at)) : "null");
  out.add("scratch", json_count(variant.scratch(what.at)));
  json_line words{"{}"};
  if (variant.io) {
    const traffic<integer> moved = variant.io(what.at);
    words.add("loads", json_count(moved.loads)), words.add("stores", json_count(moved.stores));
  }
  out.add("io", variant.io ? words.text() : "null");
  out.add("depth", has_depth(what) ? json_count(variant.depth(what.at)) : "null");
  return out.text() + '\n';
}

}  // namespace

explained explain_variant(const explain_options& asked) {
  try {
    const explained_variant what = taken_apart(asked);
    switch (asked.format) {
      case drawn_format::json: return {json_of(what), true};
      case drawn_format::markdown: return {markdown_of(what), true};
      case drawn_format::svg:
      case drawn_format::csv:
      case drawn_format::text: break;
    }
    return {text_of(what), true};
  } catch (const integer_overflow&) {
    throw failure{"OVERFLOW", asked.subject, "a count does not fit in 128 bits; smaller sizes were expected"};
  }
}

}  // namespace conform::analyzer
