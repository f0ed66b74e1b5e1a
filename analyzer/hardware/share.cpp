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
    if (name == "kv_heads") size.value = kv_heads;
    if (name == "group") size.value = model.heads / by.tensor / kv_heads;
    if (name == "hidden") size.value /= by.tensor;
    if (name == "vocab") size.value = size.value / by.tensor + (rank < left ? 1 : 0);
  }
}

/// Norms and residual sums, each device for its tokens. The activation of a feed-forward layer is divided by its width.
void divide_tokens(metered_model& out, const degrees& by) {
  constexpr std::string_view by_tokens[] = {"attention_norm", "attention", "feed_forward_norm", "feed_forward", "norm"};
  const auto seq = std::find_if(out.values.begin(), out.values.end(),
                                [](const named_value& size) { return std::string_view{size.name} == "seq"; });
  for (metered_place& place : out.places) {
    if (std::find(std::begin(by_tokens), std::end(by_tokens), place.path) == std::end(by_tokens)) continue;
    const polynomial all = out.with(place.moved, "hidden", 0);
    place.moved = place.moved - all + out.with(all, "seq", seq->value / by.tensor);
  }
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
  if (by.sequence) divide_tokens(out, by);
  if (!is_last) out.peaks = layer_peaks;
  out.cache = polynomial{integer{layers}} * whole.cache / integer{model.layers};
  return out;
}

}  // namespace conform::analyzer
