// refuses: query<n
// says: size_bound_twice<every_size<text<2>{"n"}>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct past : size<"past"> { using size::operator=; } past;

int main() {
#ifdef FIXED
  constexpr auto other = past = 4;
#else
  constexpr auto other = n = 4;
#endif
  [[maybe_unused]] tensor<float, query<n>, key<past>> q(n = 3, other);  // refused here
}
