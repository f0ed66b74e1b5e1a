// refuses: axis_repeated<hidden<6>, hidden<6>>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  linear<float, from<model<4>>, into<hidden<6>>> layer;
#ifdef FIXED
  tensor<float, query<6>, model<4>> x;
#else
  tensor<float, hidden<6>, model<4>> x;
#endif
  layer(x);  // refused here
}
