// What does not conform does not compile; what only run time knows is checked when tensors meet.

#include <cstdio>

#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

// [sizes]
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
// [/sizes]

template <class Q, class K>
constexpr bool conforms = requires(const Q& q, const K& k) { contract<head_dim>(q, k); };

// [static]
using queries = tensor<float, query<8>, head_dim<64>>;
static_assert(conforms<queries, tensor<float, key<8>, head_dim<64>>>);
static_assert(!conforms<queries, tensor<float, key<8>, head_dim<32>>>);   // extents_differ
static_assert(!conforms<queries, tensor<float, key<8>, value_dim<64>>>);  // axis_missing: nothing is summed silently
// [/static]

// [named]
static_assert(conforms<tensor<float, query<8>, head_dim<n + 1>>, tensor<float, key<8>, head_dim<1 + n>>>);
static_assert(!conforms<tensor<float, query<8>, head_dim<n>>, tensor<float, key<8>, head_dim<m>>>);
static_assert(!conforms<tensor<float, query<8>, head_dim<n + 1>>, tensor<float, key<8>, head_dim<n>>>);
// [/named]

int main() {
  // [values]
  const tensor<float, query<n>, head_dim<64>> q{n = 7};
  const tensor<float, key<n>, head_dim<64>> k{n = 9};
  try {
    const auto scores = contract<head_dim>(q, k);
    std::printf("%zu scores\n", scores.size());
  } catch (const size_mismatch& error) {
    std::printf("%s\n", error.what());  // one name, one value
  }
  // [/values]
}
