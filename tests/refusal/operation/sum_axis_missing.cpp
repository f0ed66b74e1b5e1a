// refuses: axis_missing<every<model>, query<8>, head_dim<64>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = sum<head_dim>(x);
#else
  [[maybe_unused]] auto y = sum<model>(x);  // refused here
#endif
}
