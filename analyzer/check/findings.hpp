#pragma once
// findings: what a check found, in words that every output shares.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "check/check_config.hpp"
#include "toml/text_place.hpp"

namespace conform::analyzer {

struct exact_numbers {
  integer value{}, limit{};
  metric_unit unit{};
};

/// A limit that is not kept. Texts may hold names from outside, as they are: writers escape them.
struct finding {
  std::string rule;
  severity is{severity::error};
  std::string workload;
  std::string layers;                  ///< the places that are equal in it; empty: the whole model
  std::string measured;                ///< the metric; "complexity", "checkpoint", "waiver"
  std::string value, limit;            ///< with their units
  std::optional<exact_numbers> exact;  ///< where the two are counts
  std::string place;                   ///< tells findings of a rule apart: the first of the layers
  std::string excess;                  ///< by how much, exactly: "100 FLOP (10.00 %) too many"
  std::string limit_key;               ///< the key that states the limit
  std::string config;                  ///< the file that states it
  text_place at;                       ///< where it does
  std::optional<std::string> waived;   ///< "until 2026-12-31: why"

  bool fails() const { return is == severity::error && !waived; }
  /// "flops of layers.0..1.attention.core at prefill: 1,100 FLOP, limit 1,000 FLOP, 100 FLOP (10.00 %) too many"
  std::string text() const;
  /// "lower the cost; raise max at conform.toml:14; or waive rule "budget" with a date and a reason"
  std::string ways_out() const;
  /// The words for machines: "error", "warning", and "note" for a waived one.
  std::string_view level() const;
  /// 16 hexadecimal digits that stay the same while rule, workload, place and metric do.
  std::string fingerprint() const;
};

/// One rule at one workload.
struct examined {
  std::string rule;
  std::string workload;
  text_place at;
  std::vector<finding> findings;
};

struct check_result {
  std::string config;  ///< the path of the file, as given
  std::string listed;  ///< the same as pipelines list it: see listed_path
  std::size_t models{}, workloads{};
  std::vector<examined> done;
  std::vector<std::string> notices;  ///< what did not fail and should be known
  std::vector<std::string> weights;  ///< the files of checkpoints that were read

  std::vector<const finding*> findings() const;
  std::size_t failing() const;
  std::size_t warnings() const;
  std::size_t waived() const;
  /// "3 rules at 2 workloads: 1 error, 0 warnings, 0 waived"
  std::string summary() const;
};

}  // namespace conform::analyzer
