#include "specs.hpp"

#include <vector>

#include "text/nearest_name.hpp"

namespace conform::analyzer {
namespace {

constexpr number_format bf16 = number_format::bf16, f16 = number_format::f16;

// columns: vocab_size, model, layers, heads, kv_heads, head_dim, hidden, context_length, tied, window, dtype, experts
constexpr spec all_specs[] = {
    {"gpt2", "openai-community/gpt2", "gpt2", 50257, 768, 12, 12, 12, 64, 3072, 1024, true, 0, {}},
    {"gpt2-medium", "openai-community/gpt2-medium", "gpt2", 50257, 1024, 24, 16, 16, 64, 4096, 1024, true, 0, {}},
    {"gpt2-large", "openai-community/gpt2-large", "gpt2", 50257, 1280, 36, 20, 20, 64, 5120, 1024, true, 0, {}},
    {"gpt2-xl", "openai-community/gpt2-xl", "gpt2", 50257, 1600, 48, 25, 25, 64, 6400, 1024, true, 0, {}},
    {"llama-2-7b", "meta-llama/Llama-2-7b-hf", "llama", 32000, 4096, 32, 32, 32, 128, 11008, 4096, false, 0, f16},
    {"llama-2-70b", "meta-llama/Llama-2-70b-hf", "llama", 32000, 8192, 80, 64, 8, 128, 28672, 4096, false, 0, f16},
    {"llama-3-8b", "meta-llama/Meta-Llama-3-8B", "llama", 128256, 4096, 32, 32, 8, 128, 14336, 8192, false, 0, bf16},
    {"llama-3-70b", "meta-llama/Meta-Llama-3-70B", "llama", 128256, 8192, 80, 64, 8, 128, 28672, 8192, false, 0, bf16},
    {"llama-3.1-8b", "meta-llama/Llama-3.1-8B", "llama", 128256, 4096, 32, 32, 8, 128, 14336, 131072, false, 0, bf16},
    {"llama-3.1-70b", "meta-llama/Llama-3.1-70B", "llama", 128256, 8192, 80, 64, 8, 128, 28672, 131072, false, 0, bf16},
    {"llama-3.1-405b", "meta-llama/Llama-3.1-405B", "llama", 128256, 16384, 126, 128, 8, 128, 53248, 131072, false, 0,
     bf16},
    {"llama-3.2-1b", "meta-llama/Llama-3.2-1B", "llama", 128256, 2048, 16, 32, 8, 64, 8192, 131072, true, 0, bf16},
    {"tinyllama-1.1b", "TinyLlama/TinyLlama-1.1B-Chat-v1.0", "llama", 32000, 2048, 22, 32, 4, 64, 5632, 2048, false, 0,
     bf16},
    {"smollm2-135m", "HuggingFaceTB/SmolLM2-135M-Instruct", "llama", 49152, 576, 30, 9, 3, 64, 1536, 8192, true, 0,
     bf16},
    {"mistral-7b-v0.1", "mistralai/Mistral-7B-v0.1", "mistral", 32000, 4096, 32, 32, 8, 128, 14336, 32768, false, 4096,
     bf16},
    {"mistral-7b-v0.3", "mistralai/Mistral-7B-Instruct-v0.3", "mistral", 32768, 4096, 32, 32, 8, 128, 14336, 32768,
     false, 0, bf16},
    {"qwen2-0.5b", "Qwen/Qwen2-0.5B-Instruct", "qwen2", 151936, 896, 24, 14, 2, 64, 4864, 32768, true, 0, bf16},
    {"qwen2-1.5b", "Qwen/Qwen2-1.5B-Instruct", "qwen2", 151936, 1536, 28, 12, 2, 128, 8960, 32768, true, 0, bf16},
    {"qwen2-7b", "Qwen/Qwen2-7B-Instruct", "qwen2", 152064, 3584, 28, 28, 4, 128, 18944, 32768, false, 0, bf16},
    {"qwen3-0.6b", "Qwen/Qwen3-0.6B", "qwen3", 151936, 1024, 28, 16, 8, 128, 3072, 40960, true, 0, bf16},
    {"qwen3-8b", "Qwen/Qwen3-8B", "qwen3", 151936, 4096, 36, 32, 8, 128, 12288, 40960, false, 0, bf16},
    {"qwen3-32b", "Qwen/Qwen3-32B", "qwen3", 151936, 5120, 64, 64, 8, 128, 25600, 40960, false, 0, bf16},
    {"mixtral-8x7b",
     "mistralai/Mixtral-8x7B-v0.1",
     "mixtral",
     32000,
     4096,
     32,
     32,
     8,
     128,
     14336,
     32768,
     false,
     0,
     bf16,
     {8, 2, 14336, true}},
    {"mixtral-8x22b",
     "mistralai/Mixtral-8x22B-v0.1",
     "mixtral",
     32000,
     6144,
     56,
     48,
     8,
     128,
     16384,
     65536,
     false,
     0,
     bf16,
     {8, 2, 16384, true}},
    {"qwen3-30b-a3b",
     "Qwen/Qwen3-30B-A3B",
     "qwen3_moe",
     151936,
     2048,
     48,
     32,
     4,
     128,
     6144,
     40960,
     false,
     0,
     bf16,
     {128, 8, 768, true}},
    {"qwen3-235b-a22b",
     "Qwen/Qwen3-235B-A22B",
     "qwen3_moe",
     151936,
     4096,
     94,
     64,
     4,
     128,
     12288,
     40960,
     false,
     0,
     bf16,
     {128, 8, 1536, true}},
};

model_config config_of(const spec& facts) {
  const bool gpt2 = facts.model_type == "gpt2";
  model_config m;
  m.name = facts.name;
  m.source = "https://huggingface.co/" + std::string{facts.source} + " (config.json)";
  m.model_type = facts.model_type;
  m.family = gpt2 ? family::gpt2 : family::llama;
  m.vocab_size = facts.vocab_size;
  m.model = facts.model;
  m.layers = facts.layers;
  m.heads = facts.heads;
  m.kv_heads = facts.kv_heads;
  m.head_dim = facts.head_dim;
  m.hidden = facts.hidden;
  if (gpt2) m.positions = facts.context_length;
  m.context_length = facts.context_length;
  m.tie_embeddings = facts.tie_embeddings;
  m.qkv_bias = gpt2 || facts.model_type == "qwen2";
  m.out_bias = m.mlp_bias = gpt2;
  m.qk_norm = facts.model_type == "qwen3" || facts.model_type == "qwen3_moe";
  if (facts.experts.count > 0) {
    m.experts = facts.experts;
    m.routed.assign(static_cast<std::size_t>(facts.layers), true);
  }
  m.activation = gpt2 ? activation::gelu_tanh : activation::silu;
  std::optional<std::int64_t> window;
  if (facts.window > 0) window = facts.window;
  m.window.assign(static_cast<std::size_t>(facts.layers), window);
  m.dtype = facts.dtype;
  return m;
}

}  // namespace

std::span<const spec> specs() { return all_specs; }

std::optional<model_config> find_spec(std::string_view name) {
  for (const spec& facts : all_specs) {
    if (facts.name == name) return config_of(facts);
  }
  return std::nullopt;
}

std::string spec_advice(std::string_view name) {
  std::vector<std::string_view> names;
  for (const spec& facts : all_specs) names.push_back(facts.name);
  return did_you_mean(name, names);
}

}  // namespace conform::analyzer
