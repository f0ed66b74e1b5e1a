// refuses: axis_repeated<model<4>, model<32>>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  expert_linear<float, expert<8>, model<32>, hidden<64>> layer;
#ifdef FIXED
  tensor<int, query<3>, choice<4>> chosen;
#else
  tensor<int, query<3>, model<4>> chosen;
#endif
  tensor<float, query<3>, model<32>> x;
  layer(x, chosen);  // refused here
}
