#include "hardware/parallel.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "hardware/share.hpp"
#include "metered_model.hpp"
#include "report_options.hpp"

namespace conform::analyzer {
namespace {

/// What devices of one stage do to each other's parts, and stages to each other's. Words of one replica.
std::vector<message> messages_of(const metered_model& whole, const model_config& model, const degrees& by) {
  const auto value = [&](std::string_view name) {
    const auto found = std::find_if(whole.values.begin(), whole.values.end(),
                                    [&](const named_value& size) { return size.name == name; });
    return integer{found->value};
  };
  const integer stream = checked_mul(checked_mul(value("batch") / by.data, value("seq")), value("model"));
  const rational once{checked_mul(stream, by.tensor - 1), by.tensor};
  std::vector<message> out;
  const auto add = [&](std::string_view collective, std::string_view where, std::int64_t layers, std::int64_t in_layer,
                       const rational& wire) {
    out.push_back({collective, std::string{where}, layers, in_layer, stream, wire});
  };
  constexpr std::string_view ends = "after attention.out and after feed_forward.down";
  if (by.tensor > 1 && by.sequence) {
    add("all-gather", "before attention.q, k, v and before feed_forward", 2 * model.layers, 2, once);
    add("reduce-scatter", ends, 2 * model.layers, 2, once);
    add("reduce-scatter", "after the embedding", 1, 0, once);
    add("all-gather", "before the head", 1, 0, once);
  } else if (by.tensor > 1) {
    add("all-reduce", ends, 2 * model.layers, 2, rational{2} * once);
    add("all-reduce", "after the embedding", 1, 0, rational{2} * once);
  }
  if (by.pipeline > 1)
    add("point-to-point", "between stages", by.pipeline - 1, 0,
        by.sequence ? rational{stream, by.tensor} : rational{stream});
  return out;
}

/// Stages that have the same, from first to last.
struct stage_run {
  std::int64_t first, last;
  std::int64_t count() const { return last - first + 1; }
};

/// The first has the embedding and the last the head; those between differ where their kinds of layers do.
std::vector<stage_run> runs_of_stages(const std::vector<std::size_t>& kinds, const degrees& by) {
  const auto layers = static_cast<std::ptrdiff_t>(kinds.size()) / by.pipeline;
  const auto begin = [&](std::int64_t stage) { return kinds.begin() + stage * layers; };
  std::vector<stage_run> out;
  for (std::int64_t stage = 0; stage < by.pipeline; ++stage) {
    const bool inner = stage > 1 && stage < by.pipeline - 1;
    if (inner && std::equal(begin(stage), begin(stage + 1), begin(stage - 1)))
      out.back().last = stage;
    else
      out.push_back({stage, stage});
  }
  return out;
}

std::string name_of_stages(const stage_run& run, const degrees& by) {
  if (by.pipeline == 1) return "every device";
  return run.first == run.last ? fmt::format("stage {}", run.first) : fmt::format("stages {}..{}", run.first, run.last);
}

struct planner {
  const degrees& by;
  const model_config& model;
  const chosen_workload& pass;
  const std::optional<device>& on;
  const metered_model& whole;
  std::vector<memory_peak> layer_peaks;

  metered_model share(std::int64_t stage, std::int64_t rank) const {
    return share_of(whole, layer_peaks, model, by, stage, rank);
  }

  device_share told(const stage_run& run) const {
    const metered_model own = share(run.first, 0);
    const metered_place total = own.total();
    device_share out{name_of_stages(run, by),       run.count() * by.tensor * by.data, own(total.parameters),
                     held_by(own, pass.work.dtype), own(total.done.matmul_flops()),    {}};
    if (on) {
      const auto again = [&](const workload& work, const std::optional<attention_core>& core) {
        return core ? share_of(metered(model, work, core), peaks_of_layers(model, work, core), model, by, run.first, 0)
                    : share_of(resized(whole, work), layer_peaks, model, by, run.first, 0);
      };
      out.on = roofline_of(*on, own, model, pass, again, {by.data, by.length_step()});
    }
    return out;
  }

  /// Over all devices: the ranks with one more row of the vocabulary, and the others.
  void add_up(const std::vector<stage_run>& runs, parallel_plan& out) const {
    const std::int64_t wider = model.vocab_size % by.tensor;
    const auto add = [&](const metered_model& own, std::int64_t devices) {
      const metered_place total = own.total();
      out.parameters = checked_add(out.parameters, checked_mul(devices, own(total.parameters)));
      out.matmul_flops = checked_add(out.matmul_flops, checked_mul(devices, own(total.done.matmul_flops())));
    };
    for (const stage_run& run : runs) {
      if (wider > 0) add(share(run.first, 0), run.count() * wider * by.data);
      add(share(run.first, by.tensor - 1), run.count() * (by.tensor - wider) * by.data);
    }
    const metered_place total = whole.total();
    out.more_parameters = checked_sub(out.parameters, whole(total.parameters));
    out.more_matmul_flops = checked_sub(out.matmul_flops, whole(total.done.matmul_flops()));
  }
};

largest_fit least_of(const std::optional<largest_fit>& a, const largest_fit& b) {
  if (!a) return b;
  if (!a->value || !b.value) return {};
  return *b.value < *a->value ? b : *a;
}

/// What fits on every device.
void fit(parallel_plan& out) {
  bool every_length = true;
  for (const device_share& share : out.shares) {
    const capacity& one = share.on->memory;
    out.batch = least_of(out.batch, one.batch);
    out.length_name = one.length_name;
    every_length = every_length && one.length;
    if (every_length) out.length = least_of(out.length, *one.length);
  }
  if (!every_length) out.length.reset();
}

}  // namespace

parallel_plan make_parallel(const degrees& by, const metered_model& whole, const model_config& model,
                            const chosen_workload& pass, const std::optional<device>& on) {
  const planner plan{by, model, pass, on, whole, peaks_of_layers(model, pass.work, pass.core)};
  parallel_plan out;
  out.by = by;
  out.replicates_keys = by.tensor > model.kv_heads;
  out.dtype = pass.work.dtype;
  const std::vector<stage_run> runs = runs_of_stages(whole.kinds.of, by);
  for (const stage_run& run : runs) out.shares.push_back(plan.told(run));
  plan.add_up(runs, out);
  out.messages = messages_of(whole, model, by);
  if (on) fit(out);
  return out;
}

}  // namespace conform::analyzer
