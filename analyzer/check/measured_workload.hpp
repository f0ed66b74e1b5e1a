#pragma once
// measured_workload: a workload of conform.toml with the report of its pass.

#include <string>
#include <vector>

#include "check/check_config.hpp"
#include "check/metrics.hpp"
#include "chosen_model.hpp"

namespace conform::analyzer {

struct measured_workload {
  const check_workload* asked;
  const check_model* model;
  chosen_model chosen;
  chosen_workload pass;
  report found;

  /// Of the whole model. Throws failure NEEDS-HARDWARE at the workload where it names no device that the metric is of;
  /// integer_overflow.
  integer value_of(const metric& measured, const check_config& config) const;

  /// What must be the same for two figures to be compared: "model llama, phase prefill, batch 1, seq 4096, ...". Sizes
  /// of the model, its dtype and its attention are not in it: what they change is what a baseline is for.
  std::string identity() const;
};

/// All workloads, audited. Adds warnings of configs and lengths. Throws failure.
std::vector<measured_workload> measure(const check_config& config, std::vector<diagnostic>& warnings);

}  // namespace conform::analyzer
