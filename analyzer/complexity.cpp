#include "complexity.hpp"

#include <string_view>

#include <fmt/format.h>

#include <conform/size/decide.hpp>
#include <conform/size/growth_text.hpp>

#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

bool in_core(const metered_place& place) { return place.path == "attention.core"; }
bool in_attention(const metered_place& place) { return place.path.rfind("attention.", 0) == 0; }
bool in_projections(const metered_place& place) { return in_attention(place) && !in_core(place); }
bool anywhere(const metered_place&) { return true; }

polynomial unit_total(const operations<polynomial>& done) { return done.unit_total(); }
polynomial matmul_flops(const operations<polynomial>& done) { return done.matmul_flops(); }

/// The sum over some places of the whole model.
template <class Where, class What>
polynomial sum(const metered_model& m, Where where, What what) {
  polynomial out;
  for (const metered_place& place : m.places)
    if (where(place)) out += polynomial{integer{place.kind ? m.kinds.times(*place.kind) : 1}} * what(place.done);
  return out;
}
/// The same in one layer of each kind.
template <class Where>
std::vector<polynomial> unit_totals_of_layers(const metered_model& m, Where where) {
  std::vector<polynomial> out(m.kinds.patterns.size());
  for (const metered_place& place : m.places)
    if (place.kind && where(place)) out[*place.kind] += unit_total(place.done);
  return out;
}

/// settled, of the terms alone that have something to settle: with sizes shifted by one and back, as settled shifts
/// all, the others come out as they are, and would take most of a report's time.
polynomial settled_where_needed(const polynomial& f) {
  polynomial plain, others;
  for (const term& one : f.terms()) {
    polynomial alone;
    alone.add(one);
    (growing::has_atoms(alone) ? others : plain).add(one);
  }
  return others.is_zero() ? plain : plain + settled(others);
}

/// Of several functions the one that the bound holds worst for: one that it fails for, else the largest constant.
complexity_line line_of(const metered_model& m, const char* scope, std::vector<polynomial> functions, polynomial bound,
                        bool empty_cache) {
  if (empty_cache) bound = m.with(bound, "context", 0);
  complexity_line out{scope, fmt::format("O({})", m.text_of(bound)), "within", {}, {}};
  rational largest;
  for (polynomial& f : functions) {
    if (empty_cache) f = m.with(f, "context", 0);
    f = settled_where_needed(f);
    const verdict v = decide(f, bound, static_cast<int>(m.values.size()));
    if (v.fails()) return {scope, out.claim, "not within", {}, string_of(explanation(v, f, bound, m.sizes))};
    if (!v.holds()) return {scope, out.claim, "undecided", {}, v.why};
    largest = max(largest, v.constant);
  }
  out.constant = decimal(largest);
  return out;
}

/// The attention cores of layers, from above: a window, or another pattern behind a cache, scores some of the causal pairs,
/// each at the same cost, and the bound for those has the smaller constant.
std::vector<polynomial> cores_from_above(const metered_model& m) {
  std::vector<polynomial> out = unit_totals_of_layers(m, in_core);
  for (std::size_t kind = 0; kind < out.size(); ++kind)
    if (m.core.most)
      out[kind] = m.attention.carried * *m.core.most;
    else if (m.kinds.patterns[kind].window > 0) out[kind] = dense::claim(m.attention, causal).unit_total();
  return out;
}

}  // namespace

std::vector<complexity_line> complexity_of(const metered_model& m, const workload& work) {
  const polynomial bound = dense::bound(m.attention);
  const bool empty_cache = work.context == 0;
  return {line_of(m, "attention core of a layer", cores_from_above(m), bound, empty_cache),
          line_of(m, "attention of a layer, projections included", unit_totals_of_layers(m, in_attention), bound,
                  empty_cache),
          line_of(m, "model", {sum(m, anywhere, unit_total)}, bound, empty_cache)};
}

balance balance_of(const metered_model& m, const workload& work) {
  const polynomial core = sum(m, in_core, matmul_flops), projections = sum(m, in_projections, matmul_flops);
  const polynomial rest = sum(m, anywhere, matmul_flops) - core;
  balance out{m.figure_of(core), m.figure_of(projections), m.figure_of(rest - projections), {}, 0};

  if (m.core.are_numbers) return out;  // nothing is known of another n

  // The core grows faster than the rest or, with windows, as fast: so it is ahead from some n on, or never.
  const std::string_view grows = work.phase == phase::decode ? "context" : "seq";
  const polynomial lead = core - rest;
  auto ahead = [&](std::int64_t n) {
    return evaluate(lead, [&](int id) {
             const named_value& size = m.values[static_cast<std::size_t>(id)];
             return integer{size.name == grows ? n : size.value};
           }) > 0;
  };
  constexpr std::int64_t limit = std::int64_t{1} << 40;
  std::int64_t behind = 0, reached = 1;
  try {
    while (!ahead(reached)) {
      out.searched_to = behind = reached;
      if (reached == limit) return out;
      reached *= 2;
    }
  } catch (const integer_overflow&) {  // no count of so many tokens fits: nothing is said beyond
    return out;
  }
  while (reached - behind > 1) {
    const std::int64_t middle = behind + (reached - behind) / 2;
    (ahead(middle) ? reached : behind) = middle;
  }
  out.overtakes_at = reached;
  return out;
}

}  // namespace conform::analyzer
