// refuses: extent_invalid<hidden<-3>>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  linear<float, from<model<32>>, into<hidden<3>>> layer;
#else
  linear<float, from<model<32>>, into<hidden<-3>>> layer;
#endif
  tensor<float, query<3>, model<32>> x;
  layer(x);  // refused here
}
