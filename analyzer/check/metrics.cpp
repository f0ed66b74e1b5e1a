#include "check/metrics.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "failure.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

constexpr metric all[]{
    {"matmul_flops", metric_unit::flop, true, false, "FLOPs of matrix products, 2 a multiply-add"},
    {"unit_total", metric_unit::operations, true, false, "every scalar operation, each counted as 1"},
    {"parameters", metric_unit::parameters, true, false, "numbers that are learned"},
    {"peak_bytes", metric_unit::bytes, false, false, "weights_bytes + kv_cache_bytes + activation_peak_bytes"},
    {"weights_bytes", metric_unit::bytes, false, false, "parameters in the workload's dtype"},
    {"kv_cache_bytes", metric_unit::bytes, false, false, "keys and values of the whole batch, after the pass"},
    {"kv_bytes_per_token", metric_unit::bytes, false, false, "keys and values that one token adds"},
    {"activation_peak_bytes", metric_unit::bytes, false, false, "the most that is alive besides weights and cache"},
    {"io_words", metric_unit::words, false, true, "words that the operations read and write in memory, each by itself"},
    {"time_lower_bound", metric_unit::nanoseconds, false, true, "the least time on the workload's hardware"},
    {"fits", metric_unit::truth, false, true, "whether the memory of the workload's hardware holds peak_bytes"},
};

}  // namespace

std::span<const metric> metrics() { return all; }

std::vector<std::string_view> metric_names() {
  std::vector<std::string_view> out;
  for (const metric& one : all) out.push_back(one.name);
  return out;
}

const metric* find_metric(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(all), std::end(all), [&](const metric& m) { return m.name == name; });
  return found == std::end(all) ? nullptr : found;
}

std::string_view unit_name_of(metric_unit unit) {
  switch (unit) {
    case metric_unit::flop: return "FLOP";
    case metric_unit::operations: return "operations";
    case metric_unit::bytes: return "bytes";
    case metric_unit::words: return "words";
    case metric_unit::nanoseconds: return "ns";
    case metric_unit::truth: return "";
    case metric_unit::parameters: break;
  }
  return "parameters";
}

std::string quantity_text(integer value, metric_unit unit) {
  if (unit == metric_unit::truth) return value != 0 ? "true" : "false";
  const std::string exact = fmt::format("{} {}", grouped(value), unit_name_of(unit));
  if (value < 1000) return exact;
  const std::string_view short_unit = unit == metric_unit::flop ? "FLOP" : unit == metric_unit::bytes ? "B" : "";
  return fmt::format("{} ({})", exact, rounded(value, short_unit));
}

integer total_of(const report& what, const metric& measured) {
  const memory_figures& memory = what.memory;
  if (measured.name == "matmul_flops") return what.operations.matmul_flops.value;
  if (measured.name == "unit_total") return what.operations.unit_total.value;
  if (measured.name == "parameters") return what.parameters.total.value;
  if (measured.name == "weights_bytes") return memory.weights_bytes.value;
  if (measured.name == "kv_cache_bytes") return memory.kv_cache_bytes.value;
  if (measured.name == "kv_bytes_per_token") return memory.kv_cache_bytes_per_token.value;
  if (measured.name == "activation_peak_bytes") return memory.activation_peak_bytes.value;
  if (measured.name == "peak_bytes") {
    return checked_add(checked_add(memory.weights_bytes.value, memory.kv_cache_bytes.value),
                       memory.activation_peak_bytes.value);
  }
  throw failure{"INTERNAL", measured.name, "a metric that is not measured", exit_code::internal};
}

}  // namespace conform::analyzer
