// refuses: extents_differ<model<16>, model<32>>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  block<float, 32, 4, 1, 8, 64> layer;
#ifdef FIXED
  tensor<float, query<3>, model<32>> x;
#else
  tensor<float, query<3>, model<16>> x;
#endif
  layer(x);  // refused here
}
