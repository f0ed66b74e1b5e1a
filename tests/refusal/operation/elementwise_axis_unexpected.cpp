// refuses: axis_unexpected<key<8>, query<8>, head_dim<64>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  tensor<float, query<8>, head_dim<64>> y;
#else
  tensor<float, key<8>, head_dim<64>> y;
#endif
  [[maybe_unused]] auto z = x - y;  // refused here
}
