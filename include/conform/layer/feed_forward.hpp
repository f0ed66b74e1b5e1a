#pragma once
// feed_forward: the two-layer perceptron of a transformer block, plain or gated.

#include <conform/layer/door.hpp>
#include <conform/layer/linear.hpp>
#include <conform/layer/place.hpp>
#include <conform/operation/activation.hpp>

namespace conform {

struct feed_forward_options {
  bool gated = false;
  bool bias = true;
  activation activate = activation::gelu;
};

/// plain    down(act(up(x)))
/// gated    down(act(gate(x)) * up(x))
/// shape    {..., model} -> {..., model}
/// refuses  axis_missing, axis_repeated (x has hidden), extents_differ, numbers_differ
/// source   Vaswani et al. 2017, 3.3; gated: Shazeer 2020, eq. 6
template <class T, auto Model, auto Hidden>
struct feed_forward {
  using widen = linear<T, from<axes::model<Model>>, into<axes::hidden<Hidden>>>;
  using narrow = linear<T, from<axes::hidden<Hidden>>, into<axes::model<Model>>>;

  template <class X>
  using fit = planning::first_reason<door<X, T, shape<axes::model<Model>>>, without<X, axes::hidden<Hidden>>>;

  feed_forward_options options;
  widen gate, up;
  narrow down;

  constexpr feed_forward() : feed_forward(feed_forward_options{}) {}
  constexpr explicit feed_forward(const feed_forward_options& o, bool exists = true)
      : options(o), gate(o.bias, exists && o.gated), up(o.bias, exists), down(o.bias, exists) {}

  static constexpr auto each(auto& self, auto&& f) { return f("gate", self.gate), f("up", self.up), f("down", self.down); }

  /// x is spent.
  template <tensor_like X, class Why = fit<X>>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(X x) const {
    const widen& first = options.gated ? gate : up;
    auto inner = at_place(options.gated ? "gate" : "up", x, [&] { return first(x); });
    inner = activate(options.activate, std::move(inner));
    if (options.gated) inner = std::move(inner) * at_place("up", x, [&] { return up(x); });
    spend(std::move(x));
    return at_place("down", inner, [&] { return down(inner); });
  }
  template <tensor_like X, class Why = fit<X>>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(const X& x) const;
};

}  // namespace conform
