// refuses: reaches_outside<query<8>, 0, 9>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = top_k<query, 8>(x);
#else
  [[maybe_unused]] auto y = top_k<query, 9>(x);  // refused here
#endif
}
