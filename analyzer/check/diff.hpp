#pragma once
// diff: two sets of figures, figure by figure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "check/read_figures.hpp"

namespace conform::analyzer {

/// A figure before and after; on one side alone, the other is nothing. Places that are equal in it share a row.
struct diff_row {
  std::string workload;
  std::vector<std::string> layers;  ///< none: the whole model
  std::string metric;
  std::optional<integer> before, after;
};

struct difference {
  std::string base_title, head_title, base_pass, head_pass;
  std::vector<diff_row> models;               ///< every figure of whole models
  std::vector<diff_row> layers;               ///< those of places that are not equal
  std::vector<std::string> not_comparable;    ///< workloads of baselines that are of two passes, and how they differ
  std::vector<std::string> changed;           ///< workloads of baselines whose models differ, and how
  std::size_t matched{}, exact{}, skipped{};  ///< figures on both sides, equal ones, and those on one side alone
  std::size_t changed_layers{}, added_layers{}, removed_layers{};
};

/// Throws failure NOT-COMPARABLE for a baseline beside something else, for models or reports of two passes (their
/// attention and dtype may differ), and where no figure is on both sides.
difference difference_of(const figure_set& base, const figure_set& head);

enum class diff_format : std::uint8_t { text, json, markdown };
std::string write_diff(const difference& what, diff_format format);

}  // namespace conform::analyzer
