// refuses: axis_repeated<query<8>, query<12>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, model<768>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = split<model, head<12>, head_dim<64>>(x);
#else
  [[maybe_unused]] auto y = split<model, query<12>, head_dim<64>>(x);  // refused here
#endif
}
