// refuses: view_of_temporary<std::array<float, 4>>
#include <conform/conform.hpp>
#include <array>
using namespace conform;
using namespace conform::axes;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

int main() {
#ifdef FIXED
  [[maybe_unused]] auto x = tensor_from<query<n>>(std::array<float, 4>(), {4});
#else
  [[maybe_unused]] auto x = view_of<query<n>>(std::array<float, 4>(), {4});  // refused here
#endif
}
