// refuses: one_for_each<query<text<2>{"n"}>, head_dim<4>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

int main() {
  float memory[8]{};
#ifdef FIXED
  [[maybe_unused]] auto x = view_of<query<n>, head_dim<4>>(memory, {2, 4});
#else
  [[maybe_unused]] auto x = view_of<query<n>, head_dim<4>>(memory, {8});  // refused here
#endif
}
