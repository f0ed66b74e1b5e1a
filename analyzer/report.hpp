#pragma once
// report: every number that `conform report` prints, each with the formula it was evaluated from.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <conform/size/integer.hpp>

#include "attention_core.hpp"
#include "convention/counted.hpp"
#include "hardware/parallel.hpp"
#include "model_config.hpp"
#include "workload.hpp"

namespace conform::analyzer {

/// One exact count and where it comes from.
struct figure {
  integer value{};
  std::string formula;  ///< over the symbols of report::symbols; empty when there is none to show
};

/// The scalar operations that are counted, in the order in which every output lists them.
inline constexpr std::array<std::string_view, 11> scalar_kinds{"mul", "add",  "div", "exp", "cmp", "sqrt",
                                                               "log", "tanh", "erf", "sin", "cos"};
inline constexpr std::size_t scalar_kind_count = scalar_kinds.size();

/// A symbol of the formulas, what it stands for, and its value in this report.
struct symbol {
  std::string name;
  std::string meaning;
  integer value{};
};

struct parameter_figures {
  figure total;
  figure active;  ///< those one token meets; the total for dense models
  figure embedding;
};

struct operation_figures {
  figure matmul_flops;                            ///< 2 a multiply-add of a matmul
  std::array<figure, scalar_kind_count> scalars;  ///< every scalar operation, in the order of scalar_kinds
  figure unit_total;                              ///< the sum of all scalars
};

struct memory_figures {
  figure weights_bytes;
  figure kv_cache_bytes_per_token;  ///< of one sequence
  figure kv_cache_bytes;            ///< of the whole batch, after this pass
  figure activation_peak_bytes;
  std::string peak_place;  ///< path of the place where the peak occurs
  std::string schedule;    ///< one line: what is alive when
};

/// One decision of the big-O procedure.
struct complexity_line {
  std::string scope;                    ///< attention core, attention layer, model ...
  std::string claim;                    ///< "O(n^2 d)" in words of the report
  std::string verdict;                  ///< "within", "not within", "agrees on N points" ...
  std::optional<std::string> constant;  ///< on success: the bound's constant
  std::optional<std::string> witness;   ///< on failure: the separating regime
};

/// How the matmul FLOPs divide: the attention core (QK^T and PV), the projections of attention, and all else
/// (feed-forward, output head). n is the number of new tokens in prefill, of cached tokens in decode.
struct balance {
  figure core;
  figure projections;
  figure other;
  std::optional<integer> overtakes_at;  ///< smallest n at which the core exceeds the rest
  integer searched_to;                  ///< the largest n looked at
};

/// One leaf of the model. Rows sum exactly to the totals; equal layers repeat as rows of their own.
struct layer_row {
  std::string path;  ///< "layers.0.attention.query", "embedding" ...
  integer parameters{};
  integer matmul_flops{};
  std::array<integer, scalar_kind_count> scalars{};
  std::string formula;  ///< of matmul_flops
};

/// One tensor of weights, of a model of a user's own.
struct tensor_row {
  std::string path;  ///< "layers.0.attention.q.weight"
  std::string axes;  ///< "{model: model, head: heads, head_dim: head_dim}"
  figure elements;
};

struct report {
  std::string model_name;
  std::string model_type;
  std::string source;
  std::string family;
  std::string convention;  ///< one line: what one count is
  analyzer::workload workload;
  std::vector<symbol> symbols;
  parameter_figures parameters;
  operation_figures operations;
  std::optional<counted> under;  ///< the same work under another convention, where one was asked for
  memory_figures memory;
  std::vector<complexity_line> complexity;
  std::optional<analyzer::balance> balance;
  std::vector<layer_row> layers;
  bool own{};                       ///< a typed model of a user's: one call at the sizes of `symbols`; no sequences, no cache
  std::vector<tensor_row> tensors;  ///< of such a model
  std::optional<analyzer::roofline> roofline;       ///< of all on one device, where one was named
  std::optional<analyzer::parallel_plan> parallel;  ///< where several devices were asked for
};

struct metered_model;

/// Evaluates a pass that is metered already. Throws integer_overflow when a count leaves 128 bits. Defined in meter.cpp.
report make_report(const metered_model& m, const model_config& model, const workload& work,
                   const std::optional<attention_core>& core);

/// The same of one that it meters: the typed model of the config's family over symbolic sizes.
report make_report(const model_config& model, const workload& work, const std::optional<attention_core>& core = {});

}  // namespace conform::analyzer
