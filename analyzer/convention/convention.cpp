#include "convention/convention.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "convention/rules.hpp"
#include "failure.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {

std::string_view name_of(stage value) {
  return value == stage::forward ? "forward" : value == stage::backward ? "backward" : "recompute";
}

std::span<const convention> conventions() {
  static const std::vector<convention> all = [] {
    std::vector<convention> out;
    for (const auto some : {forward_conventions(), training_conventions()})
      out.insert(out.end(), some.begin(), some.end());
    return out;
  }();
  return all;
}

std::string refusal_of(const convention& by, const subject& about) {
  if (about.work.attention != "dense") return "counts dense attention; --attention has no meaning for it";
  if (about.model.experts && !by.knows_experts)
    return "has no rule here for mixtures of experts, of which a token meets some; this model is one";
  return by.refusal(about);
}

const convention& find_convention(std::string_view place, const std::string& name, const subject& about) {
  const std::span<const convention> all = conventions();
  const auto known = std::find_if(all.begin(), all.end(), [&](const convention& c) { return c.name == name; });
  if (known == all.end()) {
    std::vector<std::string_view> names;
    for (const convention& c : all) names.push_back(c.name);
    throw failure{
        "UNKNOWN-CONVENTION", place,
        fmt::format("no convention {}; see conform list conventions{}", in_quotes(name), did_you_mean(name, names))};
  }
  const std::string why = refusal_of(*known, about);
  if (!why.empty()) throw failure{"NO-MEANING", place, fmt::format("{} {}", name, why)};
  return *known;
}

}  // namespace conform::analyzer
