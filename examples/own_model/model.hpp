#pragma once
// A vision transformer over axes of its own, and what a report of it needs to know.

#include <conform/conform.hpp>
#include <conform/layer.hpp>
#include <conform/model/reported.hpp>
#include <conform/size/alphabet.hpp>

namespace sight {

using namespace conform;
using axes::head, axes::head_dim, axes::key, axes::model, axes::query, axes::value_dim;

template <auto N> struct pixel : axis<N> {};  // the values of one patch of the image: 16 x 16, in three colours
template <auto N> struct label : axis<N> {};  // what an image may show

// [attention]
/// {batch, query, model} -> {batch, query, model}: every patch attends to all.
template <class T, auto Width, auto Heads, auto HeadDim>
struct patch_attention {
  linear<T, from<model<Width>>, into<head<Heads>, head_dim<HeadDim>>> q{true}, k{true};
  linear<T, from<model<Width>>, into<head<Heads>, value_dim<HeadDim>>> v{true};
  linear<T, from<head<Heads>, value_dim<HeadDim>>, into<model<Width>>> out{true};

  static constexpr auto each(auto& self, auto&& f) {
    return f("q", self.q), f("k", self.k), f("v", self.v), f("out", self.out);
  }
  auto operator()(const tensor_like auto& x) const {
    const auto as_keys = rename<query, key>(x);
    const auto queries = at_place("q", x, [&] { return q(x); });
    const auto keys = at_place("k", x, [&] { return k(as_keys); });
    const auto values = at_place("v", x, [&] { return v(as_keys); });
    const auto heads = at_place("core", x, [&] { return attention(queries, keys, values); });
    return at_place("out", x, [&] { return out(heads); });
  }
};
// [/attention]

template <class T, auto Width, auto Heads, auto HeadDim, auto Hidden>
struct patch_layer {
  norm<T, model<Width>> before;
  patch_attention<T, Width, Heads, HeadDim> attend;
  norm<T, model<Width>> between;
  feed_forward<T, Width, Hidden> think{{false, true, activation::gelu}};

  static constexpr auto each(auto& self, auto&& f) {
    return f("before", self.before), f("attention", self.attend), f("between", self.between), f("feed_forward", self.think);
  }
  auto operator()(tensor_like auto x) const {
    const auto seen = at_place("before", x, [&] { return before(copy(x)); });
    x += at_place("attention", x, [&] { return attend(seen); });
    auto again = at_place("between", x, [&] { return between(copy(x)); });
    x += at_place("feed_forward", x, [&] { return think(std::move(again)); });
    return x;
  }
};

/// {batch, query, pixel} -> {batch, label}: how much each image looks like each label.
template <class T, auto Patches, auto Pixels, auto Width, auto Heads, auto HeadDim, auto Hidden, auto Labels>
struct vision_transformer {
  linear<T, from<pixel<Pixels>>, into<model<Width>>> embed{true};
  parameter<T, query<Patches>, model<Width>> places;
  list<patch_layer<T, Width, Heads, HeadDim, Hidden>> layers;
  norm<T, model<Width>> last;
  linear<T, from<model<Width>>, into<label<Labels>>> judge{true};

  explicit vision_transformer(int depth = 12) {
    for (int i = 0; i < depth; ++i) layers.push_back({});
  }
  static constexpr auto each(auto& self, auto&& f) {
    return f("embed", self.embed), f("places", self.places), f("layers", self.layers), f("norm", self.last),
           f("judge", self.judge);
  }
  auto operator()(const tensor_like auto& patches) const {
    auto x = at_place("embed", patches, [&] { return embed(patches) + *places; });
    for (std::size_t i = 0; i < layers.size(); ++i) {
      scope all(x.on(), "layers"), here(x.on(), index_name(i).text);
      x = layers[i](std::move(x));
    }
    x = at_place("norm", x, [&] { return last(std::move(x)); });
    return at_place("judge", x, [&] { return judge(mean<query>(x)); });
  }
};

// [report]
/// ViT-B/16 that averages its patches, at 224 x 224: what `conform_add_report` reports.
struct vit_base {
  static constexpr const char* name = "ViT-B/16, averaged";
  static constexpr const char* source = "Dosovitskiy et al. 2020, table 1; Beyer et al. 2022";
  static constexpr auto sizes = size_values(sizes::batch = 8, sizes::positions = 196, sizes::model = 768, sizes::heads = 12,
                                            sizes::head_dim = 64, sizes::hidden = 3072);
  /// The size over which a page draws costs, and of which a device has a largest that fits.
  static constexpr auto length = sizes::positions;
  using layers = vision_transformer<metered, sizes::positions, 768, sizes::model, sizes::heads, sizes::head_dim,
                                    sizes::hidden, 1000>;
  using input = tensor<metered, axes::batch<sizes::batch>, query<sizes::positions>, pixel<768>>;
  /// Limits that a test keeps: of the whole, or of the places that a pattern names.
  static constexpr auto budgets = limits(at_most(280_GFLOP), at_most("layers.*.attention.core", 1_GFLOP),
                                         at_most(87'000'000_parameters), at_most(600_MiB));
};
// [/report]

}  // namespace sight
