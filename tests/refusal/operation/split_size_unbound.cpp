// refuses: size_unbound<every_size<text<2>{"m"}>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;
inline constexpr struct m : conform::size<"m"> { using size::operator=; } m;

int main() {
  tensor<float, key<n>> x{n = 32};
#ifdef FIXED
  [[maybe_unused]] auto y = split<key, group<m>, query<16>>(x, m = 2);
#else
  [[maybe_unused]] auto y = split<key, group<m>, query<16>>(x);  // refused here
#endif
}
