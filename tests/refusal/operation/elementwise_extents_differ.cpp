// refuses: extents_differ<head_dim<64>, head_dim<32>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  tensor<float, head_dim<64>> y;
#else
  tensor<float, head_dim<32>> y;
#endif
  [[maybe_unused]] auto z = x + y;  // refused here
}
