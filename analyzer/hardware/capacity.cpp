#include "hardware/capacity.hpp"

#include <algorithm>

#include "failure.hpp"
#include "metered_model.hpp"
#include "report_options.hpp"

namespace conform::analyzer {
namespace {

/// The largest number from least to most that fits, where what fits is all below some number.
template <class Fits>
largest_fit largest(range accepted, const Fits& fits) {
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

void set(metered_model& m, std::string_view name, std::int64_t value) {
  for (named_value& one : m.values)
    if (one.name == name) one.value = value;
}

/// The same model at another workload. Another attention is settled anew: its formulas may be for this one only.
class other_workloads {
 public:
  other_workloads(const metered_model& metered, const model_config& model, const chosen_workload& pass, integer memory,
                  const metering& again)
      : metered_{metered}, model_{model}, pass_{pass}, memory_{memory}, again_{again} {}

  bool fits(const workload& work) const {
    try {
      return held_by(at(work), work.dtype).all() <= memory_;
    } catch (const integer_overflow&) {
      return false;
    }
  }

 private:
  metered_model at(workload work) const {
    if (pass_.core && (work.seq != pass_.work.seq || work.context != pass_.work.context)) {
      std::optional<mask> given;
      if (work.mask != mask::variant) given = work.mask;
      const attention_core core = settle_core({pass_.core->variant, pass_.core->sizes}, given, model_, work);
      return again_(work, core);
    }
    metered_model out = metered_;
    set(out, "batch", work.batch), set(out, "seq", work.seq), set(out, "context", work.context);
    return out;
  }

  const metered_model& metered_;
  const model_config& model_;
  const chosen_workload& pass_;
  integer memory_;
  const metering& again_;
};

}  // namespace

held_bytes held_by(const metered_model& pass, number_format dtype) {
  const integer bytes = bytes_of(dtype);
  integer most = 0;
  for (const memory_peak& peak : pass.peaks) most = std::max(most, pass(peak.live));
  return {checked_mul(bytes, pass(pass.total().parameters)), checked_mul(bytes, pass(pass.cache)),
          checked_mul(bytes, most)};
}

capacity capacity_of(const metered_model& metered, integer memory, const model_config& model,
                     const chosen_workload& pass, const metering& again) {
  const other_workloads others{metered, model, pass, memory, again};
  const bool decodes = pass.work.phase == phase::decode;
  capacity out{held_by(metered, pass.work.dtype), memory, {}, decodes ? "context" : "seq", {}};
  out.batch = largest(batch_range, [&](std::int64_t batch) {
    workload work = pass.work;
    work.batch = batch;
    return others.fits(work);
  });
  const std::int64_t keys = model.positions.value_or(length_range.most);
  const range lengths = decodes ? range{0, keys - 1} : range{1, keys - pass.work.context};
  try {
    out.length = largest(lengths, [&](std::int64_t length) {
      workload work = pass.work;
      (decodes ? work.context : work.seq) = length;
      return others.fits(work);
    });
  } catch (const failure&) {  // IMPOSSIBLE: tiles, strides or blocks that do not divide some length
    out.length.reset();
  }
  return out;
}

}  // namespace conform::analyzer
