#pragma once
// gpt2: layer norms, biases everywhere, learned positions, tied logits.

#include <conform/model/decoder.hpp>

namespace conform {

/// The published small model, by default.
struct gpt2_options {
  int layers = 12;
  double epsilon = 1e-5;
  activation activate = activation::gelu_tanh;
  bool tied = true;

  constexpr operator decoder_options() const {
    decoder_options out;
    out.layers = layers;
    out.block.norm = norm_kind::layer;
    out.block.epsilon = epsilon;
    out.block.attention.qkv_bias = out.block.attention.out_bias = true;
    out.block.feed_forward.activate = activate;
    out.tied = tied;
    return out;
  }
};

/// gpt2<float, 50257, 1024, 768, 12, 64, 3072> is the published small model.
/// source   Radford et al. 2019; sizes: openai-community/gpt2, config.json
template <class T, auto Vocab, auto Positions, auto Model, auto Heads, auto HeadDim, auto Hidden>
struct gpt2 : decoder<T, Vocab, Positions, Model, Heads, 1, HeadDim, Hidden> {
  using options_type = gpt2_options;
  constexpr explicit gpt2(const gpt2_options& o = {}) : gpt2::decoder(o) {}
};

}  // namespace conform
