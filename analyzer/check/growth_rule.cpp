#include "check/growth_rule.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <conform/size/growth_text.hpp>

#include "check/model_bound.hpp"
#include "check/model_places.hpp"
#include "proof/growth_decision.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view core = "attention.core";

polynomial times(const polynomial& p, std::int64_t count) { return polynomial{integer{count}} * p; }

/// Places that are one formula: a path below layers of one kind, or a path of its own.
struct formula_place {
  std::optional<std::size_t> kind;
  std::string path;
  auto operator<=>(const formula_place&) const = default;
};

bool is_within(std::string_view path, std::string_view whole) {
  return whole.empty() || path == whole || (path.starts_with(whole) && path[whole.size()] == '.');
}

/// The unit total of a place, from below and from above: a window scores some of the causal pairs, each at the same
/// cost.
std::pair<polynomial, polynomial> unit_total_of(const metered_model& m, const formula_place& at) {
  polynomial low, high;
  const bool all_layers = !at.kind && at.path == "layers", everything = !at.kind && at.path.empty();
  for (const metered_place& place : m.places) {
    if (at.kind ? place.kind != at.kind : !everything && all_layers != place.kind.has_value()) continue;
    if (!all_layers && !is_within(place.path, at.path)) continue;
    const std::int64_t count = place.kind && !at.kind ? m.kinds.times(*place.kind) : 1;
    const polynomial units = place.done.unit_total();
    const bool windowed = place.kind && place.path == core && m.kinds.patterns[*place.kind].window > 0;
    low += times(units, count);
    high += times(windowed ? dense::claim(m.attention, causal).unit_total() : units, count);
  }
  return {low, high};
}

std::map<formula_place, std::vector<std::string>> places_of(const metered_model& m, const glob& layers) {
  std::map<formula_place, std::vector<std::string>> out;
  std::vector<std::string> seen;
  const auto add = [&](const formula_place& at, std::string_view path) {
    std::vector<std::string>& paths = out[at];
    if (paths.empty() || paths.back() != path) paths.emplace_back(path);
  };
  if (layers.matches("layers") && !m.kinds.of.empty()) add({{}, "layers"}, "layers");
  for (std::size_t i = 0; i < m.kinds.of.size(); ++i) {
    const std::string layer = fmt::format("layers.{}", i);
    for (const metered_place& place : m.places) {
      if (place.kind != m.kinds.of[i]) continue;
      each_path_over(layer + '.' + place.path, [&](std::string_view path) {
        if (path.size() < layer.size() || !layers.matches(path)) return;
        add({place.kind, std::string{path.substr(std::min(path.size(), layer.size() + 1))}}, path);
      });
    }
  }
  for (const metered_place& place : m.places)
    if (!place.kind)
      each_path_over(place.path, [&](std::string_view path) {
        if (layers.matches(path)) add({{}, std::string{path}}, path);
      });
  return out;
}

/// The witness; where powers count roots, its exponents are told without the terms that escape.
std::string refutation(const metered_model& m, const growth_question& asked, const growth_answer& answer) {
  if (asked.root == 1) return string_of(explanation(answer.is, answer.f, answer.g, m.sizes));
  const auto name = [&](int id) { return m.sizes[static_cast<std::size_t>(id)].name; };
  list<char> along;
  rendering::put_witness(along, answer.is, answer.f, answer.g, name);
  return fmt::format("along {} it outgrows the bound", string_of(along));
}

growth_found decided(const metered_model& m, const workload& work, const formula_place& at,
                     std::vector<std::string> paths, const bound_node& bound) {
  auto [low, high] = unit_total_of(m, at);
  if (work.phase == phase::decode) {
    low = m.with(low, "seq", 1), high = m.with(high, "seq", 1);
  } else if (work.context == 0) {
    low = m.with(low, "context", 0), high = m.with(high, "context", 0);
  }
  const model_bound wanted{m, work, at.path == core, bound};
  growth_question asked{wanted.told(low), wanted.told(low), wanted.value(), static_cast<int>(m.values.size()),
                        wanted.where(),   wanted.root()};
  growth_answer answer = at_most(asked);
  if (!answer.is.holds() && !answer.is.fails() && low != high) {
    asked.high = wanted.told(high);
    answer = at_most(asked);
  }
  growth_found out{std::move(paths), answer.is.holds(), "within", {}};
  if (out.holds) {
    out.evidence = "constant " + decimal(answer.is.constant);
  } else if (answer.is.fails()) {
    out.verdict = "not within";
    out.evidence = refutation(m, asked, answer);
  } else {
    out.verdict = "undecided";
    out.evidence = answer.is.why;
  }
  return out;
}

}  // namespace

std::string spelled_bound(std::string_view text) {
  constexpr std::string_view dot = "\u00B7";
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  std::string out;
  bool space = false;
  for (const char c : text) {
    if (c == ' ') {
      space = true;
      continue;
    }
    const char last = out.empty() ? '+' : out.back();
    const bool ends_factor =
        (std::string_view{"+*^,(<>=/-"}.find(last) == std::string_view::npos) && !out.ends_with(dot);
    if (space && ends_factor && (is_letter(c) || c == '(')) out += '*';
    if (space && ends_factor && c >= '0' && c <= '9') out += ' ';
    out += c;
    space = false;
  }
  return out;
}

std::vector<growth_found> growth_of(const model_config& model, const chosen_workload& pass,
                                    const std::optional<glob>& layers, const std::string& text) {
  const bound_node bound = parse_bound(spelled_bound(text));
  metered_model m = metered(model, pass.work, pass.core);
  std::map<formula_place, std::vector<std::string>> places;
  if (layers)
    places = places_of(m, *layers);
  else
    places[{{}, ""}] = {};
  std::vector<growth_found> out;
  if (m.core.are_numbers) {
    auto above = metered_from_above(model, pass.work, pass.core);
    if (!above) {
      for (auto& [at, paths] : places)
        out.push_back({std::move(paths), false, "undecided", "no formula is known of " + pass.work.attention});
      return out;
    }
    m = std::move(*above);
  }
  try {
    for (auto& [at, paths] : places) out.push_back(decided(m, pass.work, at, std::move(paths), bound));
  } catch (const integer_overflow&) {
    throw failure{"BOUND", "", "a power or a number is too large; smaller ones were expected"};
  }
  return out;
}

}  // namespace conform::analyzer
