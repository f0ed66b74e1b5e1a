// A shape-safe encoder with an axis of its own, run with weights, then metered for its cost.

// [encoder]
#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>
#include <conform/layer.hpp>
#include <conform/size/alphabet.hpp>

using namespace conform;

template <auto N> struct pixel : axis<N> {};  // the values of one image patch

/// {batch, query, pixel} -> {batch, query, model}: patches of an image attend to each other.
template <class T, auto Pixels, auto Width, auto Heads, auto HeadDim, auto Hidden>
struct patch_encoder {
  linear<T, from<pixel<Pixels>>, into<axes::model<Width>>> embed{true};  // with a bias
  block<T, Width, Heads, 1, HeadDim, Hidden> layer;  // 1: every query head has keys of its own
  norm<T, axes::model<Width>> last;

  static constexpr void each(auto& self, auto&& f) {
    f("embed", self.embed), f("layer", self.layer), f("norm", self.last);
  }

  auto operator()(const tensor_like auto& patches) const {
    auto x = at_place("embed", patches, [&] { return embed(patches); });
    x = at_place("layer", x, [&] { return layer(std::move(x)); });
    return at_place("norm", x, [&] { return last(std::move(x)); });
  }
};

int main() {
  patch_encoder<float, 48, 32, 4, 8, 64> small;
  make_parameters(small);  // zero; a weight is a tensor: *small.embed.weight has the axes {pixel, model}
  int next = 0;
  for_each_parameter(small, [&](auto& weights) {
    for (float& w : weights) w = 0.01f * static_cast<float>(next++ % 13 - 6);
  });
  tensor<float, axes::batch<2>, axes::query<16>, pixel<48>> patches;
  generate<axes::batch, axes::query, pixel>(patches, [](auto b, auto i, auto p) { return b + i == p; });
  const auto features = small(patches);  // tensor<float, batch<2>, query<16>, model<32>>
  fmt::print("{}, {} parameters\n", shape_of<decltype(features)>{}, count_parameters(small));
  fmt::print("{:.4f}\n", at<axes::batch, axes::query, axes::model>(features, 0, 0, 0));

  namespace s = conform::sizes;
  meter at;
  patch_encoder<metered, 48, s::model, s::heads, s::head_dim, s::hidden> symbolic;
  make_parameters(symbolic, at);  // no cells: only formulas
  const tensor<metered, axes::batch<s::batch>, axes::query<s::seq>, pixel<48>> input{at};
  const auto output = symbolic(input);
  own_parameters(symbolic, at);  // books them at their places
  for (const auto& row : at.places.rows) {
    const std::string_view place(row.path.begin(), row.path.size());
    fmt::print("{:<30} {}\n", place, interop::written(row.done.matmul_flops(), at.sizes));
  }
  const auto total = at.places.total();
  const auto at_numbers = [&](const polynomial& formula) {
    return static_cast<long long>(at.value(formula, s::batch = 2, s::seq = 16, s::model = 32, s::heads = 4,
                                           s::head_dim = 8, s::hidden = 64));
  };
  fmt::print("{} matmul FLOPs, {} operations in all, {} parameters\n", at_numbers(total.done.matmul_flops()),
             at_numbers(total.done.unit_total()), at_numbers(total.parameters));
}
// [/encoder]
