// refuses: axis_missing<every<head_dim>, query<8>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
  tensor<float, head_dim<64>> b;
#ifdef FIXED
  tensor<float, head_dim<64>> w;
#else
  tensor<float, query<8>> w;
#endif
  [[maybe_unused]] auto y = layer_norm<head_dim>(x, w, b, 1e-6);  // refused here
}
