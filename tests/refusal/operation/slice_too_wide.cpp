// refuses: reaches_outside<query<8>, 0, 9>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = slice<query<7>>(x, 0);
#else
  [[maybe_unused]] auto y = slice<query<9>>(x, 0);  // refused here
#endif
}
