// refuses: extents_differ<key<text<6>{"m + n"}>, key<text<6>{"m + 1"}>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;
inline constexpr struct m : conform::size<"m"> { using size::operator=; } m;

int main() {
  tensor<float, key<m>> cache{m = 7};
  tensor<float, key<n>> fresh{n = 1};
  auto longer = concat<key>(cache, fresh);
#ifdef FIXED
  tensor<float, key<m + n>> scores{m = 7, n = 1};
#else
  tensor<float, key<m + 1>> scores{m = 7};
#endif
  [[maybe_unused]] auto z = longer * scores;  // refused here
}
