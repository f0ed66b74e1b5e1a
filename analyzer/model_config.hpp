#pragma once
// model_config: one model as plain facts, whoever wrote them (a config file or a built-in spec).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace conform::analyzer {

/// The typed families of include/conform/model; a config's model_type maps onto one of them.
enum class family : std::uint8_t { gpt2, llama };

/// The nonlinearity of the feed-forward layer: gelu by tanh (gelu_new), gelu by erf (gelu), relu, silu (swish).
enum class activation : std::uint8_t { gelu_tanh, gelu_erf, relu, silu };

/// The storage format of numbers; one for weights, cache and activations.
enum class number_format : std::uint8_t { f64, f32, bf16, f16, f8 };

std::string_view name_of(family value);
std::string_view name_of(activation value);
std::string_view name_of(number_format value);

/// Bytes one number takes.
std::int64_t bytes_of(number_format value);

/// A mixture of experts in place of a layer's feed-forward.
struct expert_sizes {
  std::int64_t count{};   ///< experts of a layer
  std::int64_t active{};  ///< those that a token chooses; at most `count`
  std::int64_t hidden{};  ///< width inside one
  bool renormalise{};     ///< the weights of the chosen ones sum to one
};

/// Everything about a model that changes a count, and nothing else. All sizes are at least 1.
struct model_config {
  std::string name;        ///< as the report titles it: a spec's name, or what the config says, or the file's name
  std::string source;      ///< where the facts come from: the file as given, or the publication of a built-in spec
  std::string model_type;  ///< as the config spells it: gpt2, llama, mistral, qwen2, qwen3, mixtral, qwen3_moe
  analyzer::family family{analyzer::family::llama};

  std::int64_t vocab_size{};  ///< rows of the embedding table
  std::int64_t model{};       ///< d, the width of the residual stream
  std::int64_t layers{};
  std::int64_t heads{};     ///< query heads
  std::int64_t kv_heads{};  ///< key and value heads; divides heads
  std::int64_t head_dim{};  ///< width of one head; heads * head_dim need not be the model width
  std::int64_t hidden{};    ///< width of the feed-forward layer, where a layer has one

  std::optional<expert_sizes> experts;
  std::vector<bool> routed;  ///< one entry a layer: it has experts; empty where no layer has

  std::optional<std::int64_t> positions;       ///< rows of the learned position table (gpt2); none for rotary models
  std::optional<std::int64_t> context_length;  ///< longest sequence the model states; equals positions for gpt2

  bool tie_embeddings{};    ///< the output head is the embedding table
  bool qkv_bias{};          ///< bias on the q, k and v projections
  bool out_bias{};          ///< bias on the attention's output projection
  bool mlp_bias{};          ///< bias on every feed-forward projection
  bool qk_norm{};           ///< RMS norm of every query and key head (qwen3)
  analyzer::activation activation{analyzer::activation::silu};

  /// One entry a layer: the number of keys a query may see, itself included; none where the layer sees every key.
  std::vector<std::optional<std::int64_t>> window;

  std::optional<number_format> dtype;  ///< the file's torch_dtype
};

/// Layers that have experts, and whether a layer has none.
std::int64_t routed_layers(const model_config& model);
bool has_feed_forward(const model_config& model);

/// Keys that the layer with the narrowest window sees, or nothing where no layer has one.
std::optional<std::int64_t> least_window(const model_config& model);

}  // namespace conform::analyzer
