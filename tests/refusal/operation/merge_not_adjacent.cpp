// refuses: not_adjacent<query<8>, head_dim<64>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head<12>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = merge<model, head, head_dim>(x);
#else
  [[maybe_unused]] auto y = merge<model, query, head_dim>(x);  // refused here
#endif
}
