// refuses: extents_differ<model<text<2>{"m"}>, model<text<2>{"n"}>>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

int main() {
  self_attention<float, n, 4, 1, 8> layer;
#ifdef FIXED
  tensor<float, query<3>, model<n>> x{n = 4};
#else
  tensor<float, query<3>, model<m>> x{m = 4};
#endif
  layer(x);  // refused here
}
