// refuses: axis_repeated<query<8>, query<768>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head<12>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = merge<model, head, head_dim>(x);
#else
  [[maybe_unused]] auto y = merge<query, head, head_dim>(x);  // refused here
#endif
}
