// refuses: extents_differ<head_dim<text<2>{"n"}>, head_dim<text<2>{"m"}>>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

int main() {
  tensor<float, query<8>, head_dim<n>> q{n = 64};
#ifdef FIXED
  tensor<float, key<8>, head_dim<n>> k{n = 64};
#else
  tensor<float, key<8>, head_dim<m>> k{m = 64};
#endif
  contract<head_dim>(q, k);  // refused here
}
