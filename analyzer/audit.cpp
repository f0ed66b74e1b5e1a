#include "audit.hpp"

#include <fmt/format.h>

#include "failure.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

void require_equal(std::string_view what, integer sum, integer total) {
  if (sum == total) return;
  throw failure{"INTERNAL", "",
                fmt::format("{}: the rows sum to {}, the total is {}; this is a bug in conform", what, decimal(sum),
                            decimal(total)),
                exit_code::internal};
}

void require_count(std::string_view what, integer value) {
  if (value >= 0) return;
  throw failure{"INTERNAL", "", fmt::format("{} is {}; this is a bug in conform", what, decimal(value)),
                exit_code::internal};
}

}  // namespace

void audit(const report& what) {
  integer parameters = 0, matmul_flops = 0, unit_total = 0;
  std::array<integer, scalar_kind_count> scalars{};
  for (const layer_row& row : what.layers) {
    require_count("parameters of " + row.path, row.parameters);
    require_count("matmul_flops of " + row.path, row.matmul_flops);
    parameters = checked_add(parameters, row.parameters);
    matmul_flops = checked_add(matmul_flops, row.matmul_flops);
    for (std::size_t kind = 0; kind < scalar_kind_count; ++kind) {
      require_count(row.path, row.scalars[kind]);
      scalars[kind] = checked_add(scalars[kind], row.scalars[kind]);
    }
  }
  require_equal("parameters", parameters, what.parameters.total.value);
  require_equal("matmul_flops", matmul_flops, what.operations.matmul_flops.value);
  for (std::size_t kind = 0; kind < scalar_kind_count; ++kind) {
    require_equal(scalar_kinds[kind], scalars[kind], what.operations.scalars[kind].value);
    unit_total = checked_add(unit_total, scalars[kind]);
  }
  require_equal("unit_total", unit_total, what.operations.unit_total.value);
  if (what.balance) {
    const balance& b = *what.balance;
    require_equal("attention core, projections and all else",
                  checked_add(checked_add(b.core.value, b.projections.value), b.other.value),
                  what.operations.matmul_flops.value);
  }
  if (what.roofline) {
    const analyzer::roofline& on = *what.roofline;
    require_equal("matmul_flops of the roofline", on.all.matmul_flops, what.operations.matmul_flops.value);
    require_equal("weights of the roofline", on.memory.held.weights, what.memory.weights_bytes.value);
    require_equal("cache of the roofline", on.memory.held.cache, what.memory.kv_cache_bytes.value);
    require_equal("activations of the roofline", on.memory.held.activations, what.memory.activation_peak_bytes.value);
  }
  for (const integer bytes : {what.memory.weights_bytes.value, what.memory.kv_cache_bytes_per_token.value,
                              what.memory.kv_cache_bytes.value, what.memory.activation_peak_bytes.value}) {
    require_count("memory", bytes);
  }
}

}  // namespace conform::analyzer
