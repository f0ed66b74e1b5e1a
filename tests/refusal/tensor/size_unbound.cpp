// refuses: query<n
// says: size_unbound<every_size<text<5>{"past"}>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct past : size<"past"> { using size::operator=; } past;

int main() {
#ifdef FIXED
  constexpr auto width = 8;
#else
  constexpr auto width = past;
#endif
  [[maybe_unused]] tensor<float, query<n>, head_dim<width>> q{n = 3};  // refused here
}
