// refuses: axis_repeated<hidden<64>, hidden<64>>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  mixture_of_experts<float, 32, 64, 8, 2> layer;
#ifdef FIXED
  tensor<float, query<3>, model<32>> x;
#else
  tensor<float, hidden<64>, model<32>> x;
#endif
  layer(x);  // refused here
}
