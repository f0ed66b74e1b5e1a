// refuses: extents_differ<model<text<4>{"m*n"}>, model<text<4>{"n^2"}>>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

int main() {
  tensor<float, query<8>, model<n * m>> x{n = 4, m = 16};
#ifdef FIXED
  tensor<float, model<m * n>, hidden<8>> w{n = 4, m = 16};
#else
  tensor<float, model<n * n>, hidden<8>> w{n = 8};
#endif
  contract<model>(x, w);  // refused here
}
