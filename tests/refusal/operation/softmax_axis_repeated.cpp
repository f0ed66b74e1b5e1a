// refuses: axis_repeated<every<query>, every<query>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = softmax<query, head_dim>(x);
#else
  [[maybe_unused]] auto y = softmax<query, query>(x);  // refused here
#endif
}
