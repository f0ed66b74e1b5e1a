// refuses: axis_unexpected<query<8>, every<head_dim>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
  tensor<float, head_dim<64>> w;
#ifdef FIXED
  tensor<float, head_dim<64>> b;
#else
  tensor<float, query<8>, head_dim<64>> b;
#endif
  [[maybe_unused]] auto y = layer_norm<head_dim>(x, w, b, 1e-6);  // refused here
}
