// refuses: reaches_outside<expert<4>, 0, 5>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  block<float, 32, 4, 1, 8, 64, experts_of<8, 5, 64>> layer;
#else
  block<float, 32, 4, 1, 8, 64, experts_of<4, 5, 64>> layer;
#endif
  tensor<float, query<3>, model<32>> x;
  layer(x);  // refused here
}
