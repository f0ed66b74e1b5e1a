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
  std::vector<equal_layers::part> parts;
};

using same_rows = std::function<bool(std::size_t, std::size_t)>;

bool are_equal(const layer& a, const layer& b, const same_rows& same) {
  return a.stack == b.stack && std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
                                          [&](const equal_layers::part& one, const equal_layers::part& other) {
                                            return one.name == other.name && same(one.row, other.row);
                                          });
}

}  // namespace

std::string_view name_of_own_work(bool has_products) { return has_products ? "(itself)" : "(elementwise)"; }

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

/// The rows in order: a row that is no layer's, or the layer whose first row stood here.
struct ordered_rows {
  std::vector<layer> layers;
  std::vector<std::pair<bool, std::size_t>> order;  // a place in layers, or a row
};

ordered_rows gather(std::span<const std::string_view> paths) {
  ordered_rows out;
  std::map<std::pair<std::string_view, std::size_t>, std::size_t> known;  // (stack, index) -> place in layers
  for (std::size_t row = 0; row < paths.size(); ++row) {
    const auto path = layer_path_of(paths[row]);
    if (!path) {
      out.order.emplace_back(false, row);
      continue;
    }
    const auto [at, fresh] = known.try_emplace({path->stack, path->index}, out.layers.size());
    if (fresh) {
      out.layers.push_back({path->stack, path->index, {}});
      out.order.emplace_back(true, at->second);
    }
    out.layers[at->second].parts.push_back({path->rest, row});
  }
  return out;
}

/// A layer with the indices of all that equal it.
struct kind_of_layer {
  const layer* first;
  std::size_t group;  // its place in the result
  std::vector<std::size_t> indices;
};

bool are_same(const layer_row& a, const layer_row& b) {
  return a.parameters == b.parameters && a.matmul_flops == b.matmul_flops && a.scalars == b.scalars &&
         a.formula == b.formula;
}

group_row row_of(std::string_view name, const layer_row& row) {
  return {std::string{name}, row.parameters, row.matmul_flops, unit_total_of(row), row.formula};
}

layer_group group_of(const equal_layers& group, std::span<const layer_row> rows) {
  if (!group.is_layer) return {1, row_of(group.name, rows[group.parts[0].row]), {}};
  layer_group out;
  out.times = group.times;
  out.whole.name = group.name;
  for (const auto& [name, row] : group.parts) {
    const group_row part = row_of(name.empty() ? name_of_own_work(rows[row].matmul_flops != 0) : name, rows[row]);
    out.whole.parameters = checked_add(out.whole.parameters, part.parameters);
    out.whole.matmul_flops = checked_add(out.whole.matmul_flops, part.matmul_flops);
    out.whole.unit_total = checked_add(out.whole.unit_total, part.unit_total);
    out.parts.push_back(part);
  }
  return out;
}

}  // namespace

std::vector<equal_layers> equal_layers_of(std::span<const std::string_view> paths, const same_rows& same) {
  const ordered_rows ordered = gather(paths);
  std::vector<kind_of_layer> kinds;
  std::vector<equal_layers> out;
  for (const auto& [is_layer, place] : ordered.order) {
    if (!is_layer) {
      out.push_back({std::string{paths[place]}, 1, {{paths[place], place}}, false});
      continue;
    }
    const layer& one = ordered.layers[place];
    auto kind = std::find_if(kinds.begin(), kinds.end(),
                             [&](const kind_of_layer& known) { return are_equal(*known.first, one, same); });
    if (kind == kinds.end()) {
      kind = kinds.insert(kind, {&one, out.size(), {}});
      out.push_back({{}, 0, one.parts, true});
    }
    kind->indices.push_back(one.index);
  }
  for (const kind_of_layer& kind : kinds) {
    equal_layers& group = out[kind.group];
    group.times = kind.indices.size();
    group.name = fmt::format("{} {} ({} x)", kind.first->stack, runs_of(kind.indices), group.times);
  }
  return out;
}

integer unit_total_of(const layer_row& row) {
  integer sum = 0;
  for (const integer count : row.scalars) sum = checked_add(sum, count);
  return sum;
}

std::vector<layer_group> groups_of(std::span<const layer_row> rows) {
  std::vector<std::string_view> paths;
  for (const layer_row& row : rows) paths.emplace_back(row.path);
  std::vector<layer_group> out;
  for (const equal_layers& group :
       equal_layers_of(paths, [&](std::size_t a, std::size_t b) { return are_same(rows[a], rows[b]); }))
    out.push_back(group_of(group, rows));
  return out;
}

}  // namespace conform::analyzer
