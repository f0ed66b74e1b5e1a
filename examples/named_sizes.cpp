// Lengths known only at run time keep a name in the type: equal by name when compiled, by value when bound.
#include <vector>

#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>

using namespace conform;
using namespace conform::axes;

// [declare]
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct past : size<"past"> { using size::operator=; } past;
// [/declare]

int main() {
  const std::vector<int> tokens{17, 4, 256};

  // [bind]
  tensor<float, query<n>, head_dim<2>> q{n = tokens.size()};
  tensor<float, key<past + n>, head_dim<2>> k{n = 3, past = 4};
  const auto scores = contract<head_dim>(q, k);  // tensor<float, query<n>, key<past + n>>
  // [/bind]
  fmt::print("{}\n", shape_of<decltype(scores)>{});
  fmt::print("{} queries, {} keys\n", extent<query>(scores), extent<key>(scores));

  // [mismatch]
  tensor<float, key<n>, head_dim<2>> fewer{n = 2};
  try {
    contract<head_dim>(q, fewer);  // the same name, and two values
  } catch (const size_mismatch& error) {
    fmt::print("{}\n", error.what());
  }
  // [/mismatch]

  // [boundary]
  std::vector<float> memory(12, 0.5f);
  const auto seen = view_of<query<n>, head_dim<4>>(memory, {3, 4});  // n is 3, the 4 is checked
  try {
    view_of<query<n>, head_dim<4>>(memory, {4, 3});
  } catch (const size_mismatch& error) {
    fmt::print("{}\n", error.what());
  }
  // [/boundary]
  fmt::print("{}\n", seen);

  // [fresh]
  const auto rows = with_size(tokens.size(), [&](auto t) {  // a size of its own: no other length is this one
    tensor<float, query<t>, key<t + 1>> bordered{t};
    return bordered.size();
  });
  // [/fresh]
  fmt::print("{} cells\n", rows);
}
