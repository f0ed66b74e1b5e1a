// refuses: extents_differ<of_k<key<text<6>{"n + 1"}>>, of_v<key<text<2>{"n"}>>>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

int main() {
  tensor<float, query<n>, head_dim<64>> q{n = 3};
  tensor<float, key<n + 1>, head_dim<64>> k{n = 3};
#ifdef FIXED
  tensor<float, key<n + 1>, value_dim<64>> v{n = 3};
#else
  tensor<float, key<n>, value_dim<64>> v{n = 3};
#endif
  attention(q, k, v);  // refused here
}
