#pragma once
// mixture_of_experts: gated feed-forward layers, of which a router chooses some for each token.

#include <conform/layer/expert_linear.hpp>
#include <conform/layer/linear.hpp>
#include <conform/layer/place.hpp>
#include <conform/operation/activation.hpp>
#include <conform/operation/argmax.hpp>
#include <conform/operation/reduce.hpp>
#include <conform/operation/rename.hpp>
#include <conform/operation/softmax.hpp>

namespace conform {

/// Sizes of a mixture: Experts in a layer, of which each token chooses Active, Hidden wide inside.
template <auto Experts, auto Active, auto Hidden>
struct experts_of {};
struct no_experts {};

struct mixture_options {
  bool renormalise = true;  ///< weights of the chosen experts sum to one
  activation activate = activation::silu;
};

namespace choosing_experts {

/// A layer of experts has one at least, and a token chooses one at least.
template <class A>
using some = std::conditional_t<info_of<A>.extent == 0, extent_zero<A>, accepted>;

}  // namespace choosing_experts

/// p = softmax over experts of router(x); the Active largest are chosen, the lower expert first where they are equal
/// out = sum over chosen e of p[e] (over their sum) * down_e(act(gate_e(x)) * up_e(x))
/// shape    {..., model} -> {..., model}
/// cost     a token, E experts, k of them chosen, m wide, h inside: m·E multiply-adds of the router; 5E for softmax;
///          k·E - k(k-1)/2 cmp for the choice, and k add, k div where weights are renormalised; 3k·m·h multiply-adds of
///          experts, k·h activations and products; k·m mul, k·m add for the sum. None depends on the choices.
/// refuses  axis_missing, axis_repeated (x has hidden, expert or choice), extents_differ, numbers_differ,
///          extent_invalid, extent_zero (no experts, or none is chosen), reaches_outside (more are chosen than there
///          are), extent_not_static (of Active, but on the metered machine)
/// throws   index_error (more are chosen than there are)
/// source   Shazeer et al. 2017, eq. 1 (the sum), Fedus et al. 2021, eq. 1 (softmax before the choice); Jiang et al.
///          2024, 2.1 (softmax over those chosen: the same as renormalised); experts: Shazeer 2020, eq. 6
template <class T, auto Model, auto Hidden, auto Experts, auto Active>
struct mixture_of_experts {
  using widen = expert_linear<T, axes::expert<Experts>, axes::model<Model>, axes::hidden<Hidden>>;
  using narrow = expert_linear<T, axes::expert<Experts>, axes::hidden<Hidden>, axes::model<Model>>;
  template <class X>
  using fit = planning::first_reason<
      door<X, T, shape<axes::model<Model>>>,
      without<X, axes::hidden<Hidden>, axes::expert<Experts>, axes::choice<Active>>,
      choosing_experts::some<axes::expert<Experts>>, choosing_experts::some<axes::choice<Active>>,
      typename ranking::cut<names<axes::expert>, Active, tensor<number_read<T>, axes::expert<Experts>>>::reason>;

  mixture_options options;
  linear<T, from<axes::model<Model>>, into<axes::expert<Experts>>> router;
  widen gate, up;
  narrow down;

  constexpr mixture_of_experts() : mixture_of_experts(mixture_options{}) {}
  constexpr explicit mixture_of_experts(const mixture_options& o, bool exists = true)
      : options(o), router(false, exists), gate(exists), up(exists), down(exists) {}

  static constexpr auto each(auto& self, auto&& f) {
    return f("router", self.router), f("gate", self.gate), f("up", self.up), f("down", self.down);
  }

  /// x is spent.
  template <tensor_like X, class Why = fit<X>>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(X x) const {
    auto all = at_place("router", x, [&] { return router(x); });
    auto chosen = at_place("choice", x, [&] { return choose(std::move(all)); });
    auto inner = at_place("gate", x, [&] { return gate(x, chosen.indices); });
    inner = activate(options.activate, std::move(inner));
    inner = std::move(inner) * at_place("up", x, [&] { return up(x, chosen.indices); });
    spend(std::move(x));
    auto narrowed = at_place("down", inner, [&] { return down(inner, chosen.indices); });
    spend(std::move(inner));
    return at_place("sum", narrowed, [&] { return sum<axes::choice>(std::move(narrowed) * chosen.values); });
  }
  template <tensor_like X, class Why = fit<X>>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(const X& x) const;

 private:
  // {..., expert} -> twice {..., choice}
  constexpr auto choose(auto logits) const {
    auto best = top_k<axes::expert, Active>(softmax<axes::expert>(std::move(logits)));
    auto weights = rename<axes::expert, axes::choice>(std::move(best.values));
    auto experts = rename<axes::expert, axes::choice>(std::move(best.indices));
    if (options.renormalise) {
      const auto whole = sum<axes::choice>(weights);
      weights = std::move(weights) / whole;
    }
    return top<decltype(weights), decltype(experts)>{std::move(weights), std::move(experts)};
  }
};

}  // namespace conform
