#include "figure_list.hpp"

#include <fmt/format.h>

#include "text/number_text.hpp"

namespace conform::analyzer {

std::vector<figure_section> sections_of(const report& what) {
  figure_section parameters{"parameters",
                            {{"total", "parameters", "", &what.parameters.total}}};
  if (!what.own) {
    parameters.figures.push_back({"active", "parameters", "", &what.parameters.active});
    parameters.figures.push_back({"embedding", "parameters", "", &what.parameters.embedding});
  }
  figure_section operations{"operations", {{"matmul_flops", "FLOP", "FLOP", &what.operations.matmul_flops}}};
  for (std::size_t kind = 0; kind < scalar_kind_count; ++kind) {
    operations.figures.push_back({scalar_kinds[kind], "operations", "", &what.operations.scalars[kind]});
  }
  operations.figures.push_back({"unit_total", "operations", "", &what.operations.unit_total});
  figure_section memory{"memory", {{"weights_bytes", "bytes", "B", &what.memory.weights_bytes}}};
  if (!what.own) {
    memory.figures.push_back({"kv_cache_bytes_per_token", "bytes", "B", &what.memory.kv_cache_bytes_per_token});
    memory.figures.push_back({"kv_cache_bytes", "bytes", "B", &what.memory.kv_cache_bytes});
  }
  memory.figures.push_back({"activation_peak_bytes", "bytes", "B", &what.memory.activation_peak_bytes});
  return {std::move(parameters), std::move(operations), std::move(memory)};
}

std::string pass_line(const report& what) {
  if (!what.own) return workload_line(what.workload);
  return fmt::format("one call at the sizes below, dtype {}", name_of(what.workload.dtype));
}

std::string workload_line(const workload& work) {
  return fmt::format("{}: batch {}, {} new token{} after {} cached; mask {}, logits {}, attention {}, dtype {}",
                     name_of(work.phase), grouped(work.batch), grouped(work.seq), work.seq == 1 ? "" : "s",
                     grouped(work.context), name_of(work.mask), name_of(work.logits), work.attention,
                     name_of(work.dtype));
}

std::string evidence_of(const complexity_line& line) {
  if (line.constant) return "constant " + *line.constant;
  if (line.witness) return "witness " + *line.witness;
  return "";
}

std::string balance_line(const report& what) {
  if (!what.balance) return "";
  const balance& b = *what.balance;
  const integer whole = what.operations.matmul_flops.value;
  const std::string_view tokens = what.workload.phase == phase::decode ? "cached" : "new";
  if (what.own)
    return fmt::format("matmul FLOPs: attention core {}, its projections {}, all else {}", percent(b.core.value, whole),
                       percent(b.projections.value, whole), percent(b.other.value, whole));
  const std::string overtakes =
      b.searched_to == 0 && !b.overtakes_at ? std::string{"has no formula to say when it overtakes the rest"}
      : b.overtakes_at
          ? fmt::format("overtakes the rest at n = {} {} tokens", grouped(*b.overtakes_at), tokens)
          : fmt::format("does not overtake the rest up to n = {} {} tokens", grouped(b.searched_to), tokens);
  return fmt::format("matmul FLOPs: attention core {}, its projections {}, all else {}; the core {}",
                     percent(b.core.value, whole), percent(b.projections.value, whole), percent(b.other.value, whole),
                     overtakes);
}

}  // namespace conform::analyzer
