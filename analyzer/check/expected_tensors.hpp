#pragma once
// expected_tensors: the tensors that a stored checkpoint of a config has, by the names of the Hugging Face hub.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <conform/size/integer.hpp>

#include "model_config.hpp"

namespace conform::analyzer {

struct expected_tensor {
  std::string name;  ///< with its prefix: "model.layers.0.self_attn.q_proj.weight"
  std::vector<integer> shape;
};

/// What a checkpoint of the typed model may hold. Names and layouts are those of the classes GPT2LMHeadModel,
/// LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM and Qwen3ForCausalLM: huggingface/transformers 000c33f,
/// src/transformers/models/*/modeling_*.py; Conv1D, which is stored {in, out}: pytorch_utils.py.
struct expected_tensors {
  std::string prefix;                    ///< of every name but that of the head: "model.", "transformer."
  std::vector<expected_tensor> tensors;  ///< in the order of the model
  expected_tensor tied_head;             ///< may be there: a copy of the embedding. No name where the head is not tied
};

expected_tensors expected_of(const model_config& model);

/// Not learned, and kept by older versions all the same: masks of gpt2 (h.0.attn.bias, h.0.attn.masked_bias), and
/// frequencies of rotary embeddings (rotary_emb.inv_freq). `name` is without the prefix.
bool is_buffer(family of, std::string_view name);

/// The dtypes in which the format stores numbers of this kind: BF16, F16, F32, F64; F8_E4M3 and F8_E5M2 of f8.
std::vector<std::string_view> stored_names_of(number_format format);

}  // namespace conform::analyzer
