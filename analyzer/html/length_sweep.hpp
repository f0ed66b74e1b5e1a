#pragma once
// length_sweep: what a model costs at many lengths with one attention or another in its layers.

#include <functional>
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
  std::string of;  ///< what n counts: "new tokens", "cached tokens" in decode, a size of a user's model
  long long n{};   ///< that of the report
  std::vector<long long> lengths;
  std::vector<swept_attention> lines;       ///< the first is that of the report
  std::vector<swept_crossover> crossovers;  ///< of operations, by n
  std::vector<std::string> left_out;        ///< variants that the layers cannot have at any of the lengths
};

/// A line before it is swept: its costs at a length; nothing where it cannot be.
struct line_to_sweep {
  std::string name, text;
  std::function<std::optional<swept_point>(long long)> at;
};

/// Powers of two from 64 on; the most itself where that is less.
std::vector<long long> lengths_up_to(long long most);
inline constexpr long long longest_swept = 1'048'576;

/// Fills in lines and crossovers. A crossover is looked for by halving between two of the lengths at which the order
/// differs.
void sweep(length_sweep& into, const std::vector<line_to_sweep>& lines);

/// The attention of the report, dense, and a few others that grow differently. `work` is the pass of the report.
length_sweep sweep_lengths(const model_config& model, const report_options& asked, const workload& work);

}  // namespace conform::analyzer
