#include "hardware/share.hpp"

#include <algorithm>

namespace conform::analyzer {
namespace {

void set_sizes(metered_model& out, const model_config& model, const degrees& by, std::int64_t rank) {
  const std::int64_t kv_heads = std::max<std::int64_t>(1, model.kv_heads / by.tensor);  // replicated where too few
  const std::int64_t left = model.vocab_size % by.tensor;
  for (named_value& size : out.values) {
    const std::string_view name = size.name;
    if (name == "batch") size.value /= by.data;
    if (name == "seq" || name == "context") size.value /= by.context;
    if (name == "kv_heads") size.value = kv_heads;
    if (name == "group") size.value = model.heads / by.tensor / kv_heads;
    if (name == "hidden" || name == "expert_hidden") size.value /= by.tensor;
    if (name == "vocab") size.value = size.value / by.tensor + (rank < left ? 1 : 0);
  }
}

/// Norms and residual sums, each device for its tokens. The activation of a feed-forward layer is divided by its width.
void divide_tokens(metered_model& out, const degrees& by) {
  constexpr std::string_view by_tokens[] = {"attention_norm", "attention", "feed_forward_norm",
                                            "feed_forward",   "experts",   "norm"};
  for (metered_place& place : out.places) {
    if (std::find(std::begin(by_tokens), std::end(by_tokens), place.path) == std::end(by_tokens)) continue;
    const polynomial all = out.with(out.with(place.moved, "hidden", 0), "expert_hidden", 0);
    place.moved = place.moved - all + out.with(all, "seq", out.value("seq") / by.tensor);
  }
}

/// The attention of a ring: a device has two of 2p slices of the rows of scores, so that with a causal mask each has as
/// many, and told is the one whose slices are in the middle, which has most where windows cut the first rows short. It
/// reads every block of keys and values as that comes by. The scores of rows up to some are those of so many tokens.
void score_in_ring(metered_model& out, const metered_model& whole, const degrees& by) {
  const std::int64_t slice = whole.value("seq") / (2 * by.context);
  const auto up_to = [&](const polynomial& p, std::int64_t slices) {
    return whole.with(whole.with(p, "context", whole.value("context")), "seq", slices * slice);
  };
  for (metered_place& place : out.places) {
    if (place.path != "attention.core") continue;
    const bool is_full = whole.kinds.patterns[*place.kind] == full;
    const auto own_rows = [&](const polynomial& p) {
      return is_full ? up_to(p, 2 * by.context) / integer{by.context}
                     : up_to(p, by.context + 1) - up_to(p, by.context - 1);
    };
    const polynomial keys = whole.with(place.moved, "group", 0);  // the rest is of queries
    place.done = {.mac = own_rows(place.done.mac)};
    place.moved = up_to(keys, 2 * by.context) + own_rows(place.moved - keys);
  }
}

/// Beside the code of one device: the block that is scored and the one that comes, and the running maximum and sum of
/// each row.
void hold_blocks(metered_model& out) {
  const integer tokens = out.value("seq") + out.value("context");
  const integer block = checked_mul(checked_mul(tokens, out.value("kv_heads")), 2 * out.value("head_dim"));
  const integer rows = checked_mul(checked_mul(out.value("seq"), out.value("kv_heads")), 2 * out.value("group"));
  const polynomial more{checked_mul(out.value("batch"), checked_add(2 * block, rows))};
  for (memory_peak& peak : out.peaks) peak.live += more;
}

/// Each device has some of the experts, and tokens for each alike: as many rows come to it as it sends, which are those
/// of its own tokens. Its router still tells all experts apart.
void divide_experts(metered_model& out, const degrees& by) {
  const std::int64_t own = out.value("experts") / by.expert;
  for (metered_place& place : out.places) {
    if (!is_of_experts(place)) continue;
    place.parameters = out.with(place.parameters, "experts", own);
    place.moved = out.with(place.moved, "experts", own);
  }
  const integer rows = checked_mul(checked_mul(out.value("batch"), out.value("seq")), out.value("active"));
  const polynomial more{checked_mul(2 * rows, out.value("model"))};  // rows that are sent and that have come
  for (memory_peak& peak : out.peaks) peak.live += more;
}

/// The last stage of a model with tied logits has a copy of its own of the token table.
void copy_table(metered_model& out, const metered_model& whole) {
  for (const metered_place& place : whole.places)
    if (place.path == "embedding")
      for (metered_place& own : out.places)
        if (own.path == "head") own.parameters += whole.with(place.parameters, "positions", 0);
}

}  // namespace

metered_model share_of(const metered_model& whole, const std::vector<memory_peak>& layer_peaks,
                       const model_config& model, const degrees& by, std::int64_t stage, std::int64_t rank) {
  const std::int64_t layers = model.layers / by.pipeline;
  const bool is_first = stage == 0, is_last = stage == by.pipeline - 1;
  metered_model out = whole;
  set_sizes(out, model, by, rank);
  out.kinds.of.assign(whole.kinds.of.begin() + stage * layers, whole.kinds.of.begin() + (stage + 1) * layers);
  out.kinds.first = static_cast<std::size_t>(stage * layers);
  const auto elsewhere = [&](const metered_place& place) {
    return !place.kind && !(place.path == "embedding" ? is_first : is_last);
  };
  out.places.erase(std::remove_if(out.places.begin(), out.places.end(), elsewhere), out.places.end());
  if (is_last && !is_first && model.tie_embeddings) copy_table(out, whole);
  if (by.context > 1) score_in_ring(out, whole, by);
  if (by.sequence) divide_tokens(out, by);
  if (!is_last) out.peaks = layer_peaks;
  if (by.context > 1) hold_blocks(out);
  if (by.expert > 1) divide_experts(out, by);
  out.cache = polynomial{integer{layers}} * whole.cache / integer{model.layers};
  return out;
}

}  // namespace conform::analyzer
