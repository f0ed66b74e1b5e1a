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
  linear<T, from<pixel<Pixels>>, into<axes::model<Width>>> embed{true};
  block<T, Width, Heads, 1, HeadDim, Hidden> layer;
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
  make_parameters(small);
  const tensor<float, axes::batch<2>, axes::query<16>, pixel<48>> patches;
  const auto features = small(patches);  // tensor<float, batch<2>, query<16>, model<32>>
  fmt::print("{}, {} parameters\n", shape_of<decltype(features)>{}, count_parameters(small));

  namespace s = conform::sizes;
  meter at;
  patch_encoder<metered, 48, s::model, s::heads, s::head_dim, s::hidden> symbolic;
  make_parameters(symbolic, at);
  const tensor<metered, axes::batch<s::batch>, axes::query<s::seq>, pixel<48>> input{at};
  const auto output = symbolic(input);
  own_parameters(symbolic, at);
  for (const auto& row : at.places.rows) {
    const std::string_view place(row.path.begin(), row.path.size());
    fmt::print("{:<30} {}\n", place, interop::written(row.done.matmul_flops(), at.sizes));
  }
}
// [/encoder]
