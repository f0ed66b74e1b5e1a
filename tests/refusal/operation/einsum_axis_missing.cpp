// refuses: axis_missing<every<key>, query<8>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
  tensor<float, head_dim<64>> y;
#ifdef FIXED
  [[maybe_unused]] auto z = einsum<query>(x, y);
#else
  [[maybe_unused]] auto z = einsum<query, key>(x, y);  // refused here
#endif
}
