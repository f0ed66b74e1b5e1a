// Attention over listed blocks of keys: the time goes with the pairs that are listed.
#include <fmt/format.h>

#include <conform/attention/block_layouts.hpp>
#include <conform/attention/blocked.hpp>
#include <conform/tensor.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, head<2>, query<200>, head_dim<64>> q;
  tensor<float, head<2>, key<200>, head_dim<64>> k;
  tensor<float, head<2>, key<200>, value_dim<64>> v;
  generate<head, key, value_dim>(v, [](auto, auto j, auto) { return j / 64; });  // its block's place

  // [lists]
  key_blocks lists(100, 64);  // blocks of 100 queries and of 64 keys; the last of either may be cut short
  lists.add({1});             // the first 100 queries score keys 64 to 127
  lists.add({0, 2, 3});       // the others 0 to 63, and 128 to 199
  const auto y = attention(q, k, v, lists);
  // [/lists]
  fmt::print("query 0    {:.2f}\n", at<head, query, value_dim>(y, 0, 0, 0));
  fmt::print("query 100  {:.2f}\n", at<head, query, value_dim>(y, 0, 100, 0));
  fmt::print("pairs      {} of {}\n", static_cast<long long>(scored_pairs(lists, 200, 200)), 200 * 200);
  fmt::print("kernel     {}\n", name_of(kernel_of(q, k, v, lists)));

  // [layouts]
  const key_blocks bigbird = bigbird_blocks(4096, {.block = 64, .global = 1, .sides = 1, .random = 3});
  const key_blocks strided = key_blocks::where(
      4096, 4096, 64, 64, [](auto a, auto b) { return a - b < 4 || b % 4 == 3; }, causal);
  // [/layouts]
  fmt::print("bigbird    {}\n", static_cast<long long>(scored_pairs(bigbird, 4096, 4096)));
  fmt::print("strided    {}\n", static_cast<long long>(scored_pairs(strided, 4096, 4096)));
}
