// refuses: product_differs<from<query<8>, head_dim<64>>, into<model<511>>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = reshape<model<512>>(x);
#else
  [[maybe_unused]] auto y = reshape<model<511>>(x);  // refused here
#endif
}
