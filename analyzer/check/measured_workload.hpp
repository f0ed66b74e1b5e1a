#pragma once
// measured_workload: a workload of conform.toml with the report of its pass.

#include <string>
#include <vector>

#include "check/check_config.hpp"
#include "check/metrics.hpp"
#include "check/workload_facts.hpp"
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

  /// What a baseline tells of it. Its mask is the word that conform.toml gives: what another attention makes of it is a
  /// change that a baseline is for.
  workload_facts facts() const;
};

/// All workloads, audited. Adds warnings of configs and lengths. Throws failure.
std::vector<measured_workload> measure(const check_config& config, std::vector<diagnostic>& warnings);

}  // namespace conform::analyzer
