#include "check/model_places.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "layer_groups.hpp"
#include "text/nearest_name.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t longest_list = 4;

/// "layers.", 7, ".attention.core"
struct numbered_path {
  std::string_view before, after;
  int number{};
};

/// By the first part that is a number, where another part stands before it.
std::optional<numbered_path> numbered(std::string_view path) {
  for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1)) {
    numbered_path out{path.substr(0, dot + 1), {}, 0};
    const char* const first = path.data() + dot + 1;
    const char* const last = path.data() + path.size();
    const auto [end, problem] = std::from_chars(first, last, out.number);
    if (problem != std::errc{} || (end != last && *end != '.')) continue;
    out.after = path.substr(static_cast<std::size_t>(end - path.data()));
    return out;
  }
  return {};
}

/// A run of layers with the same path below.
struct run_of_paths {
  std::string_view path;
  std::optional<numbered_path> first;
  int last{};

  /// Where the other one goes on.
  bool takes(const run_of_paths& next) {
    if (!first || !next.first || next.first->number != last + 1) return false;
    if (next.first->before != first->before || next.first->after != first->after) return false;
    last = next.last;
    return true;
  }
  std::string text() const {
    if (!first || first->number == last) return std::string{path};
    return fmt::format("{}{}..{}{}", first->before, first->number, last, first->after);
  }
};

}  // namespace

integer model_place::value_of(const metric& measured) const {
  if (measured.name == "matmul_flops") return matmul_flops;
  return measured.name == "parameters" ? parameters : unit_total;
}

std::vector<model_place> places_matching(std::span<const layer_row> rows, const glob& pattern) {
  std::vector<model_place> out;
  std::map<std::string, std::optional<std::size_t>, std::less<>> known;
  for (const layer_row& row : rows) {
    const integer units = unit_total_of(row);
    each_path_over(row.path, [&](std::string_view path) {
      auto found = known.find(path);
      if (found == known.end()) {
        const bool chosen = pattern.matches(path);
        found = known.emplace(path, chosen ? std::optional{out.size()} : std::nullopt).first;
        if (chosen) out.push_back({std::string{path}, 0, 0, 0});
      }
      if (!found->second) return;
      model_place& place = out[*found->second];
      place.parameters = checked_add(place.parameters, row.parameters);
      place.matmul_flops = checked_add(place.matmul_flops, row.matmul_flops);
      place.unit_total = checked_add(place.unit_total, units);
    });
  }
  return out;
}

std::string shape_of(std::string_view path) {
  const auto split = numbered(path);
  return split ? fmt::format("{}{}", split->before, split->after) : std::string{path};
}

std::string place_advice(std::span<const layer_row> rows, std::string_view pattern) {
  std::set<std::string> shapes;
  for (const layer_row& row : rows)
    each_path_over(row.path, [&](std::string_view path) {
      const auto split = numbered(path);
      shapes.insert(split ? fmt::format("{}*{}", split->before, split->after) : std::string{path});
    });
  const std::vector<std::string_view> names{shapes.begin(), shapes.end()};
  return did_you_mean(pattern, names);
}

std::string paths_text(std::span<const std::string> paths) {
  std::vector<run_of_paths> runs;
  for (const std::string& path : paths) {
    const auto first = numbered(path);
    const run_of_paths next{path, first, first ? first->number : 0};
    bool taken = false;
    for (run_of_paths& run : runs) taken = taken || run.takes(next);
    if (!taken) runs.push_back(next);
  }
  std::string out;
  for (std::size_t i = 0; i < runs.size() && i < longest_list; ++i) out += (i > 0 ? ", " : "") + runs[i].text();
  if (runs.size() > longest_list) out += fmt::format(" and {} more", runs.size() - longest_list);
  return out;
}

}  // namespace conform::analyzer
