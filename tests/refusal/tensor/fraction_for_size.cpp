// refuses: query<n
// says: size_unknown<binding<text<2>{"n"}, double>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

int main() {
#ifdef FIXED
  const int rows = 7;
#else
  const double rows = 7;
#endif
  [[maybe_unused]] tensor<float, query<n>> q{n = rows};  // refused here
}
