// refuses: not_half_of<rotary<64>, head_dim<64>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  tensor<float, query<8>, rotary<32>> t;
#else
  tensor<float, query<8>, rotary<64>> t;
#endif
  [[maybe_unused]] auto y = rope<query, head_dim>(x, t, t);  // refused here
}
