#pragma once
// layer_groups: equal layers as one group, so that a table of 32 or 10,000 layers stays readable.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report.hpp"

namespace conform::analyzer {

/// One row of a grouped table. Numbers are those of one member; the group has `times` of them.
struct group_row {
  std::string name;
  integer parameters{};
  integer matmul_flops{};
  integer unit_total{};
  std::string formula;  ///< of matmul_flops
};

struct layer_group {
  std::size_t times{1};
  group_row whole;               ///< "layers 0..31 (32 x)", or the row's own path where it is no layer
  std::vector<group_row> parts;  ///< the leaves of one layer; empty where the group is a single row
};

/// Equal layers, or a row that is no layer's.
struct equal_layers {
  struct part {
    std::string_view name;  ///< within the layer
    std::size_t row;        ///< of the first of the layers
  };
  std::string name;  ///< "layers 0..31 (32 x)", or the row's own path
  std::size_t times{1};
  std::vector<part> parts;
  bool is_layer{};
};

/// Rows "layers.7.attention.query" belong to layer 7; layers whose rows are all the same stand together, where the
/// first row of the first does.
std::vector<equal_layers> equal_layers_of(std::span<const std::string_view> paths,
                                          const std::function<bool(std::size_t, std::size_t)>& same);

/// The sums over times * whole are the sums over the rows.
std::vector<layer_group> groups_of(std::span<const layer_row> rows);

/// What stands at a layer's place itself, with no name of its own there: sums of residual streams, activations.
std::string_view name_of_own_work(bool has_products);

/// "0..27, 30": ascending indices, at most four runs, then an ellipsis.
std::string runs_of(const std::vector<std::size_t>& indices);

/// The sum of all scalar kinds of a row.
integer unit_total_of(const layer_row& row);

}  // namespace conform::analyzer
