#pragma once
// model_places: the places of a model by path: leaves ("layers.0.attention.core") and what they are parts of
// ("layers.0").

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/glob.hpp"
#include "check/metrics.hpp"
#include "report.hpp"

namespace conform::analyzer {

/// A leaf, or the sum of the leaves below it.
struct model_place {
  std::string path;
  integer parameters{};
  integer matmul_flops{};
  integer unit_total{};

  integer value_of(const metric& measured) const;
};

/// Those that the pattern matches, in the order of the model. Throws integer_overflow.
std::vector<model_place> places_matching(std::span<const layer_row> rows, const glob& pattern);

/// Calls f(path) with each path that holds the leaf: "layers", "layers.0", ... and the leaf itself.
template <class F>
void each_path_over(std::string_view leaf, F f) {
  for (auto dot = leaf.find('.'); dot != std::string_view::npos; dot = leaf.find('.', dot + 1)) f(leaf.substr(0, dot));
  f(leaf);
}

/// The path with the number of its layer left out: what it is in every layer, "layers..core", "model.layers..weight".
std::string shape_of(std::string_view path);

/// "; did you mean layers.*.attention.core?", or nothing: a place that is near, with * for the number of its layer.
std::string place_advice(std::span<const layer_row> rows, std::string_view pattern);

/// "layers.0..31.attention.core", "embedding, head": many paths in few words.
std::string paths_text(std::span<const std::string> paths);

}  // namespace conform::analyzer
