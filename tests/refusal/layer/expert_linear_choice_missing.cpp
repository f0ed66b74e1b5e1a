// refuses: axis_unexpected<batch<2>, query<3>, choice<2>>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  expert_linear<float, expert<8>, model<32>, hidden<64>> layer;
#ifdef FIXED
  tensor<int, batch<2>, query<3>, choice<2>> chosen;
#else
  tensor<int, query<3>, choice<2>> chosen;
#endif
  tensor<float, batch<2>, query<3>, model<32>> x;
  layer(x, chosen);  // refused here
}
