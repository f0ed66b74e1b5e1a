// refuses: extent_not_static<head<text<2>{"n"}>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;

int main() {
#ifdef FIXED
  tensor<float, head<3>, query<2>> x;
#else
  tensor<float, head<n>, query<2>> x{n = 3};
#endif
  [[maybe_unused]] auto [a, b, c] = unstack<head>(x);  // refused here
}
