// refuses: axis_missing<every<model>, query<8>, head_dim<64>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
  tensor<float, head_dim<64>> w;
#ifdef FIXED
  [[maybe_unused]] auto y = rms_norm<head_dim>(x, w, 1e-6);
#else
  [[maybe_unused]] auto y = rms_norm<model>(x, w, 1e-6);  // refused here
#endif
}
