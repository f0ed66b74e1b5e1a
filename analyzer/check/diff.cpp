#include "check/diff.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "check/model_places.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

using pair_of_figures = std::pair<std::optional<integer>, std::optional<integer>>;

/// The figures of both sides, those of the head that the base does not have behind the rest.
class pairing {
 public:
  void add(const figure_set& from, bool is_head, const std::set<std::string>& without) {
    for (const keyed_figure& figure : from.figures) {
      if (without.contains(figure.key.workload)) continue;
      const auto [found, is_new] = at_.emplace(figure.key, pairs_.size());
      if (is_new) pairs_.push_back({figure.key, {}});
      auto& sides = pairs_[found->second].second;
      (is_head ? sides.second : sides.first) = figure.value;
    }
  }
  const auto& pairs() const { return pairs_; }

 private:
  std::map<figure_key, std::size_t> at_;
  std::vector<std::pair<figure_key, pair_of_figures>> pairs_;
};

/// Rows by what is equal in them: workload, metric, the path in its layer, and the figures.
using known_rows = std::map<std::tuple<std::string, std::string, std::string, pair_of_figures>, std::size_t>;

/// Puts a figure of a place into the row of those that are equal.
void add_layer(std::vector<diff_row>& rows, known_rows& known, const figure_key& key, const pair_of_figures& sides) {
  if (sides.first.value_or(0) == 0 && sides.second.value_or(0) == 0) return;  // nothing came or went
  const auto [found, is_new] =
      known.emplace(std::tuple{key.workload, key.metric, shape_of(key.layer), sides}, rows.size());
  if (is_new) rows.push_back({key.workload, {}, key.metric, sides.first, sides.second});
  rows[found->second].layers.push_back(key.layer);
}

std::set<std::string> not_comparable(const figure_set& base, const figure_set& head, difference& out) {
  std::set<std::string> names;
  for (const auto& [name, was] : base.workloads) {
    const auto is = head.workloads.find(name);
    if (is == head.workloads.end()) continue;
    if (const std::string how = differences(was.model, is->second.model); !how.empty())
      out.changed.push_back(fmt::format("workload {}: {}", in_quotes(name), how));
    const std::string how = differences(was.pass, is->second.pass);
    if (how.empty()) continue;
    names.insert(name);
    out.not_comparable.push_back(fmt::format("workload {} is of two passes: {}", in_quotes(name), how));
  }
  for (const figure_set* side : {&base, &head})
    for (const keyed_figure& figure : side->figures) out.skipped += names.contains(figure.key.workload) ? 1 : 0;
  return names;
}

std::string pass_text(const figure_set& from) {
  return from.is_baseline ? fmt::format("{} workloads", from.workloads.size()) : from.pass_line;
}

/// Another attention than dense decides its mask: that it is another one says nothing, but where one side counts every
/// key.
void refuse_two_passes(const figure_set& base, const figure_set& head) {
  fact_list was = base.pass, is = head.pass;
  const auto of = [](const fact_list& facts, std::string_view name) { return value_of_fact(facts, name).value_or(""); };
  const bool dense = of(was, "attention") == "dense" && of(is, "attention") == "dense";
  const bool free_mask = !dense && of(was, "mask") != "full" && of(is, "mask") != "full";
  for (fact_list* side : {&was, &is})
    std::erase_if(*side, [&](const auto& fact) {
      return fact.first == "attention" || fact.first == "dtype" || (free_mask && fact.first == "mask");
    });
  const std::string how = differences(was, is);
  if (how.empty()) return;
  throw failure{"NOT-COMPARABLE", "diff",
                fmt::format("{} and {} are of two passes: {}; expected the same one", printable(base.title, 80),
                            printable(head.title, 80), how)};
}

}  // namespace

difference difference_of(const figure_set& base, const figure_set& head) {
  if (base.is_baseline != head.is_baseline)
    throw failure{"NOT-COMPARABLE", "diff",
                  fmt::format("{} is a baseline and {} is none; expected two of a kind",
                              printable(base.is_baseline ? base.title : head.title),
                              printable(base.is_baseline ? head.title : base.title))};
  if (!base.is_baseline) refuse_two_passes(base, head);
  difference out;
  out.base_title = base.title, out.head_title = head.title;
  out.base_pass = pass_text(base), out.head_pass = pass_text(head);
  const std::set<std::string> without = not_comparable(base, head, out);
  pairing both;
  both.add(base, false, without);
  both.add(head, true, without);
  known_rows known;
  std::set<std::pair<std::string, std::string>> changed, added, removed;
  for (const auto& [key, sides] : both.pairs()) {
    const bool on_both = sides.first && sides.second, equal = sides.first == sides.second;
    out.matched += on_both ? 1 : 0;
    out.exact += equal ? 1 : 0;
    out.skipped += on_both ? 0 : 1;
    if (key.layer.empty()) {
      out.models.push_back({key.workload, {}, key.metric, sides.first, sides.second});
    } else if (!equal) {
      add_layer(out.layers, known, key, sides);
      (on_both ? changed : sides.second ? added : removed).emplace(key.workload, key.layer);
    }
  }
  for (diff_row& row : out.layers)
    std::sort(row.layers.begin(), row.layers.end(), [](const std::string& a, const std::string& b) {
      return std::pair{a.size(), a} < std::pair{b.size(), b};  // numbers of one path in their order
    });
  out.changed_layers = changed.size(), out.added_layers = added.size(), out.removed_layers = removed.size();
  if (out.matched > 0) return out;
  throw failure{"NOT-COMPARABLE", "diff",
                "no figure is on both sides" + (out.not_comparable.empty() ? "" : ": " + out.not_comparable.front())};
}

}  // namespace conform::analyzer
