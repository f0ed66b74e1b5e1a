// refuses: axis_unexpected<batch<2>, head_dim<64>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  tensor<float, query<3>, head_dim<64>> y;
#else
  tensor<float, batch<2>, query<3>, head_dim<64>> y;
#endif
  [[maybe_unused]] auto z = concat<query>(x, y);  // refused here
}
