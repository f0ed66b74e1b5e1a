// refuses: numbers_differ<bool, float>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  tensor<bool, head_dim<64>> mask;
#else
  tensor<float, head_dim<64>> mask;
#endif
  [[maybe_unused]] auto y = where(mask, x, x);  // refused here
}
