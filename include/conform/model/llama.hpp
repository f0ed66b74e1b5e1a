#pragma once
// llama: root-mean-square norms, rotary positions, gated feed-forward, grouped heads. Options cover mistral (windows),
// qwen2 (biases on Q, K and V) and qwen3 (norms of Q and K heads).

#include <conform/model/decoder.hpp>

namespace conform {

/// The published 8B model, by default.
struct llama_options {
  int layers = 32;
  double epsilon = 1e-5;
  double rotary_base = 500000;
  activation activate = activation::silu;
  bool tied = false;
  bool qkv_bias = false, out_bias = false, feed_forward_bias = false;
  bool qk_norm = false;
  const pattern* patterns = nullptr;  ///< one for each layer; null: causal everywhere

  constexpr operator decoder_options() const {
    decoder_options out;
    out.layers = layers;
    out.block.norm = norm_kind::rms;
    out.block.epsilon = epsilon;
    out.block.attention = {qkv_bias, out_bias, qk_norm, epsilon};
    out.block.feed_forward = {true, feed_forward_bias, activate};
    out.learned_positions = false;
    out.rotary_base = rotary_base;
    out.tied = tied;
    out.patterns = patterns;
    return out;
  }
};

/// Heads heads of keys and values, Group query heads for each:
/// llama<float, 128256, 4096, 8, 4, 128, 14336> is Llama 3 8B.
/// source   Touvron et al. 2023; sizes: meta-llama/Meta-Llama-3-8B, config.json
template <class T, auto Vocab, auto Model, auto Heads, auto Group, auto HeadDim, auto Hidden>
struct llama : decoder<T, Vocab, 1, Model, Heads, Group, HeadDim, Hidden> {
  using options_type = llama_options;
  constexpr explicit llama(const llama_options& o = {}) : llama::decoder(o) {}
};

}  // namespace conform
