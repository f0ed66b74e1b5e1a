#include "check/expected_tensors.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include "failure.hpp"
#include "metered_model.hpp"

namespace conform::analyzer {
namespace {

/// How a part of the typed model is stored. A matrix has `inputs` axes in front that are summed over; nothing is
/// summed over in tables and norms.
struct stored_part {
  std::string_view declared, stored;
  int inputs;
};

constexpr stored_part gpt2_parts[]{{"embedding.tokens", "wte", 0},
                                   {"embedding.positions", "wpe", 0},
                                   {"attention_norm", "ln_1", 0},
                                   {"attention.q", "attn.c_attn", 1},
                                   {"attention.k", "attn.c_attn", 1},
                                   {"attention.v", "attn.c_attn", 1},
                                   {"attention.out", "attn.c_proj", 3},
                                   {"feed_forward_norm", "ln_2", 0},
                                   {"feed_forward.up", "mlp.c_fc", 1},
                                   {"feed_forward.down", "mlp.c_proj", 1},
                                   {"norm", "ln_f", 0},
                                   {"head", "lm_head", 1}};

constexpr stored_part rotary_parts[]{{"embedding.tokens", "embed_tokens", 0},
                                     {"attention_norm", "input_layernorm", 0},
                                     {"attention.q", "self_attn.q_proj", 1},
                                     {"attention.k", "self_attn.k_proj", 1},
                                     {"attention.v", "self_attn.v_proj", 1},
                                     {"attention.out", "self_attn.o_proj", 3},
                                     {"attention.q_norm", "self_attn.q_norm", 0},
                                     {"attention.k_norm", "self_attn.k_norm", 0},
                                     {"feed_forward_norm", "post_attention_layernorm", 0},
                                     {"feed_forward.gate", "mlp.gate_proj", 1},
                                     {"feed_forward.up", "mlp.up_proj", 1},
                                     {"feed_forward.down", "mlp.down_proj", 1},
                                     {"norm", "norm", 0},
                                     {"head", "lm_head", 1}};

/// Of a layer with experts. Each expert has tensors of its own: {} is its place.
constexpr stored_part mixtral_parts[]{{"experts.router", "block_sparse_moe.gate", 1},
                                      {"experts.gate", "block_sparse_moe.experts.{}.w1", 1},
                                      {"experts.up", "block_sparse_moe.experts.{}.w3", 1},
                                      {"experts.down", "block_sparse_moe.experts.{}.w2", 1}};
constexpr stored_part qwen3_moe_parts[]{{"experts.router", "mlp.gate", 1},
                                        {"experts.gate", "mlp.experts.{}.gate_proj", 1},
                                        {"experts.up", "mlp.experts.{}.up_proj", 1},
                                        {"experts.down", "mlp.experts.{}.down_proj", 1}};

constexpr std::string_view first_layer = "layers.0.", head_name = "lm_head";

bool is_gpt2(family of) { return of == family::gpt2; }

const stored_part* find_part(std::string_view declared, const model_config& model) {
  const bool mixtral = model.model_type == "mixtral";
  const auto parts = is_gpt2(model.family) ? std::span<const stored_part>{gpt2_parts} : rotary_parts;
  const auto experts = mixtral ? std::span<const stored_part>{mixtral_parts} : qwen3_moe_parts;
  for (const auto list : {parts, experts})
    for (const stored_part& one : list)
      if (one.declared == declared) return &one;
  throw failure{"INTERNAL", declared, "a tensor without a stored name", exit_code::internal};
}

integer product(std::span<const std::int64_t> extents) {
  return std::accumulate(extents.begin(), extents.end(), integer{1}, [](integer a, std::int64_t b) { return a * b; });
}

/// "layers.0.attention.q.weight" as its part and what it is of it; a table is the weight of its part.
struct declared_name {
  bool of_layer;
  std::string_view part, kind;
};
declared_name split(std::string_view path) {
  declared_name out{path.starts_with(first_layer), path, "weight"};
  if (out.of_layer) out.part.remove_prefix(first_layer.size());
  for (const std::string_view kind : {"weight", "bias"}) {
    if (!out.part.ends_with(kind)) continue;
    out.kind = kind;
    out.part.remove_suffix(kind.size() + 1);
  }
  return out;
}

/// A matrix is stored {out, in}, in gpt2 {in, out} but for the head.
std::vector<integer> stored_shape(const declared_tensor& one, const declared_name& name, int inputs, bool in_out) {
  const std::span<const std::int64_t> extents{one.extents};
  if (name.kind == "bias") return {product(extents)};
  if (inputs == 0) return {extents.begin(), extents.end()};
  const integer in = product(extents.first(static_cast<std::size_t>(inputs))),
                out = product(extents.subspan(static_cast<std::size_t>(inputs)));
  return in_out ? std::vector{in, out} : std::vector{out, in};
}

/// A tensor below its layer, or of its own.
struct part_tensor {
  bool of_layer;
  expected_tensor one;
};

/// Parts that share a tensor stand side by side in its last axis.
std::vector<part_tensor> stored_parts(const model_config& model, bool routed) {
  std::vector<part_tensor> out;
  for (const declared_tensor& one : declared_tensors(model, routed)) {
    const declared_name name = split(one.path);
    const stored_part* const part = find_part(name.part, model);
    if (const std::size_t place = part->stored.find("{}"); place != std::string_view::npos) {
      declared_tensor expert{one.path, {one.extents.begin() + 1, one.extents.end()}};
      const std::vector<integer> shape = stored_shape(expert, name, part->inputs, false);
      for (std::int64_t i = 0; i < one.extents.front(); ++i)
        out.push_back(
            {true,
             {fmt::format("{}{}{}.{}", part->stored.substr(0, place), i, part->stored.substr(place + 2), name.kind),
              shape}});
      continue;
    }
    const bool in_out = is_gpt2(model.family) && part->stored != head_name;
    expected_tensor next{fmt::format("{}.{}", part->stored, name.kind), stored_shape(one, name, part->inputs, in_out)};
    const auto same = std::find_if(out.begin(), out.end(), [&](const part_tensor& p) {
      return p.of_layer == name.of_layer && p.one.name == next.name;
    });
    if (same == out.end())
      out.push_back({name.of_layer, std::move(next)});
    else
      same->one.shape.back() += next.shape.back();
  }
  return out;
}

}  // namespace

expected_tensors expected_of(const model_config& model) {
  expected_tensors out;
  out.prefix = is_gpt2(model.family) ? "transformer." : "model.";
  const std::vector<part_tensor> parts = stored_parts(model, false);
  const std::vector<part_tensor> with_experts = model.experts ? stored_parts(model, true) : std::vector<part_tensor>{};
  const std::string_view layers = is_gpt2(model.family) ? "h" : "layers";
  const auto add = [&](const expected_tensor& one, const std::string& before) {
    out.tensors.push_back({before + one.name, one.shape});
  };
  const auto first = std::find_if(parts.begin(), parts.end(), [](const part_tensor&p) { return p.of_layer; }),
             behind = std::find_if(first, parts.end(), [](const part_tensor&p) { return !p.of_layer; });
  for (auto part = parts.begin(); part != first; ++part) add(part->one, out.prefix);
  for (std::int64_t i = 0; i < model.layers; ++i) {
    const std::string before = fmt::format("{}{}.{}.", out.prefix, layers, i);
    if (model.experts && model.routed[static_cast<std::size_t>(i)]) {
      for (const part_tensor& part : with_experts)
        if (part.of_layer) add(part.one, before);
    } else {
      for (auto part = first; part != behind; ++part) add(part->one, before);
    }
  }
  for (auto part = behind; part != parts.end(); ++part)
    add(part->one, part->one.name.starts_with(head_name) ? "" : out.prefix);
  if (model.tie_embeddings) out.tied_head = {fmt::format("{}.weight", head_name), {model.vocab_size, model.model}};
  return out;
}

bool is_buffer(family of, std::string_view name) {
  const std::string_view layers = is_gpt2(of) ? "h." : "layers.";
  if (!is_gpt2(of) && name == "rotary_emb.inv_freq") return true;
  if (!name.starts_with(layers)) return false;
  name.remove_prefix(layers.size());
  const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
  name.remove_prefix(digits);
  if (digits == 0) return false;
  return is_gpt2(of) ? name == ".attn.bias" || name == ".attn.masked_bias" : name == ".self_attn.rotary_emb.inv_freq";
}

std::vector<std::string_view> stored_names_of(number_format format) {
  switch (format) {
    case number_format::f64: return {"F64"};
    case number_format::f32: return {"F32"};
    case number_format::f16: return {"F16"};
    case number_format::f8: return {"F8_E4M3", "F8_E5M2"};
    case number_format::bf16: break;
  }
  return {"BF16"};
}

}  // namespace conform::analyzer
