// refuses: numbers_differ<double, float>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  block<float, 32, 4, 1, 8, 64> layer;
#ifdef FIXED
  tensor<float, query<3>, model<32>> x;
#else
  tensor<double, query<3>, model<32>> x;
#endif
  layer(x);  // refused here
}
