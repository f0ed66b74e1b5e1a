#pragma once
// block: one layer of a decoder, norm first, attention and feed-forward each added to the residual stream. A mixture of
// experts may stand in place of the feed-forward.

#include <conform/layer/attention.hpp>
#include <conform/layer/feed_forward.hpp>
#include <conform/layer/mixture_of_experts.hpp>
#include <conform/layer/norm.hpp>
#include <conform/layer/place.hpp>
#include <conform/operation/copy.hpp>

namespace conform {

struct block_options {
  attention_options attention;
  feed_forward_options feed_forward;
  mixture_options mixture;
  bool routed = false;  ///< experts in place of the feed-forward; only where a block has sizes of them
  norm_kind norm = norm_kind::layer;
  double epsilon = 1e-5;
};

namespace mixing {

/// The experts of a block, where it has sizes of them.
template <class T, auto Model, class Sizes>
struct part {
  static constexpr bool possible = false;
  template <class X>
  using fit = accepted;
  constexpr part(const mixture_options&, bool) {}
  static constexpr void each(auto&, auto&&) {}
};
template <class T, auto Model, auto Experts, auto Active, auto Hidden>
struct part<T, Model, experts_of<Experts, Active, Hidden>> : mixture_of_experts<T, Model, Hidden, Experts, Active> {
  static constexpr bool possible = true;
  using mixture_of_experts<T, Model, Hidden, Experts, Active>::mixture_of_experts;
};

}  // namespace mixing

/// x + attention(norm(x)), then x + feed_forward(norm(x)), or with experts x + experts(norm(x))
/// shape    {batch, query, model} -> {batch, query, model}
/// refuses  what its parts refuse
/// source   Radford et al. 2019, 2.3 (norms moved to the input of each part); Touvron et al. 2023, 2.2
template <class T, auto Model, auto Head, auto Group, auto HeadDim, auto Hidden, class Experts = no_experts>
struct block {
  /// What may enter: {..., query, model<Model>}.
  template <class X>
  using fit = planning::first_reason<typename self_attention<T, Model, Head, Group, HeadDim>::template fit<X>,
                                     typename feed_forward<T, Model, Hidden>::template fit<X>,
                                     typename mixing::part<T, Model, Experts>::template fit<X>>;

  norm<T, axes::model<Model>> attention_norm;
  self_attention<T, Model, Head, Group, HeadDim> attention;
  norm<T, axes::model<Model>> feed_forward_norm;
  feed_forward<T, Model, Hidden> feed_forward_part;
  bool routed;
  [[no_unique_address]] mixing::part<T, Model, Experts> experts;

  constexpr block() : block(block_options{}) {}
  constexpr explicit block(const block_options& o)
      : attention_norm(o.norm, o.epsilon),
        attention(o.attention),
        feed_forward_norm(o.norm, o.epsilon),
        feed_forward_part(o.feed_forward, !o.routed || !mixing::part<T, Model, Experts>::possible),
        routed(o.routed && mixing::part<T, Model, Experts>::possible),
        experts(o.mixture, routed) {}

  static constexpr auto each(auto& self, auto&& f) {
    return f("attention_norm", self.attention_norm), f("attention", self.attention),
           f("feed_forward_norm", self.feed_forward_norm), f("feed_forward", self.feed_forward_part),
           f("experts", self.experts);
  }

  /// Of an encoder: every position scores the others that the pattern allows.
  template <tensor_like X, class Why = fit<X>>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(X x, const pattern& keys = full) const {
    return residual(owned(std::move(x)), [&](auto normed) { return attention(std::move(normed), keys); });
  }
  template <tensor_like X, class Why = fit<X>>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(const X& x, const pattern& keys = full) const;
  /// Of a decoder: new positions, and a cache of those before.
  template <tensor_like X, class Turns, class Cache, class Why = fit<X>>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(X x, const Turns& turns, Cache& cache, const pattern& keys) const {
    return residual(owned(std::move(x)), [&](auto normed) { return attention(std::move(normed), turns, cache, keys); });
  }
  template <tensor_like X, class Turns, class Cache, class Why = fit<X>>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(const X& x, const Turns& turns, Cache& cache, const pattern& keys) const;

 private:
  /// The residual stream needs cells of its own: a view is copied.
  template <class X>
  static constexpr auto owned(X x) {
    if constexpr (is_owning<X>)
      return x;
    else
      return copy(x);
  }
  /// x is spent and comes back in the same cells.
  template <class X>
  constexpr X residual(X x, const auto& attend) const {
    auto normed = at_place("attention_norm", x, [&] { return attention_norm(x); });
    x = at_place("attention", x, [&] { return std::move(x) + attend(std::move(normed)); });
    auto again = at_place("feed_forward_norm", x, [&] { return feed_forward_norm(x); });
    if constexpr (mixing::part<T, Model, Experts>::possible)
      if (routed) return at_place("experts", x, [&] { return std::move(x) + experts(std::move(again)); });
    return at_place("feed_forward", x, [&] { return std::move(x) + feed_forward_part(std::move(again)); });
  }
};

}  // namespace conform
