#pragma once
// mixtral: a llama whose layers have experts in place of the feed-forward. Options cover qwen3_moe (norms of Q and K
// heads, layers without experts).

#include <conform/model/llama.hpp>

namespace conform {

/// The published 8x7B model, by default.
struct mixtral_options {
  int layers = 32;
  double epsilon = 1e-5;
  double rotary_base = 1000000;
  activation activate = activation::silu;
  bool tied = false;
  bool renormalise = true;  ///< weights of the chosen experts sum to one
  bool qk_norm = false;
  const pattern* patterns = nullptr;  ///< one for each layer; null: causal everywhere
  const feed_kind* feeds = nullptr;   ///< one for each layer; null: experts everywhere

  constexpr operator decoder_options() const {
    llama_options plain;
    plain.layers = layers, plain.epsilon = epsilon, plain.rotary_base = rotary_base, plain.activate = activate;
    plain.tied = tied, plain.qk_norm = qk_norm, plain.patterns = patterns;
    decoder_options out = plain;
    out.block.mixture = {renormalise, activate};
    out.block.routed = true;
    out.feeds = feeds;
    return out;
  }
};

/// Experts experts in a layer, of which each token chooses Active, Hidden wide inside:
/// mixtral<float, 32000, 4096, 8, 4, 128, 14336, 8, 2> is Mixtral 8x7B.
/// FeedHidden is the width of the feed-forward in layers without experts.
/// source   Jiang et al. 2024; sizes: mistralai/Mixtral-8x7B-v0.1, config.json
template <class T, auto Vocab, auto Model, auto Heads, auto Group, auto HeadDim, auto Hidden, auto Experts, auto Active,
          auto FeedHidden = Hidden>
struct mixtral : decoder<T, Vocab, 1, Model, Heads, Group, HeadDim, FeedHidden, experts_of<Experts, Active, Hidden>> {
  using options_type = mixtral_options;
  constexpr explicit mixtral(const mixtral_options& o = {}) : mixtral::decoder(o) {}
};

}  // namespace conform
