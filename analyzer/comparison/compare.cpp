#include "comparison/compare.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <conform/size/atoms.hpp>

#include "comparison/compare_sizes.hpp"
#include "failure.hpp"
#include "progress.hpp"
#include "proof/growth_letters.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

/// Inputs and outputs as a polynomial of n, where one of degree 2 says what they are at every length of the range.
std::optional<polynomial> resident_formula(const compared_variant& what, long long from, long long to) {
  const auto elements = [&](long long n) { return what.variant->resident(at_length(*what.variant, what.at, n)); };
  const integer zero = elements(0), one = elements(1), two = elements(2);
  const integer square = two - 2 * one + zero, linear = 2 * (one - zero) - square;  // twice the coefficients
  for (long long n = from; n <= to; ++n)
    if (2 * (elements(n) - zero) != checked_mul(checked_add(checked_mul(square, n), linear), n)) return {};
  const polynomial n = polynomial::symbol(0);
  return (polynomial{square} * n * n + polynomial{linear} * n) / integer{2} + polynomial{zero};
}

polynomial stated(const variant_formulas& all, cost_metric metric) {
  switch (metric) {
    case cost_metric::unit_total: return all.claim.unit_total();
    case cost_metric::matmul_flops: return all.claim.matmul_flops();
    case cost_metric::memory: return all.scratch;
    case cost_metric::io: break;
  }
  return all.io->loads + all.io->stores;
}

/// The formula of the variant with every size but n replaced.
std::optional<polynomial> formula_of(const compared_variant& what, const compare_options& asked) {
  const variant_formulas all = what.variant->formulas();
  if (all.square_tiles && what.at.B_r != what.at.B_c && asked.metric != cost_metric::memory) return {};
  const auto sizes = letters_at(all, what.variant->sizes, at_length(*what.variant, what.at, 1));
  if (!sizes) return {};
  const auto value = [&](int id) {
    const auto place = static_cast<std::size_t>(id);
    const char* const letter = all.letters[place].name;
    const bool length = stands_for(letter, "n_q") || stands_for(letter, "n_k");
    return length ? polynomial::symbol(0) : polynomial{(*sizes)[place]};
  };
  const polynomial out = settled(evaluate_in<polynomial>(stated(all, asked.metric), value));
  if (asked.metric != cost_metric::memory) return out;
  const auto resident = resident_formula(what, asked.n.from, asked.n.to);
  return resident ? std::optional{settled(out + *resident)} : std::nullopt;
}

/// Formulas and numbers are two texts of one claim.
void check_formula(const compared_variant& what, const lengths& n) {
  for (std::size_t i = 0; i < n.shown.size(); ++i) {
    const auto at = [&](int) { return integer{n.shown[i]}; };
    if (evaluate(*what.formula, at) == what.values[i]) continue;
    throw failure{"INTERNAL", std::string{what.variant->name},
                  fmt::format("n = {}: the formula does not say what the claim says", n.shown[i]), exit_code::internal};
  }
}

void refuse_impossible(const compared_variant& what, const lengths& n) {
  for (const long long length : n.shown) {
    const point_sizes at = at_length(*what.variant, what.at, length);
    const char* const why = what.variant->impossible(at);
    if (why == nullptr) continue;
    throw failure{"IMPOSSIBLE", std::string{what.variant->name},
                  fmt::format("{}: {}", sizes_text(*what.variant, at), why)};
  }
}

void add_notes(compared_variant& what, const compare_options& asked) {
  if (!uses(*what.variant, "n_q")) what.notes.emplace_back("of one query; n = n_k");
  if (what.variant->structured) what.notes.emplace_back("what is given decides the cost; this is the most it can be");
  if (asked.fast_memory && exchanged_tiles(*what.variant))
    what.notes.emplace_back("its source leaves the tiles open; these are FlashAttention's, rows and columns exchanged");
  if (asked.fast_memory && what.variant->name == "flash2_backward")
    what.notes.emplace_back("its source leaves the tiles open; these are those of FlashAttention's gradients");
  if (asked.fast_memory && !tiles_fill_memory(*what.variant))
    what.notes.emplace_back("the words that it states are the same for every fast memory that holds an operand and a row");
  if (what.possible.all()) return;
  const long long n = what.possible.first_impossible();
  what.notes.push_back(fmt::format("not at every n, as n = {}: {}; crossovers are of those at which it can be",
                                   grouped(n), what.variant->impossible(at_length(*what.variant, what.at, n))));
}

compared_variant measured(const variant_entry& variant, const compare_options& asked) {
  compared_variant out{&variant, {}, {}, {}, {}, {}, {}, {}};
  if (asked.metric == cost_metric::io && variant.io == nullptr) {
    throw failure{"NO-IO", std::string{variant.name},
                  "states no words between slow and fast memory; expected a variant that does, as flash1, flash2 or "
                  "dense_standard"};
  }
  choose_sizes(out, asked);
  refuse_impossible(out, asked.n);
  out.possible = possible_lengths{asked.n.from, asked.n.to, [&](long long n) {
                                    return variant.impossible(at_length(variant, out.at, n)) == nullptr;
                                  }};
  for (const long long n : asked.n.shown)
    out.values.push_back(value_at(variant, asked.metric, at_length(variant, out.at, n)));
  out.formula = formula_of(out, asked);
  if (out.formula) check_formula(out, asked.n);
  list<freezing::label> symbols;
  symbols.push_back(freezing::label_of<struct sizes::n>);
  out.formula_text =
      out.formula ? text_of(*out.formula, symbols) : "no formula at these sizes; summed in whole numbers";
  add_notes(out, asked);
  return out;
}

cost_of_length cost_of_all(const compared_variant& what, cost_metric metric) {
  return {what.formula,
          [&what, metric](long long n) { return value_at(*what.variant, metric, at_length(*what.variant, what.at, n)); }};
}

comparison compared(const compare_options& asked) {
  comparison out{asked, {}, {}};
  progress told{"compare"};
  for (const variant_entry* variant : asked.variants) out.variants.push_back(measured(*variant, asked));
  for (std::size_t i = 0; i < out.variants.size(); ++i) {
    for (std::size_t j = i + 1; j < out.variants.size(); ++j) {
      const compared_variant &a = out.variants[i], &b = out.variants[j];
      told.at(fmt::format("{} and {}", a.variant->name, b.variant->name));
      pair_order pair = order_of(cost_of_all(a, asked.metric), a.possible, cost_of_all(b, asked.metric), b.possible,
                                 asked.n.from, asked.n.to);
      pair.first = i, pair.second = j;
      out.pairs.push_back(std::move(pair));
    }
  }
  return out;
}

}  // namespace

integer value_at(const variant_entry& variant, cost_metric metric, const point_sizes& at) {
  switch (metric) {
    case cost_metric::unit_total: return variant.work(at);
    case cost_metric::matmul_flops: return variant.claim(at).matmul_flops();
    case cost_metric::memory: return checked_add(variant.scratch(at), variant.resident(at));
    case cost_metric::io: break;
  }
  const traffic<integer> words = variant.io(at);
  return checked_add(words.loads, words.stores);
}

point_sizes at_length(const variant_entry& variant, point_sizes at, long long n) {
  at.n_q = uses(variant, "n_q") ? n : 1;
  at.n_k = n;
  return at;
}

comparison compare(const compare_options& asked) {
  refuse_unused(asked);
  try {
    return compared(asked);
  } catch (const integer_overflow&) {
    throw failure{"OVERFLOW", "compare", "a count does not fit in 128 bits; smaller sizes were expected"};
  }
}

std::string_view name_of(cost_metric metric) {
  constexpr std::string_view names[] = {"unit_total", "matmul_flops", "memory", "io"};
  return names[static_cast<std::size_t>(metric)];
}

std::string_view meaning_of(cost_metric metric) {
  constexpr std::string_view meanings[] = {
      "every scalar operation counts 1", "2 for each multiply-add of a matrix product",
      "scratch at its peak, inputs and outputs", "loaded to fast memory and stored from it"};
  return meanings[static_cast<std::size_t>(metric)];
}

std::string_view unit_of(cost_metric metric) {
  constexpr std::string_view units[] = {"operations", "FLOP", "elements", "words"};
  return units[static_cast<std::size_t>(metric)];
}

std::string write_comparison(const comparison& what) {
  switch (what.asked.format) {
    case drawn_format::json: return write_comparison_json(what);
    case drawn_format::csv: return write_comparison_csv(what);
    case drawn_format::markdown: return write_comparison_markdown(what);
    case drawn_format::svg: return write_comparison_svg(what);
    case drawn_format::text: break;
  }
  return write_comparison_text(what);
}

}  // namespace conform::analyzer
