// Grouped-query attention is attention: K and V lack the axis `group`, so every query head of a group shares them.
#include <conform/attention.hpp>
#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  // [grouped]
  tensor<float, head<2>, group<3>, query<4>, head_dim<8>> q;  // 6 query heads
  tensor<float, head<2>, key<4>, head_dim<8>> k;              // 2 heads of keys
  tensor<float, head<2>, key<4>, value_dim<8>> v;
  generate<head, key, value_dim>(v, [](auto h, auto, auto) { return h + 1; });

  const auto y = attention(q, k, v, causal);
  static_assert(std::is_same_v<decltype(y), const tensor<float, head<2>, group<3>, query<4>, value_dim<8>>>);
  // [/grouped]
  fmt::print("{}\n", shape_of<decltype(y)>{});
  for_each_index<head, group>(tensor<float, head<2>, group<3>>(), [&](auto h, auto g) {
    fmt::print("head {}, group {}: {:.1f}\n", h, g, at<head, group, query, value_dim>(y, h, g, 3, 0));
  });
}
