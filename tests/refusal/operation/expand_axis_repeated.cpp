// refuses: axis_repeated<query<8>, query<4>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = expand<batch<4>>(x);
#else
  [[maybe_unused]] auto y = expand<query<4>>(x);  // refused here
#endif
}
