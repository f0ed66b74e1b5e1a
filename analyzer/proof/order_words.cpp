#include "proof/order_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t most_told = 12;

std::string change_words(const comparison& what, const pair_order& pair, const order_at& change) {
  return fmt::format("from n = {} {}", grouped(change.n), order_words(what, pair, change.order));
}

}  // namespace

std::string_view lesser_of(const comparison& what, const pair_order& pair, int order) {
  if (order == 0) return "";
  return (order < 0 ? what.first_of(pair) : what.second_of(pair)).variant->name;
}

std::string order_words(const comparison& what, const pair_order& pair, int order) {
  return order == 0 ? "equal" : fmt::format("{} costs less", lesser_of(what, pair, order));
}

std::string changes_words(const comparison& what, const pair_order& pair) {
  if (!pair.undecided.empty()) return "not decided: " + pair.undecided;
  if (!pair.start) return "at no n are both possible";
  std::string out = change_words(what, pair, *pair.start);
  if (pair.count == 0) return out + "; no crossover";
  for (std::size_t i = 0; i < pair.changes.size() && i < most_told; ++i)
    out += "; " + change_words(what, pair, pair.changes[i]);
  const long long more = pair.count - static_cast<long long>(most_told);
  if (more <= 0) return out;
  return out + fmt::format("; and {} more change{}, the last {}", grouped(more), more == 1 ? "" : "s",
                           change_words(what, pair, *pair.last));
}

std::string heading_of(const comparison& what) {
  const cost_metric metric = what.asked.metric;
  std::string out = fmt::format("conform compare, {} in {}: {}; n = n_q = n_k, {}", name_of(metric), unit_of(metric),
                                meaning_of(metric), widths_words(what));
  if (what.asked.fast_memory) out += ", fast memory of " + memory_words(what);
  return out;
}

std::string widths_words(const comparison& what) {
  const auto is_width = [](const size_word& word) { return word.name == "d_k" || word.name == "d_v" || word.name == "d_m"; };
  const std::string out = fmt::format("d = d_k = d_v = {}", what.asked.d);
  const auto& given = what.asked.sizes;
  return std::any_of(given.begin(), given.end(), is_width) ? out + " where --sizes gives no other" : out;
}

std::string memory_words(const comparison& what) {
  return grouped(*what.asked.fast_memory) + (*what.asked.fast_memory == 1 ? " word" : " words");
}

std::string sizes_words(const compared_variant& what) {
  std::string out;
  for (const chosen_size& size : what.chosen)
    out += fmt::format("{}{} = {} ({})", out.empty() ? "" : ", ", size.name, size.value, size.by);
  return out;
}

std::string range_words(const comparison& what) {
  const lengths& n = what.asked.n;
  return n.from == n.to ? fmt::format("n = {}", grouped(n.from))
                        : fmt::format("all n from {} to {}", grouped(n.from), grouped(n.to));
}

}  // namespace conform::analyzer
