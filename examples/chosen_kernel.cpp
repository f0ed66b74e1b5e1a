// Which kernel attention runs on: chosen by numbers, axes and sizes, and never another result.

#include <conform/conform.hpp>
#include <fmt/format.h>

using namespace conform;
using namespace conform::axes;

// [kernels]
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

template <class T>
void tell(const char* what, int queries, int keys) {
  const tensor<T, head<8>, group<4>, query<n>, head_dim<64>> q{n = queries};
  const tensor<T, head<8>, key<m>, head_dim<64>> k{m = keys};
  const tensor<T, head<8>, key<m>, value_dim<64>> v{m = keys};
  fmt::print("{:<32} {}\n", what, name_of(kernel_of(q, k, v, causal)));
}

int main() {
  tell<float>("prefill, 256 queries", 256, 256);
  tell<float>("decode, 1 query, 4 share a head", 1, 1024);
  tell<float>("3 queries, 12 share a head", 3, 1024);
  tell<double>("prefill in double", 256, 256);
}
// [/kernels]
