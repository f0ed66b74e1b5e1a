#pragma once
// self_attention: queries, keys and values from one X, grouped heads, a cache of keys and values.

#include <conform/attention/attention.hpp>
#include <conform/layer/cache.hpp>
#include <conform/layer/door.hpp>
#include <conform/layer/linear.hpp>
#include <conform/layer/norm.hpp>
#include <conform/layer/place.hpp>
#include <conform/operation/rename.hpp>
#include <conform/operation/rope.hpp>

namespace conform {

struct attention_options {
  bool qkv_bias = false, out_bias = false;
  bool qk_norm = false;    ///< root-mean-square norm over head_dim of every query and key head
  double epsilon = 1e-6;   ///< of that norm
  const head_formulas* core = nullptr;  ///< on the metered machine: what a head costs, in place of dense attention
};

/// Head counts heads of K and V; Group query heads share each. One group: multi-head; one head: multi-query.
/// shape    {batch, query, model} -> {batch, query, model}
/// refuses  axis_missing, axis_repeated (x has head, group or head_dim), extents_differ, extent_invalid, numbers_differ
/// source   Vaswani et al. 2017, 3.2.2; Shazeer 2019 (multi-query); Ainslie et al. 2023 (grouped-query)
template <class T, auto Model, auto Head, auto Group, auto HeadDim>
struct self_attention {
  /// What may enter: {..., query, model<Model>}.
  template <class X>
  using fit = planning::first_reason<door<X, T, shape<axes::model<Model>>, names<axes::query>>,
                                     without<X, axes::head<Head>, axes::group<Group>, axes::head_dim<HeadDim>>>;
  template <class... Out>
  using project = linear<T, from<axes::model<Model>>, into<Out...>>;

  attention_options options;
  project<axes::head<Head>, axes::group<Group>, axes::head_dim<HeadDim>> q;
  project<axes::head<Head>, axes::head_dim<HeadDim>> k;
  project<axes::head<Head>, axes::value_dim<HeadDim>> v;
  linear<T, from<axes::head<Head>, axes::group<Group>, axes::value_dim<HeadDim>>, into<axes::model<Model>>> out;
  norm<T, axes::head_dim<HeadDim>> q_norm, k_norm;

  constexpr self_attention() : self_attention(attention_options{}) {}
  constexpr explicit self_attention(const attention_options& o)
      : options(o),
        q(o.qkv_bias),
        k(o.qkv_bias),
        v(o.qkv_bias),
        out(o.out_bias),
        q_norm(norm_kind::rms, o.epsilon, o.qk_norm),
        k_norm(norm_kind::rms, o.epsilon, o.qk_norm) {}

  static constexpr auto each(auto& self, auto&& f) {
    return f("q", self.q), f("k", self.k), f("v", self.v), f("out", self.out),
           f("q_norm", self.q_norm), f("k_norm", self.k_norm);
  }

  /// Every position scores the others that the pattern allows. x is spent.
  template <tensor_like X, class Why = fit<X>>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(X x, const pattern& keys = full) const {
    auto queries = queries_of(x, unturned{});
    const auto own_keys = keys_of(x, unturned{});
    const auto own_values = values_of(x);
    spend(std::move(x));
    return mixed(std::move(queries), own_keys, own_values, keys);
  }
  template <tensor_like X, class Why = fit<X>>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(const X& x, const pattern& keys = full) const;

  /// x {batch, query, model} holds new positions; their keys and values are appended to the cache, and the queries
  /// score what the pattern allows of all of it. Turns are the rotary tables of the new positions. x is spent.
  template <tensor_like X, class Turns, class Cache, class Why = fit<X>>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(X x, const Turns& turns, Cache& cache, const pattern& keys) const {
    auto queries = queries_of(x, turns);
    remember(cache.keys, keys_of(x, turns));
    remember(cache.values, values_of(x));
    spend(std::move(x));
    return mixed(std::move(queries), cache.keys.all(), cache.values.all(), keys);
  }
  template <tensor_like X, class Turns, class Cache, class Why = fit<X>>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(const X& x, const Turns& turns, Cache& cache, const pattern& keys) const;

 private:
  /// Positions that are learned, or absent: nothing is turned.
  struct unturned {
    static constexpr bool exist() { return false; }
    template <template <auto> class X>
    static constexpr auto turned(auto x) {
      return x;
    }
  };

  static constexpr void remember(auto& part, const auto& fresh) {
    scope here(fresh.on(), "cache");
    part.append(fresh);
  }
  // {..., query, model} -> {..., query, head, group, head_dim}
  constexpr auto queries_of(const auto& x, const auto& turns) const {
    auto queries = at_place("q", x, [&] { return q(x); });
    if (options.qk_norm) queries = at_place("q_norm", x, [&] { return q_norm(std::move(queries)); });
    if (turns.exist()) queries = at_place("rope", x, [&] { return turns.template turned<axes::query>(std::move(queries)); });
    return queries;
  }
  // {..., query, model} -> {..., key, head, head_dim}
  constexpr auto keys_of(const auto& x, const auto& turns) const {
    auto all_keys = at_place("k", x, [&] { return k(rename<axes::query, axes::key>(x)); });
    if (options.qk_norm) all_keys = at_place("k_norm", x, [&] { return k_norm(std::move(all_keys)); });
    if (turns.exist()) all_keys = at_place("rope", x, [&] { return turns.template turned<axes::key>(std::move(all_keys)); });
    return all_keys;
  }
  // {..., query, model} -> {..., key, head, value_dim}
  constexpr auto values_of(const auto& x) const {
    return at_place("v", x, [&] { return v(rename<axes::query, axes::key>(x)); });
  }
  // -> {..., query, model}
  constexpr auto mixed(auto queries, const auto& all_keys, const auto& all_values, const pattern& keys) const {
    auto heads = at_place("core", queries, [&] { return conform::attention(queries, all_keys, all_values, keys, options.core); });
    spend(std::move(queries));
    return at_place("out", heads, [&] { return out(heads); });
  }
};

}  // namespace conform
