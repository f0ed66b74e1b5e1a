// refuses: axis_unexpected<head_dim<64>, every<query>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  tensor<float, query<8>, head_dim<64>> y;
#else
  tensor<float, query<8>> y;
#endif
  [[maybe_unused]] auto z = einsum<query>(x, y);  // refused here
}
