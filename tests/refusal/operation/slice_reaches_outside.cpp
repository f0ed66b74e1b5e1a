// refuses: reaches_outside<head_dim<64>, 60, 65>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = slice<head_dim, 60, 64>(x);
#else
  [[maybe_unused]] auto y = slice<head_dim, 60, 65>(x);  // refused here
#endif
}
