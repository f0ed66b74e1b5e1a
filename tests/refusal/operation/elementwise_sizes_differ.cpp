// refuses: extents_differ<query<text<2>{"n"}>, query<text<2>{"m"}>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;
inline constexpr struct m : conform::size<"m"> { using size::operator=; } m;

int main() {
  tensor<float, query<n>> x{n = 3};
#ifdef FIXED
  tensor<float, query<n>> y{n = 3};
#else
  tensor<float, query<m>> y{m = 3};
#endif
  [[maybe_unused]] auto z = x * y;  // refused here
}
