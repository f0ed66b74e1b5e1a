// refuses: extent_invalid<choice<-2>>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  mixture_of_experts<float, 32, 64, 4, 2> layer;
#else
  mixture_of_experts<float, 32, 64, 4, -2> layer;
#endif
  tensor<float, query<3>, model<32>> x;
  layer(x);  // refused here
}
