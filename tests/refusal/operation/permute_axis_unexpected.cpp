// refuses: axis_unexpected<head_dim<64>, every<query>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = permute<head_dim, query>(x);
#else
  [[maybe_unused]] auto y = permute<query>(x);  // refused here
#endif
}
