#pragma once
// length_sweep: what a model costs at many lengths with one attention or another in its layers.

#include <optional>
#include <string>
#include <vector>

#include "report_options.hpp"
#include "sweep/pass_formulas.hpp"

namespace conform::analyzer {

/// At one length.
struct swept_point {
  integer core;   ///< operations of all attention cores
  integer rest;   ///< of the rest of the model
  integer bytes;  ///< weights, cache and peak of activations
};

struct swept_attention {
  std::string name;                                ///< "flash2_causal"
  std::string text;                                ///< "flash2_causal,B_r=64,B_c=64"
  std::vector<std::optional<swept_point>> points;  ///< by length; nothing where it cannot be
};

/// From n on the order of two lines is another one. Lines are those of the attentions, and behind them the rest.
struct swept_crossover {
  long long n;
  std::size_t lesser, greater;
  bool equal;  ///< both cost the same
};

struct length_sweep {
  bool of_context{};  ///< n counts cached tokens, in decode, or new ones
  std::vector<long long> lengths;
  std::vector<swept_attention> lines;       ///< the first is that of the report
  std::vector<swept_crossover> crossovers;  ///< of operations, by n
  std::vector<std::string> left_out;        ///< variants that the layers cannot have at any of the lengths
};

/// The attention of the report, dense, and a few others that grow differently, at powers of two. A crossover is looked
/// for by halving between two of these lengths at which the order differs.
length_sweep sweep_lengths(const model_config& model, const report_options& asked, number_format dtype);

}  // namespace conform::analyzer
