#pragma once
// decoder: embedding, blocks, last norm, logits. The families gpt2 and llama are options of this one source.

#include <conform/layer/block.hpp>
#include <conform/layer/embedding.hpp>
#include <conform/layer/rotary.hpp>
#include <conform/operation/slice.hpp>
#include <conform/operation/copy.hpp>

namespace conform {

/// What follows the attention of a layer.
enum class feed_kind : unsigned char { feed_forward, experts };

/// What is not a size is run-time data, so that one instantiation serves every config of a family.
struct decoder_options {
  int layers = 12;
  block_options block;
  bool learned_positions = true;  ///< else rotary
  double rotary_base = 10000;
  bool tied = true;  ///< logits use the token embedding
  const pattern* patterns = nullptr;  ///< one for each layer; null: causal everywhere
  const feed_kind* feeds = nullptr;   ///< one for each layer; null: as `block` says
};

/// What a decoder remembers between steps, and what it needs to know of the present one.
template <class T, auto Batch, auto Context, auto Fresh, auto Head, auto HeadDim>
struct session {
  using cache = key_value_cache<T, Batch, Context, Fresh, Head, HeadDim>;
  using named = typename cache::named;

  list<cache> caches;  ///< one for each layer
  rotary_positions<T, Fresh, HeadDim> turns;
  long long context = 0;  ///< tokens of every sequence that the caches hold

  /// Caches for `capacity` positions of every sequence; sizes are those of the first step.
  constexpr void open(machine<T> on, const decoder_options& o, const bound_sizes<named>& sizes = {},
                      long long capacity = 0) {
    for (int i = 0; i < o.layers; ++i) {
      caches.push_back(cache{});
      caches.back().make(on, sizes, capacity);
    }
    if (!o.learned_positions) turns = rotary_positions<T, Fresh, HeadDim>(on, o.rotary_base);
    step(sizes);
  }
  /// The same on plain numbers, sizes by name: past.open(options, 1024, context = 0, seq = 5)
  template <text... Names, class... V>
    requires(!is_metered<T>)
  constexpr void open(const decoder_options& o, long long capacity, const binding<Names, V>&... sizes) {
    open(machine<T>{}, o, by_name(sizes...), capacity);
  }
  /// The sizes of one layer's attention, Group query heads a key head, with the ids of a meter.
  template <auto Group>
  static constexpr attention_sizes<polynomial> attention(meter& ids) {
    using measuring::formula_of;
    const polynomial width = formula_of<HeadDim>(ids), fresh = formula_of<Fresh>(ids);
    return {fresh, formula_of<Context>(ids) + fresh, width, width,
            formula_of<Batch>(ids) * formula_of<Head>(ids) * formula_of<Group>(ids)};
  }
  /// Before each further step: the new values of the sizes.
  constexpr void step(const bound_sizes<named>& sizes) {
    for (cache& c : caches) c.resize(sizes);
    if constexpr (!is_metered<T>) context = value_of<Context>(sizes);
    turns.make(sizes, context);
  }
  /// By name, all that have one: past.step(context = 5, seq = 1)
  template <text... Names, class... V>
    requires(!is_metered<T> && sizeof...(Names) > 0)
  constexpr void step(const binding<Names, V>&... sizes) {
    step(by_name(sizes...));
  }

 private:
  static constexpr bound_sizes<named> by_name(const auto&... sizes) {
    static_assert(visiting::binder<named>::template complete<std::remove_cvref_t<decltype(sizes)>...>(),
                  "session: a named size has no value; past.step(context = 5, seq = 1) gives it");
    bound_sizes<named> out;
    (visiting::binder<named>::bind(out, sizes), ...);
    return out;
  }
};

/// Sizes: Head heads of K and V, Group query heads for each; Positions is 1 where positions are rotary; Experts are
/// experts_of<...>, where layers have them.
/// shape    ids {batch, query} -> {batch, query, vocab}
/// source   Radford et al. 2019; Touvron et al. 2023
template <class T, auto Vocab, auto Positions, auto Model, auto Head, auto Group, auto HeadDim, auto Hidden,
          class Experts = no_experts>
class decoder {
 public:
  using layer = block<T, Model, Head, Group, HeadDim, Hidden, Experts>;
  template <auto Batch, auto Context, auto Fresh>
  using session_for = session<T, Batch, Context, Fresh, Head, HeadDim>;

  decoder_options options;
  embedding<T, Vocab, Positions, Model> embed;
  list<layer> layers;
  norm<T, axes::model<Model>> last_norm;
  linear<T, from<axes::model<Model>>, into<axes::vocab<Vocab>>> head;

  constexpr explicit decoder(const decoder_options& o)
      : options(o), embed(o.learned_positions), last_norm(o.block.norm, o.block.epsilon), head(false, !o.tied) {
    for (int i = 0; i < o.layers; ++i) {
      block_options one = o.block;
      if (o.feeds) one.routed = o.feeds[i] == feed_kind::experts;
      layers.push_back(layer(one));
    }
  }

  static constexpr auto each(auto& self, auto&& f) {
    return f("embedding", self.embed), f("layers", self.layers), f("norm", self.last_norm), f("head", self.head);
  }

  /// Logits of every new position: {batch, query<Fresh>, vocab}.
  template <tensor_like Ids, auto Batch, auto Context, auto Fresh>
  constexpr auto logits(const Ids& ids, session_for<Batch, Context, Fresh>& past) const {
    return project(normed(stream(ids, past)));
  }
  /// Logits of the last position: {batch, query<1>, vocab}.
  template <tensor_like Ids, auto Batch, auto Context, auto Fresh>
  constexpr auto last_logits(const Ids& ids, session_for<Batch, Context, Fresh>& past) const {
    auto x = stream(ids, past);
    auto last = at_place("last", x, [&] { return copy(slice<axes::query<1>>(x, last_position(x))); });
    spend(std::move(x));
    return project(normed(std::move(last)));
  }

  /// The sizes of one layer's attention in a pass of Session, with the ids of a meter.
  template <class Session>
  static constexpr attention_sizes<polynomial> attention_of(meter& ids) {
    return Session::template attention<Group>(ids);
  }

 private:
  // {batch, query<Fresh>, model}
  template <tensor_like Ids, auto Batch, auto Context, auto Fresh>
  constexpr auto stream(const Ids& ids, session_for<Batch, Context, Fresh>& past) const {
    auto x = at_place("embedding", *embed.tokens, [&] { return embed(ids, past.context); });
    scope all(x.on(), "layers");
    for (std::size_t i = 0; i < layers.size(); ++i) {
      scope here(x.on(), index_name(i).text);
      x = layers[i](std::move(x), past.turns, past.caches[i], options.patterns ? options.patterns[i] : causal);
    }
    return x;
  }
  template <class X>
  constexpr auto normed(X x) const {
    return at_place("norm", x, [&] { return last_norm(std::move(x)); });
  }
  template <class X>
  constexpr auto project(X x) const {
    return at_place("head", x, [&] {
      if (options.tied) return contract<axes::model>(x, *embed.tokens);
      return head(x);
    });
  }
  static constexpr long long last_position(const auto& x) {
    if constexpr (is_metered<T>)
      return 0;
    else
      return extents_of(x).at[1] - 1;
  }
};

/// The parameters of a model with static sizes (elements):
/// static_assert(parameter_count<gpt2<float, 50257, 1024, 768, 12, 64, 3072>> == 124'439'808);
template <class Model, typename Model::options_type Options = typename Model::options_type{}>
inline constexpr integer parameter_count = count_parameters(Model(Options));

}  // namespace conform
