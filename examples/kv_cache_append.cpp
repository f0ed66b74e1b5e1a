// A cache of keys grows by the new tokens, and its type says so.
#include <conform/attention.hpp>
#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>
#include <conform/operation.hpp>

using namespace conform;
using namespace conform::axes;

// [sizes]
inline constexpr struct past : size<"past"> { using size::operator=; } past;
inline constexpr struct n : size<"n"> { using size::operator=; } n;
// [/sizes]

int main() {
  // [append]
  tensor<float, key<past>, head_dim<2>> cached{past = 5};
  tensor<float, key<n>, head_dim<2>> fresh{n = 2};
  const tensor<float, key<past + n>, head_dim<2>> keys = concat<key>(cached, fresh);
  // [/append]
  fmt::print("{} keys\n", extent<key>(keys));

  // [attend]
  tensor<float, query<n>, head_dim<2>> q{n = 2};
  tensor<float, key<n + past>, value_dim<1>> values{n = 2, past = 5};  // n + past is past + n
  generate<key, value_dim>(values, [](auto j, auto) { return j; });
  const auto y = attention(q, keys, values, causal);  // the last query sees all seven keys, the one before six
  // [/attend]
  fmt::print("{}\n", y);
}
