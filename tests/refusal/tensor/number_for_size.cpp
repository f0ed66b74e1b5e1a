// refuses: query<n
// says: size_unknown<int>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

int main() {
#ifdef FIXED
  const auto rows = n = 7;
#else
  const auto rows = 7;
#endif
  [[maybe_unused]] tensor<float, query<n>> q{rows};  // refused here
}
