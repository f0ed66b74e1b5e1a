// An axis of your own is one line, and is as good as those of the library.
#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>

using namespace conform;
using namespace conform::axes;

// [axis]
template <auto N> struct patch : axis<N> {};
template <auto N> struct channel : axis<N> {};
// [/axis]

int main() {
  // [use]
  tensor<float, patch<2>, channel<3>> image;
  tensor<float, channel<3>, model<2>> embed;
  generate<patch, channel>(image, [](auto p, auto c) { return 10 * p + c; });
  fill(embed, 1);

  const auto embedded = contract<channel>(image, embed);  // tensor<float, patch<2>, model<2>>
  // [/use]
  fmt::print("{}\n", embedded);

  // [cell]
  at<channel, patch>(image, 2, 1) = 100;  // axes in any order, since they have names
  try {
    at<patch, channel>(image, 2, 1) = 0;
  } catch (const index_error& error) {
    fmt::print("{}\n", error.what());
  }
  // [/cell]
  fmt::print("{}\n", image);
}
