// refuses: extents_differ<key<text<9>{"n + past"}>, key<text<9>{"past + 1"}>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;
inline constexpr struct past : conform::size<"past"> { using size::operator=; } past;

int main() {
  tensor<float, key<past>> cache{past = 7};
  tensor<float, key<n>> fresh{n = 1};
  auto longer = concat<key>(cache, fresh);
#ifdef FIXED
  tensor<float, key<past + n>> scores{past = 7, n = 1};
#else
  tensor<float, key<past + 1>> scores{past = 7};
#endif
  [[maybe_unused]] auto z = longer * scores;  // refused here
}
