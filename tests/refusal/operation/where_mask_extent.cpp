// refuses: extents_differ<head_dim<64>, head_dim<32>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  tensor<bool, head_dim<64>> mask;
#else
  tensor<bool, head_dim<32>> mask;
#endif
  [[maybe_unused]] auto y = where(mask, x, 0);  // refused here
}
