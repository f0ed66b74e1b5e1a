#pragma once
// block: one layer of a decoder, norm first, attention and feed-forward each added to the residual stream.

#include <conform/layer/attention.hpp>
#include <conform/layer/feed_forward.hpp>
#include <conform/layer/norm.hpp>

namespace conform {

struct block_options {
  attention_options attention;
  feed_forward_options feed_forward;
  norm_kind norm = norm_kind::layer;
  double epsilon = 1e-5;
};

/// x + attention(norm(x)), then x + feed_forward(norm(x))
/// shape    {batch, query, model} -> {batch, query, model}
/// source   Radford et al. 2019, 2.3 (norms moved to the input of each part); Touvron et al. 2023, 2.2
template <class T, auto Model, auto Head, auto Group, auto HeadDim, auto Hidden>
struct block {
  norm<T, axes::model<Model>> attention_norm;
  self_attention<T, Model, Head, Group, HeadDim> attention;
  norm<T, axes::model<Model>> feed_forward_norm;
  feed_forward<T, Model, Hidden> feed_forward_part;

  constexpr block() = default;
  constexpr explicit block(const block_options& o)
      : attention_norm(o.norm, o.epsilon),
        attention(o.attention),
        feed_forward_norm(o.norm, o.epsilon),
        feed_forward_part(o.feed_forward) {}

  static constexpr void each(auto& self, auto&& f) {
    f("attention_norm", self.attention_norm), f("attention", self.attention);
    f("feed_forward_norm", self.feed_forward_norm), f("feed_forward", self.feed_forward_part);
  }

  /// x is spent and comes back in the same cells.
  template <class X, class Turns, class Cache>
  constexpr X operator()(X x, const Turns& turns, Cache& cache, const pattern& keys) const {
    auto normed = placed("attention_norm", x, [&] { return attention_norm(x); });
    x = placed("attention", x,
               [&] { return std::move(x) + attention(std::move(normed), turns, cache, keys); });
    auto again = placed("feed_forward_norm", x, [&] { return feed_forward_norm(x); });
    return placed("feed_forward", x, [&] { return std::move(x) + feed_forward_part(std::move(again)); });
  }

 private:
  static constexpr auto placed(const char* place, const auto& on_the_machine_of, auto&& compute) {
    scope here(on_the_machine_of.on(), place);
    return compute();
  }
};

}  // namespace conform
