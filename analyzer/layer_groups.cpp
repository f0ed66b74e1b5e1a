#include "layer_groups.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace conform::analyzer {
namespace {

/// "layers.7.attention.query" as "layers", 7, "attention.query".
struct layer_path {
  std::string_view stack;
  std::size_t index;
  std::string_view rest;
};

std::optional<layer_path> layer_path_of(std::string_view path) {
  const auto first = path.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  std::size_t index{};
  const char* const begin = path.data() + first + 1;
  const char* const last = path.data() + path.size();
  const auto [end, problem] = std::from_chars(begin, last, index);
  if (problem != std::errc{} || (end != last && *end != '.')) return std::nullopt;
  const auto rest =
      end == last ? std::string_view{} : std::string_view{end + 1, static_cast<std::size_t>(last - end - 1)};
  return layer_path{path.substr(0, first), index, rest};
}

struct layer {
  std::string_view stack;
  std::size_t index;
  std::vector<std::pair<std::string_view, const layer_row*>> parts;  // name within the layer

  bool equals(const layer& other) const {
    if (stack != other.stack || parts.size() != other.parts.size()) return false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto& [name, row] = parts[i];
      const auto& [other_name, other_row] = other.parts[i];
      if (name != other_name || row->parameters != other_row->parameters ||
          row->matmul_flops != other_row->matmul_flops || row->scalars != other_row->scalars ||
          row->formula != other_row->formula) {
        return false;
      }
    }
    return true;
  }
};

}  // namespace

std::string runs_of(const std::vector<std::size_t>& indices) {
  std::string out;
  std::size_t runs = 0;
  for (std::size_t first = 0; first < indices.size(); ++runs) {
    std::size_t last = first;
    while (last + 1 < indices.size() && indices[last + 1] == indices[last] + 1) ++last;
    if (runs == 4) return out + ", ...";
    if (!out.empty()) out += ", ";
    out += first == last ? fmt::format("{}", indices[first]) : fmt::format("{}..{}", indices[first], indices[last]);
    first = last + 1;
  }
  return out;
}

namespace {

group_row row_of(std::string_view name, const layer_row& row) {
  return {std::string{name}, row.parameters, row.matmul_flops, unit_total_of(row), row.formula};
}

layer_group group_of(const layer& first, const std::vector<std::size_t>& indices) {
  layer_group out;
  out.times = indices.size();
  out.whole.name = fmt::format("{} {} ({} x)", first.stack, runs_of(indices), indices.size());
  for (const auto& [name, row] : first.parts) {
    const group_row part = row_of(name, *row);
    out.whole.parameters = checked_add(out.whole.parameters, part.parameters);
    out.whole.matmul_flops = checked_add(out.whole.matmul_flops, part.matmul_flops);
    out.whole.unit_total = checked_add(out.whole.unit_total, part.unit_total);
    out.parts.push_back(part);
  }
  return out;
}

/// The rows in order: a row that is no layer's, or the layer whose first row stood here.
struct ordered_rows {
  std::vector<layer> layers;
  std::vector<std::pair<const layer_row*, std::size_t>> order;  // a single row, or a place in layers
};

ordered_rows gather(std::span<const layer_row> rows) {
  ordered_rows out;
  std::map<std::pair<std::string_view, std::size_t>, std::size_t> known;  // (stack, index) -> place in layers
  for (const layer_row& row : rows) {
    const auto path = layer_path_of(row.path);
    if (!path) {
      out.order.emplace_back(&row, 0);
      continue;
    }
    const auto [at, fresh] = known.try_emplace({path->stack, path->index}, out.layers.size());
    if (fresh) {
      out.layers.push_back({path->stack, path->index, {}});
      out.order.emplace_back(nullptr, at->second);
    }
    out.layers[at->second].parts.emplace_back(path->rest, &row);
  }
  return out;
}

/// A layer with the indices of all that equal it, or a row that is no layer's.
struct kind_of_layer {
  const layer* first{};
  std::vector<std::size_t> indices;
  const layer_row* single{};
};

std::vector<kind_of_layer> kinds_of(const ordered_rows& rows) {
  std::vector<kind_of_layer> kinds;
  for (const auto& [single, place] : rows.order) {
    if (single != nullptr) {
      kinds.push_back({nullptr, {}, single});
      continue;
    }
    const layer& one = rows.layers[place];
    const auto equal = [&](const kind_of_layer& kind) { return kind.first != nullptr && kind.first->equals(one); };
    auto same = std::find_if(kinds.begin(), kinds.end(), equal);
    if (same == kinds.end()) same = kinds.insert(same, {&one, {}, nullptr});
    same->indices.push_back(one.index);
  }
  return kinds;
}

}  // namespace

integer unit_total_of(const layer_row& row) {
  integer sum = 0;
  for (const integer count : row.scalars) sum = checked_add(sum, count);
  return sum;
}

std::vector<layer_group> groups_of(std::span<const layer_row> rows) {
  const ordered_rows ordered = gather(rows);
  std::vector<layer_group> out;
  for (const kind_of_layer& kind : kinds_of(ordered)) {
    out.push_back(kind.single != nullptr ? layer_group{1, row_of(kind.single->path, *kind.single), {}}
                                         : group_of(*kind.first, kind.indices));
  }
  return out;
}

}  // namespace conform::analyzer
