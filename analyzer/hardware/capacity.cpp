#include "hardware/capacity.hpp"

#include <algorithm>

#include "failure.hpp"
#include "metered_model.hpp"
#include "report_options.hpp"

namespace conform::analyzer {
namespace {

/// The same pass at other sizes. Another attention is settled anew: its formulas may be for this one only.
class other_workloads {
 public:
  other_workloads(integer memory, const model_config& model, const chosen_workload& pass, const holding& held)
      : memory_{memory}, model_{model}, pass_{pass}, held_{held} {}

  /// Throws failure where the attention cannot be at these sizes.
  bool fits(workload work) const {
    const auto core = core_at(work);
    try {
      return held_(work, core).all() <= memory_;
    } catch (const integer_overflow&) {
      return false;
    }
  }

  bool accepts(workload work) const {
    try {
      core_at(work);
      return true;
    } catch (const failure&) {
      return false;
    }
  }

 private:
  std::optional<attention_core> core_at(workload& work) const {
    if (!pass_.core || (work.seq == pass_.work.seq && work.context == pass_.work.context)) return {};
    return settle_core({pass_.core->variant, pass_.core->sizes}, pass_.given_mask, model_, work);
  }

  integer memory_;
  const model_config& model_;
  const chosen_workload& pass_;
  const holding& held_;
};

/// How far below a length another one is looked for that the attention can have: tiles, strides or blocks divide it.
constexpr std::int64_t reach = 4096;

struct too_far_apart {};

/// Lengths of a pass: cached tokens in decode, else new ones.
class pass_lengths {
 public:
  pass_lengths(const model_config& model, const chosen_workload& pass, const other_workloads& others, std::int64_t step)
      : pass_{pass}, others_{others}, step_{step}, decodes_{pass.work.phase == phase::decode} {
    std::int64_t keys = model.positions.value_or(length_range.most);
    const bool window_is_kept =
        pass.core && pass.work.mask == mask::causal && pass.given_mask.value_or(mask::model) == mask::model;
    if (window_is_kept) keys = std::min(keys, least_window(model).value_or(keys));
    accepted_ = decodes_ ? range{0, keys - 1} : range{1, (keys - pass.work.context) / step};
  }

  /// Throws too_far_apart.
  largest_fit largest_that_fits() const {
    largest_fit out = largest_of(accepted_, [&](std::int64_t steps) {
      const auto near = accepted_below(steps);
      return !near || others_.fits(at(*near));
    });
    if (!out.value) return out;
    out.value = accepted_below(*out.value);
    if (out.value) *out.value *= step_;
    return out;
  }

 private:
  workload at(std::int64_t steps) const {
    workload out = pass_.work;
    (decodes_ ? out.context : out.seq) = steps * step_;
    return out;
  }

  /// Nothing where the attention can have no length up to there.
  std::optional<std::int64_t> accepted_below(std::int64_t steps) const {
    for (std::int64_t one = steps; one >= accepted_.least; --one) {
      if (steps - one > reach) throw too_far_apart{};
      if (others_.accepts(at(one))) return one;
    }
    return {};
  }

  const chosen_workload& pass_;
  const other_workloads& others_;
  std::int64_t step_;
  bool decodes_;
  range accepted_{};
};

}  // namespace

largest_fit largest_of(range accepted, const std::function<bool(std::int64_t)>& fits) {
  if (accepted.most < accepted.least || !fits(accepted.least)) return {};
  std::int64_t low = accepted.least, high = accepted.most;  // low fits; nothing above high is asked for
  for (std::int64_t step = 1; low < high && step <= high - low; step *= 2) {
    if (!fits(low + step)) {
      high = low + step - 1;
      break;
    }
    low += step;
  }
  while (low < high) {
    const std::int64_t middle = low + (high - low + 1) / 2;
    fits(middle) ? low = middle : high = middle - 1;
  }
  return {low, low == accepted.most};
}

held_bytes held_by(const metered_model& pass, number_format dtype) {
  const integer bytes = bytes_of(dtype);
  integer parameters = 0, most = 0;
  for (const metered_place& place : pass.places)
    parameters =
        checked_add(parameters, checked_mul(place.kind ? pass.kinds.times(*place.kind) : 1, pass(place.parameters)));
  for (const memory_peak& peak : pass.peaks) most = std::max(most, pass(peak.live));
  return {checked_mul(bytes, parameters), checked_mul(bytes, pass(pass.cache)), checked_mul(bytes, most)};
}

capacity capacity_of(const metered_model& metered, integer memory, const model_config& model,
                     const chosen_workload& pass, const holding& held, const capacity_steps& steps) {
  const other_workloads others{memory, model, pass, held};
  largest_fit batch = largest_of({1, batch_range.most / steps.batch}, [&](std::int64_t parts) {
    workload work = pass.work;
    work.batch = parts * steps.batch;
    return others.fits(work);
  });
  if (batch.value) *batch.value *= steps.batch;
  std::optional<largest_fit> length;
  try {
    length = pass_lengths{model, pass, others, steps.length}.largest_that_fits();
  } catch (const too_far_apart&) {
  }
  const bool decodes = pass.work.phase == phase::decode;
  return {held_by(metered, pass.work.dtype),
          memory,
          {{"batch", "sequences", batch}, {decodes ? "context" : "seq", "tokens", length}}};
}

}  // namespace conform::analyzer
