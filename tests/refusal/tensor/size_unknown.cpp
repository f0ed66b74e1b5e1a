// refuses: query<8>
// says: size_unknown<binding<text<2>{"n"}, int>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

int main() {
#ifdef FIXED
  [[maybe_unused]] tensor<float, query<8>> q;
#else
  [[maybe_unused]] tensor<float, query<8>> q{n = 8};  // refused here
#endif
}
