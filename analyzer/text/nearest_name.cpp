#include "text/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace conform::analyzer {
namespace {

constexpr std::size_t longest_name = 64;  // names are short; the distance is quadratic

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Letters inserted, left out, replaced or swapped; capitals are no other letters.
std::size_t edits_between(std::string_view a, std::string_view b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> cost((a.size() + 1) * width);  // (prefix of a, prefix of b)
  const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& { return cost[i * width + j]; };
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        at(i, j) = i + j;
        continue;
      }
      const std::size_t replaced = at(i - 1, j - 1) + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
    }
  }
  return at(a.size(), b.size());
}

bool has_letters_of(std::string_view a, std::string_view b) {
  return std::is_permutation(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> longer_name(std::string_view name, std::span<const std::string_view> candidates) {
  std::optional<std::string_view> out;
  if (name.size() < 2) return out;
  for (const std::string_view one : candidates) {
    const bool begins = one.size() >= name.size() && std::equal(name.begin(), name.end(), one.begin(), [](char a, char b) {
      return lower(a) == lower(b);
    });
    if (begins && (!out || one.size() < out->size())) out = one;
  }
  return out;
}

}  // namespace

std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
  if (name.empty() || name.size() > longest_name) return std::nullopt;
  std::size_t fewest = std::max<std::size_t>(1, name.size() / 3) + 1;
  std::optional<std::string_view> nearest;
  for (const std::string_view candidate : candidates) {
    const std::size_t edits = edits_between(name, candidate);
    if (edits < fewest) {
      fewest = edits;
      nearest = candidate;
    }
  }
  const bool is_swapped = nearest && fewest == 1 && nearest->size() == name.size() && has_letters_of(name, *nearest);
  if (is_swapped) return nearest;
  const auto longer = longer_name(name, candidates);
  return longer ? longer : nearest;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  const auto nearest = nearest_name(name, candidates);
  return nearest ? "; did you mean " + std::string{*nearest} + "?" : "";
}

std::string listed(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

}  // namespace conform::analyzer
