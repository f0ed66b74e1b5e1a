#pragma once
// pass_formulas: one forward pass of a model, metered once, and its figures at any batch, context and length.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attention_core.hpp"
#include "metered_model.hpp"
#include "sweep/flat_formulas.hpp"

namespace conform::analyzer {

struct pass_sizes {
  long long batch, context, seq;
};

/// As in a report: parameters, FLOP, operations, and bytes.
inline constexpr std::array<std::string_view, 7> pass_figure_names{
    "parameters",     "matmul_flops",         "unit_total", "weights_bytes", "kv_cache_bytes_per_token",
    "kv_cache_bytes", "activation_peak_bytes"};
enum pass_figure : std::size_t {
  parameters,
  matmul_flops,
  unit_total,
  weights_bytes,
  token_bytes,
  cache_bytes,
  peak_bytes
};
using pass_figures = std::array<integer, pass_figure_names.size()>;

class pass_formulas {
 public:
  /// Of the workload mask and logits count, of the core all but its lengths. Throws integer_overflow.
  pass_formulas(const model_config& model, const workload& work, std::optional<attention_core> core);

  /// The figures where a number takes so many bytes; or the code of the error that a report ends with. Throws
  /// integer_overflow.
  std::string_view figures(const pass_sizes& at, integer bytes, pass_figures& out);

  /// The scalar operations of all attention cores at the sizes of the last figures.
  integer core_operations() const { return slots_[core_operations_]; }

  /// The formulas as text, over the workload alone.
  const std::string& identity() const { return identity_; }

 private:
  std::size_t add(const metered_model& m, const polynomial& formula);
  std::string_view count_head(const pass_sizes& at);

  std::optional<attention_core> core_;
  bool has_queries_{true}, one_length_{};
  flat_formulas formulas_;
  std::size_t parameters_{}, matmul_flops_{}, unit_total_{}, core_operations_{}, cache_{}, one_token_{};
  std::vector<std::size_t> peaks_;
  std::vector<integer> slots_;
  std::string identity_;
};

}  // namespace conform::analyzer
