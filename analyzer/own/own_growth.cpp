#include "own/own_growth.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <conform/size/decide.hpp>

#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

int power_of(const term& t, int id) {
  for (const factor& f : t.factors)
    if (f.kind == atom_kind::symbol && f.id == id) return f.power;
  return 0;
}
bool is_product_of_sizes(const term& t) {
  return std::all_of(t.factors.begin(), t.factors.end(), [](const factor& f) { return f.kind == atom_kind::symbol; });
}
/// For all sizes of at least 1: no larger power of any size, and not the same.
bool is_within(const term& t, const term& other, int sizes) {
  bool less = false;
  for (int id = 0; id < sizes; ++id) {
    if (power_of(t, id) > power_of(other, id)) return false;
    less = less || power_of(t, id) < power_of(other, id);
  }
  return less;
}

bool is_core(std::string_view path) { return path == "attention.core" || path.ends_with(".attention.core"); }
bool is_of_attention(std::string_view path) {
  return path.starts_with("attention.") || path.find(".attention.") != std::string_view::npos;
}

}  // namespace

complexity_line own_growth(const metered_model& m) {
  const polynomial all = m.total().done.unit_total();
  const int sizes = static_cast<int>(m.values.size());
  polynomial bound;
  for (const term& t : all.terms()) {
    if (!is_product_of_sizes(t))
      return {"model", "O(...)", "undecided", {}, "its operations are no sum of products of sizes"};
    const bool smaller = std::any_of(all.terms().begin(), all.terms().end(),
                                     [&](const term& other) { return is_within(t, other, sizes); });
    if (!smaller) bound.add(term{rational{1}, t.factors});
  }
  complexity_line out{"model", fmt::format("O({})", m.text_of(bound)), "within", {}, {}};
  const verdict v = decide(all, bound, sizes);
  if (!v.holds()) return {"model", out.claim, "undecided", {}, v.why};
  out.constant = decimal(v.constant);
  return out;
}

balance own_balance(const metered_model& m) {
  polynomial core, projections, other;
  for (const metered_place& place : m.places)
    (is_core(place.path) ? core : is_of_attention(place.path) ? projections : other) += place.done.matmul_flops();
  return {m.figure_of(core), m.figure_of(projections), m.figure_of(other), {}, 0};
}

polynomial core_operations(const metered_model& m) {
  polynomial out;
  for (const metered_place& place : m.places)
    if (is_core(place.path)) out += place.done.unit_total();
  return out;
}

}  // namespace conform::analyzer
