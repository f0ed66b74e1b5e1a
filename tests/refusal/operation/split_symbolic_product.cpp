// refuses: product_differs<from<model<text<2>{"n"}>>, into<head<2>, head_dim<text<2>{"n"}>>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;

int main() {
#ifdef FIXED
  tensor<float, model<2 * n>> x{n = 3};
#else
  tensor<float, model<n>> x{n = 3};
#endif
  [[maybe_unused]] auto y = split<model, head<2>, head_dim<n>>(x);  // refused here
}
