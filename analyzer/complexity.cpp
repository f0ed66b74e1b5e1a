#include "complexity.hpp"

#include <fmt/format.h>

#include <conform/size/decide.hpp>
#include <conform/size/growth_text.hpp>

#include "number_text.hpp"

namespace conform::analyzer {
namespace {

bool in_core(const metered_place& place) { return place.path == "attention.core"; }
bool in_attention(const metered_place& place) { return place.path.rfind("attention.", 0) == 0; }
bool anywhere(const metered_place&) { return true; }

/// The sum over some places; `layers` counts a kind as often as it occurs, else every kind once.
template <class Where, class What>
polynomial sum(const metered_model& m, Where where, What what, bool layers) {
  polynomial out;
  for (const metered_place& place : m.places)
    if (where(place))
      out += polynomial{integer{place.kind && layers ? m.kinds.times(*place.kind) : 1}} * what(place.done);
  return out;
}
polynomial unit_total(const operations<polynomial>& done) { return done.unit_total(); }
polynomial matmul_flops(const operations<polynomial>& done) { return done.matmul_flops(); }

std::string number(const rational& r) {
  return r.den == 1 ? decimal(r.num) : fmt::format("{}/{}", decimal(r.num), decimal(r.den));
}

complexity_line line_of(const metered_model& m, const char* scope, polynomial f, polynomial bound, bool empty_cache) {
  if (empty_cache) f = m.with(f, "context", 0), bound = m.with(bound, "context", 0);
  complexity_line out{scope, fmt::format("O({})", m.text_of(bound)), "undecided", {}, {}};
  const verdict v = decide(f, bound, static_cast<int>(m.values.size()));
  if (v.holds()) out.verdict = "within", out.constant = number(v.constant);
  if (v.fails()) out.verdict = "not within", out.witness = string_of(explanation(v, f, bound, m.sizes));
  return out;
}

}  // namespace

std::vector<complexity_line> complexity_of(const metered_model& m, const workload& work) {
  const polynomial bound = dense::bound(m.attention);
  const bool empty_cache = work.context == 0;
  return {line_of(m, "attention core of a layer", sum(m, in_core, unit_total, false), bound, empty_cache),
          line_of(m, "attention of a layer, projections included", sum(m, in_attention, unit_total, false), bound,
                  empty_cache),
          line_of(m, "model", sum(m, anywhere, unit_total, true), bound, empty_cache)};
}

balance balance_of(const metered_model& m, const workload& work) {
  const polynomial core = sum(m, in_core, matmul_flops, true);
  const polynomial rest = sum(m, anywhere, matmul_flops, true) - core;
  balance out{m.figure_of(core), m.figure_of(rest), {}};

  // The core grows faster than the rest or, with windows, as fast: so it is ahead from some n on, or never.
  const char* grows = work.phase == phase::decode ? "context" : "seq";
  const polynomial lead = core - rest;
  auto ahead = [&](std::int64_t n) { return m(m.with(lead, grows, n)) > 0; };
  constexpr std::int64_t limit = std::int64_t{1} << 40;
  std::int64_t behind = 0, reached = 1;
  while (reached < limit && !ahead(reached)) behind = reached, reached *= 2;
  if (!ahead(reached)) return out;
  while (reached - behind > 1) {
    const std::int64_t middle = behind + (reached - behind) / 2;
    (ahead(middle) ? reached : behind) = middle;
  }
  out.overtakes_at = reached;
  return out;
}

}  // namespace conform::analyzer
