// refuses: product_differs<from<model<768>>, into<head<12>, head_dim<65>>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, model<768>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = split<model, head<12>, head_dim<64>>(x);
#else
  [[maybe_unused]] auto y = split<model, head<12>, head_dim<65>>(x);  // refused here
#endif
}
