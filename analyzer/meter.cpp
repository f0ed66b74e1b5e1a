// make_report: every figure is a formula of the metered model, evaluated.

#include <algorithm>

#include <fmt/format.h>

#include "complexity.hpp"
#include "metered_model.hpp"
#include "report.hpp"

namespace conform::analyzer {
namespace {

using kind_row = std::array<polynomial, scalar_kind_count>;

kind_row kinds_of(const operations<polynomial>& done) {
  kind_row out;
  std::size_t next = 0;
  done.each([&](const char*, const polynomial& count) { out[next++] = count; });
  return out;
}

layer_row row_of(const metered_model& m, const metered_place& place) {
  layer_row out{
      place.path, m(place.parameters), m(place.done.matmul_flops()), {}, m.text_of(place.done.matmul_flops())};
  const kind_row kinds = kinds_of(place.done);
  std::transform(kinds.begin(), kinds.end(), out.scalars.begin(), [&](const polynomial& count) { return m(count); });
  return out;
}

/// A place that only moves elements, such as the cache, is no row of operations.
bool is_row(const metered_place& place) {
  return place.path == "embedding" || !place.parameters.is_zero() || place.done != operations<polynomial>{};
}

/// One row a place, in the order of the model, the rows of a kind repeated for each of its layers.
std::vector<layer_row> rows_of(const metered_model& m) {
  std::vector<layer_row> before, after;
  std::vector<std::vector<layer_row>> kinds(m.kinds.patterns.size());
  for (const metered_place& place : m.places)
    if (is_row(place))
      (place.kind ? kinds[*place.kind] : place.path == "embedding" ? before : after).push_back(row_of(m, place));
  for (std::size_t i = 0; i < m.kinds.of.size(); ++i)
    for (layer_row row : kinds[m.kinds.of[i]]) {
      row.path = "layers." + std::to_string(i) + (row.path.empty() ? "" : "." + row.path);
      before.push_back(std::move(row));
    }
  before.insert(before.end(), after.begin(), after.end());
  return before;
}

memory_figures memory_of(const metered_model& m, const polynomial& parameters, const workload& work) {
  const number_format dtype = work.dtype;
  const polynomial bytes{integer{bytes_of(dtype)}};
  const polynomial one_token = m.with(m.with(m.with(m.cache, "batch", 1), "context", 0), "seq", 1);
  memory_figures out;
  out.weights_bytes = m.figure_of(bytes * parameters);
  out.kv_cache_bytes = m.figure_of(bytes * m.cache);
  out.kv_cache_bytes_per_token = m.figure_of(bytes * one_token);
  for (const memory_peak& peak : m.peaks) {
    const polynomial held = bytes * peak.live;
    if (m(held) < out.activation_peak_bytes.value) continue;
    out.activation_peak_bytes = m.figure_of(held);
    out.peak_place = {peak.path.begin(), peak.path.end()};
  }
  out.schedule = fmt::format(
      "activations of the shipped code: {}, buffers freed at their last use; weights, cache and tables apart",
      work.attention == "dense" ? "the scores of one head at a time (seq x keys)"
                                : "what " + work.attention + " works in, one head at a time");
  return out;
}

}  // namespace

report report_of(const metered_model& m, const workload& work) {
  const metered_place total = m.total();
  report out;
  out.convention = "exact: one multiply-add is 2 FLOPs, every other scalar operation 1; masks are loop bounds";
  out.workload = work;
  for (const named_value& v : m.values)
    if (v.value != 0 || std::string_view(v.name) == "context") out.symbols.push_back({v.name, v.meaning, v.value});
  const polynomial active = m.kinds.routed() == 0 ? total.parameters : m.active_parameters();
  out.parameters = {m.figure_of(total.parameters), m.figure_of(active), {}};
  for (const metered_place& place : m.places)
    if (place.path == "embedding") out.parameters.embedding = m.figure_of(place.parameters);
  out.operations.matmul_flops = m.figure_of(total.done.matmul_flops());
  out.operations.unit_total = m.figure_of(total.done.unit_total());
  const kind_row kinds = kinds_of(total.done);
  std::transform(kinds.begin(), kinds.end(), out.operations.scalars.begin(),
                 [&](const polynomial& count) { return m.figure_of(count); });
  out.memory = memory_of(m, total.parameters, work);
  out.layers = rows_of(m);
  return out;
}

report make_report(const metered_model& m, const model_config& model, const workload& work,
                   const std::optional<attention_core>& core) {
  report out = report_of(m, work);
  out.model_name = model.name;
  out.model_type = model.model_type;
  out.source = model.source;
  out.family = std::string(name_of(model.family));
  if (!m.core.are_numbers)
    out.complexity = complexity_of(m, work);
  else if (const auto above = metered_from_above(model, work, core))
    out.complexity = complexity_of(*above, work);
  out.balance = balance_of(m, work);
  return out;
}

report make_report(const model_config& model, const workload& work, const std::optional<attention_core>& core) {
  return make_report(metered(model, work, core), model, work, core);
}

}  // namespace conform::analyzer
