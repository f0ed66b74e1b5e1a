#pragma once
// metered_model: the typed decoder, run once over symbolic sizes for one config, and the numbers to evaluate it at.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <conform/attention/dense.hpp>
#include <conform/machine/metered.hpp>

#include "attention_core.hpp"
#include "report.hpp"

namespace conform {
enum class feed_kind : unsigned char;
}

namespace conform::analyzer {

/// Layers that differ only in their place are metered once: `of[i]` is the kind of layer first + i.
struct layer_kinds {
  std::vector<pattern> patterns;
  std::vector<feed_kind> feeds;  ///< of each kind: see model/decoder.hpp
  std::vector<std::size_t> of;
  std::size_t first = 0;

  std::int64_t times(std::size_t kind) const;
  bool has_experts(std::size_t kind) const;
  std::int64_t routed() const;  ///< layers that have experts
};

/// One named size of the formulas and its value in a report.
struct named_value {
  const char* name;
  const char* meaning;
  std::int64_t value;
};

/// What one place costs: a path below its layer ("attention.core"), or of its own ("embedding").
struct metered_place {
  std::optional<std::size_t> kind;  ///< of the layer it belongs to
  std::string path;
  operations<polynomial> done;
  polynomial parameters;
  polynomial moved;  ///< elements: see meter::move
};

struct metered_model {
  layer_kinds kinds;
  list<freezing::label> sizes;      ///< by the ids of the formulas
  std::vector<named_value> values;  ///< likewise
  std::vector<metered_place> places;
  std::vector<memory_peak> peaks;
  polynomial cache;                       ///< elements of all layers' keys and values
  attention_sizes<polynomial> attention;  ///< of one layer
  core_formulas core;                     ///< of another attention in its place

  /// Operations, parameters and moved elements of all layers.
  metered_place total() const;
  /// Of the places with this path, in all layers.
  metered_place total(std::string_view path) const;

  integer operator()(const polynomial& p) const;
  std::string text_of(const polynomial& p) const;
  /// Of a named size.
  std::int64_t value(std::string_view name) const;
  figure figure_of(const polynomial& p) const { return {(*this)(p), text_of(p)}; }
  /// p with one named size replaced by a number.
  polynomial with(const polynomial& p, std::string_view name, std::int64_t value) const;
  /// The parameters that one token meets: of each layer's experts those that it chooses.
  polynomial active_parameters() const;

 private:
  void add(metered_place& into, const metered_place& place) const;
};

/// What the metered model says of parameters, operations, memory and places: a report without names, growth and balance.
/// Throws integer_overflow. Defined in meter.cpp.
report report_of(const metered_model& m, const workload& work);

std::string string_of(const list<char>& text);

/// One tensor of weights as the typed model declares it: "layers.0.attention.q.weight", of these extents.
struct declared_tensor {
  std::string path;
  std::vector<std::int64_t> extents;
};

/// Of the model with one layer, in the order of its declaration; every other layer with experts, or without, has the
/// same.
std::vector<declared_tensor> declared_tensors(const model_config& model, bool routed);

/// A place whose parameters are the matrices of all experts, of which a token meets some.
bool is_of_experts(const metered_place& place);

metered_model metered(const model_config& model, const workload& work, const std::optional<attention_core>& core);

/// Another batch, length and context. Formulas of another attention hold for the lengths that it was metered for.
void resize(metered_model& m, const workload& work);

/// The moments at which live memory may be largest in a pass of the layers without what follows them.
std::vector<memory_peak> peaks_of_layers(const model_config& model, const workload& work,
                                         const std::optional<attention_core>& core);

/// The same with at least as many operations in the attention core, and a formula of them, where that has none. Nothing
/// where none is known.
std::optional<metered_model> metered_from_above(const model_config& model, const workload& work,
                                                const std::optional<attention_core>& core);

/// The same where an attention is known by its counts alone: what one head of it does and works in are sizes of the
/// formulas, with ids from values.size() on: a count of each kind in the order of scalar_kinds, mac, scratch.
metered_model metered_over_counts(const model_config& model, const workload& work);

}  // namespace conform::analyzer
