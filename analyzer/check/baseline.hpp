#pragma once
// baseline: figures as they were when someone accepted them, in a file that is reviewed like code.

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <conform/size/integer.hpp>

#include "check/check_config.hpp"
#include "check/measured_workload.hpp"

namespace conform::analyzer {

/// Workload, metric, place; the whole model has no place. Entries stand in this order.
struct baseline_key {
  std::string workload, metric, layer;
  auto operator<=>(const baseline_key&) const = default;
};
struct baseline_entry {
  integer value{};
  std::string reason;  ///< of the update that set it
};

struct baseline {
  std::string file;                                 ///< printable
  std::map<std::string, workload_facts> workloads;  ///< by name
  std::map<baseline_key, baseline_entry> entries;

  /// Throws failure BASELINE where the file has none.
  integer value_of(const std::string& workload, std::string_view metric, const std::string& layer) const;
  /// How the model changed since: "hidden was 128, is 129"; empty where it did not. Throws failure NOT-COMPARABLE where
  /// figures of this name are of another pass or another model.
  std::string change_of(const std::string& workload, const workload_facts& now) const;
};

bool baseline_exists(const std::string& path);

/// Throws failure: FILE, JSON, BASELINE, and DUPLICATE-KEY.
baseline read_baseline(const std::string& path);
baseline baseline_of(std::string_view path, std::string_view text);

/// One entry a line, sorted; counts are decimal strings.
std::string write_baseline(const baseline& what);

/// The figures of the workload that it keeps: every metric of the whole model, and the places that rules of increase
/// are about.
std::map<baseline_key, integer> kept_figures(const check_config& config, const measured_workload& at);

}  // namespace conform::analyzer
