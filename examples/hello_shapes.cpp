// Tensors name their axes; the compiler knows every extent.

// [hello]
#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, head_dim<4>> q;
  tensor<float, key<3>, head_dim<4>> k;
  tensor<float, key<3>, value_dim<2>> v;
  generate<query, head_dim>(q, [](auto i, auto f) { return i == f; });
  generate<key, head_dim>(k, [](auto j, auto f) { return j == f; });
  generate<key, value_dim>(v, [](auto j, auto w) { return 10 * j + w; });

  const auto scores = contract<head_dim>(q, k);  // one for each query and key: their axes are met by name
  const auto y = attention(q, k, v);

  static_assert(std::is_same_v<decltype(y), const tensor<float, query<2>, value_dim<2>>>);
  static_assert(sizeof(q) == sizeof(void*));  // extents that the type knows are not stored

  fmt::print("scores {}\n", scores);
  fmt::print("y      {:.3f}\n", y);
}
// [/hello]
