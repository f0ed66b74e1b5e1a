// refuses: size_unbound<every_size<text<2>{"n"}>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

int main() {
  float memory[8]{};
#ifdef FIXED
  [[maybe_unused]] auto x = view_of<key<n + 1>>(memory, n = 7);
#else
  [[maybe_unused]] auto x = view_of<key<n + 1>>(memory, {8});  // refused here
#endif
}
