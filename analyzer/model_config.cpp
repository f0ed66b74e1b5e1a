#include "model_config.hpp"

#include <algorithm>

namespace conform::analyzer {

std::string_view name_of(family value) { return value == family::gpt2 ? "gpt2" : "llama"; }

std::string_view name_of(activation value) {
  switch (value) {
    case activation::gelu_tanh: return "gelu_tanh";
    case activation::gelu_erf: return "gelu_erf";
    case activation::relu: return "relu";
    case activation::silu: break;
  }
  return "silu";
}

std::string_view name_of(number_format value) {
  switch (value) {
    case number_format::f64: return "f64";
    case number_format::f32: return "f32";
    case number_format::f16: return "f16";
    case number_format::f8: return "f8";
    case number_format::bf16: break;
  }
  return "bf16";
}

std::int64_t bytes_of(number_format value) {
  switch (value) {
    case number_format::f64: return 8;
    case number_format::f32: return 4;
    case number_format::f8: return 1;
    case number_format::bf16:
    case number_format::f16: break;
  }
  return 2;
}

std::int64_t routed_layers(const model_config& model) {
  return std::count(model.routed.begin(), model.routed.end(), true);
}

bool has_feed_forward(const model_config& model) { return routed_layers(model) < model.layers; }

std::optional<std::int64_t> least_window(const model_config& model) {
  std::optional<std::int64_t> out;
  for (const auto& window : model.window)
    if (window && (!out || *window < *out)) out = window;
  return out;
}

}  // namespace conform::analyzer
