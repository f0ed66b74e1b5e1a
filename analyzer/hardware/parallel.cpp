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
  const integer batch = whole.value("batch") / by.data, seq = whole.value("seq") / by.context;
  const integer stream = checked_mul(checked_mul(batch, seq), whole.value("model"));
  const auto around = [](integer words, std::int64_t ring) { return rational{checked_mul(words, ring - 1), ring}; };
  const rational once = around(stream, by.tensor);
  const std::int64_t routed = routed_layers(model);
  const std::string_view second = routed == 0               ? "feed_forward"
                                  : has_feed_forward(model) ? "feed_forward or experts"
                                                            : "experts";
  const std::string ends = fmt::format("after attention.out and after {}{}", second, routed == 0 ? ".down" : "");
  const std::int64_t twice = 2 * model.layers;
  std::vector<message> out;
  if (by.context > 1) {
    const integer heads = std::max<std::int64_t>(1, model.kv_heads / by.tensor);
    const integer keys = checked_mul(batch, whole.value("seq") + whole.value("context"));
    const integer blocks = checked_mul(checked_mul(keys, heads), 2 * model.head_dim);
    out.push_back({"ring", "keys and values of attention.core", model.layers, 1, blocks, around(blocks, by.context),
                   senders::layers});
  }
  if (by.tensor > 1 && by.sequence) {
    out.push_back({"all-gather", fmt::format("before attention.q, k, v and before {}", second), twice, 2, stream, once,
                   senders::layers});
    out.push_back({"reduce-scatter", ends, twice, 2, stream, once, senders::layers});
    out.push_back({"reduce-scatter", "after the embedding", 1, 0, stream, once, senders::first});
    out.push_back({"all-gather", "before the head", 1, 0, stream, once, senders::last});
  } else if (by.tensor > 1) {
    out.push_back({"all-reduce", ends, twice, 2, stream, rational{2} * once, senders::layers});
    out.push_back({"all-reduce", "after the embedding", 1, 0, stream, rational{2} * once, senders::first});
  }
  if (by.expert > 1) {  // dispatch and combine: Lepikhin et al. 2020, 3.2
    const integer rows = checked_mul(stream, model.experts->active);
    out.push_back({"all-to-all", "before experts.gate, up and after experts.down", 2 * routed, 2, rows,
                   around(rows, by.expert), senders::routed});
  }
  if (by.pipeline > 1)
    out.push_back({"point-to-point", "between stages", by.pipeline - 1, 0, stream,
                   by.sequence ? rational{stream, by.tensor} : rational{stream}, senders::all_but_last});
  return out;
}

/// Words that a device of a stage sends in a pass.
rational sent_by(const std::vector<message>& messages, std::int64_t stage, const model_config& model,
                 const degrees& by) {
  const std::int64_t layers = model.layers / by.pipeline;
  const auto routed_before = [&](std::int64_t layer) {
    return model.experts ? std::count(model.routed.begin(), model.routed.begin() + layer, true) : 0;
  };
  rational out;
  for (const message& one : messages) {
    const bool is_last = stage == by.pipeline - 1;
    const std::int64_t times =
        one.by == senders::layers ? one.in_layer * layers
        : one.by == senders::routed
            ? one.in_layer * (routed_before((stage + 1) * layers) - routed_before(stage * layers))
        : one.by == senders::first ? (stage == 0 ? 1 : 0)
        : one.by == senders::last  ? (is_last ? 1 : 0)
                                   : (is_last ? 0 : 1);
    out = out + rational{integer{times}} * one.wire;
  }
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
  std::vector<message> messages;

  metered_model share(std::int64_t stage, std::int64_t rank) const {
    return share_of(whole, layer_peaks, model, by, stage, rank);
  }

  /// Of all devices of a ring: they divide the scores between them, and all else is on each of them.
  integer products_of_ring(const metered_model& own, std::int64_t stage, std::int64_t rank) const {
    const integer products = own(own.total().done.matmul_flops());
    if (by.context == 1) return products;
    degrees apart = by;
    apart.context = 1;
    const metered_model all = share_of(whole, layer_peaks, model, apart, stage, rank);
    const auto core = [](const metered_model& m) { return m(m.total("attention.core").done.matmul_flops()); };
    return checked_add(checked_mul(by.context, checked_sub(products, core(own))), core(all));
  }

  device_share told(const stage_run& run) const {
    const metered_model own = share(run.first, 0);
    const metered_place total = own.total();
    device_share out{name_of_stages(run, by),
                     run.count() * by.tensor * by.data * by.context,
                     own(total.parameters),
                     held_by(own, pass.work.dtype),
                     own(total.done.matmul_flops()),
                     sent_by(messages, run.first, model, by),
                     {}};
    if (on) {
      metered_model sized = whole;
      const auto held = [&](const workload& work, const std::optional<attention_core>& core) {
        const auto of_share = [&](const metered_model& m, const std::vector<memory_peak>& peaks) {
          return held_by(share_of(m, peaks, model, by, run.first, 0), work.dtype);
        };
        if (core) return of_share(metered(model, work, core), peaks_of_layers(model, work, core));
        resize(sized, work);
        return of_share(sized, layer_peaks);
      };
      out.on = roofline_of(*on, own, pass.work.dtype,
                           capacity_of(own, on->memory, model, pass, held, {by.data, by.length_step()}),
                           accounting_of(pass));
      add_messages(*out.on, out.sent);
    }
    return out;
  }

  /// Over all devices: the ranks with one more row of the vocabulary, and the others.
  void add_up(const std::vector<stage_run>& runs, parallel_plan& out) const {
    const std::int64_t wider = model.vocab_size % by.tensor;
    const auto add = [&](std::int64_t stage, std::int64_t rank, std::int64_t rings) {
      const metered_model own = share(stage, rank);
      const integer parameters = checked_mul(by.context, own(own.total().parameters));
      out.parameters = checked_add(out.parameters, checked_mul(rings, parameters));
      out.matmul_flops = checked_add(out.matmul_flops, checked_mul(rings, products_of_ring(own, stage, rank)));
    };
    for (const stage_run& run : runs) {
      if (wider > 0) add(run.first, 0, run.count() * wider * by.data);
      add(run.first, by.tensor - 1, run.count() * (by.tensor - wider) * by.data);
    }
    const metered_place total = whole.total();
    out.more_parameters = checked_sub(out.parameters, whole(total.parameters));
    out.more_matmul_flops = checked_sub(out.matmul_flops, whole(total.done.matmul_flops()));
  }
};

std::optional<largest_fit> least_of(const std::optional<largest_fit>& a, const std::optional<largest_fit>& b) {
  if (!a || !b) return {};
  if (!a->value || !b->value) return largest_fit{};
  return *b->value < *a->value ? b : a;
}

/// What fits on every device.
void fit(parallel_plan& out) {
  out.largest = out.shares.front().on->memory.largest;
  for (const device_share& share : out.shares)
    for (std::size_t i = 0; i < out.largest.size(); ++i)
      out.largest[i].most = least_of(out.largest[i].most, share.on->memory.largest[i].most);
}

}  // namespace

parallel_plan make_parallel(const degrees& by, const metered_model& whole, const model_config& model,
                            const chosen_workload& pass, const std::optional<device>& on) {
  const planner plan{
      by, model, pass, on, whole, peaks_of_layers(model, pass.work, pass.core), messages_of(whole, model, by)};
  parallel_plan out;
  out.by = by;
  out.replicates_keys = by.tensor > model.kv_heads;
  out.dtype = pass.work.dtype;
  const std::vector<stage_run> runs = runs_of_stages(whole.kinds.of, by);
  for (const stage_run& run : runs) out.shares.push_back(plan.told(run));
  plan.add_up(runs, out);
  out.messages = plan.messages;
  if (on) fit(out);
  return out;
}

}  // namespace conform::analyzer
