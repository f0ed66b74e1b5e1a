#pragma once
// self_attention: queries, keys and values from one X, grouped heads, a cache of keys and values.

#include <conform/attention/attention.hpp>
#include <conform/layer/cache.hpp>
#include <conform/layer/linear.hpp>
#include <conform/layer/norm.hpp>
#include <conform/operation/rename.hpp>
#include <conform/operation/rope.hpp>

namespace conform {

struct attention_options {
  bool qkv_bias = false, out_bias = false;
  bool qk_norm = false;    ///< root-mean-square norm over head_dim of every query and key head
  double epsilon = 1e-6;   ///< of that norm
};

/// Head counts heads of K and V; Group query heads share each. One group: multi-head; one head: multi-query.
/// shape    {batch, query, model} -> {batch, query, model}
/// source   Vaswani et al. 2017, 3.2.2; Shazeer 2019 (multi-query); Ainslie et al. 2023 (grouped-query)
template <class T, auto Model, auto Head, auto Group, auto HeadDim>
struct self_attention {
  template <class... Out>
  using project = linear<T, from<axes::model<Model>>, into<Out...>>;

  attention_options options;
  project<axes::head<Head>, axes::group<Group>, axes::head_dim<HeadDim>> q;
  project<axes::head<Head>, axes::head_dim<HeadDim>> k;
  project<axes::head<Head>, axes::value_dim<HeadDim>> v;
  linear<T, from<axes::head<Head>, axes::group<Group>, axes::value_dim<HeadDim>>, into<axes::model<Model>>> out;
  norm<T, axes::head_dim<HeadDim>> q_norm, k_norm;

  constexpr self_attention() = default;
  constexpr explicit self_attention(const attention_options& o)
      : options(o),
        q(o.qkv_bias),
        k(o.qkv_bias),
        v(o.qkv_bias),
        out(o.out_bias),
        q_norm(norm_kind::rms, o.epsilon, o.qk_norm),
        k_norm(norm_kind::rms, o.epsilon, o.qk_norm) {}

  static constexpr void each(auto& self, auto&& f) {
    f("q", self.q), f("k", self.k), f("v", self.v), f("out", self.out);
    f("q_norm", self.q_norm), f("k_norm", self.k_norm);
  }

  /// x is spent. Turns holds the rotary tables of the new positions, or nothing for learned positions. The new keys
  /// and values are appended to the cache, and the queries score what the pattern allows of all of it.
  template <class X, class Turns, class Cache>
  constexpr auto operator()(X x, const Turns& turns, Cache& cache, const pattern& keys) const {
    using namespace axes;
    auto queries = projected("q", q, x);
    if (options.qk_norm) queries = placed("q_norm", x, [&] { return q_norm(std::move(queries)); });
    if (turns.exist()) queries = placed("rope", x, [&] { return turns.template turned<query>(std::move(queries)); });
    {
      const auto source = rename<query, key>(x);
      auto fresh = projected("k", k, source);
      if (options.qk_norm) fresh = placed("k_norm", x, [&] { return k_norm(std::move(fresh)); });
      if (turns.exist()) fresh = placed("rope", x, [&] { return turns.template turned<key>(std::move(fresh)); });
      cache.keys.append(fresh);
    }
    {
      const auto source = rename<query, key>(x);
      cache.values.append(projected("v", v, source));
    }
    spend(std::move(x));
    auto mixed = placed("core", queries, [&] { return attention(queries, cache.keys.all(), cache.values.all(), keys); });
    spend(std::move(queries));
    return projected("out", out, mixed);
  }

 private:
  static constexpr auto placed(const char* place, const auto& on_the_machine_of, auto&& compute) {
    scope here(on_the_machine_of.on(), place);
    return compute();
  }
  static constexpr auto projected(const char* place, const auto& layer, const auto& x) {
    return placed(place, x, [&] { return layer(x); });
  }
};

}  // namespace conform
