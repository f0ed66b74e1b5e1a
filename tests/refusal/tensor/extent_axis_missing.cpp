// refuses: axis_missing<every<model>, query<2>, key<3>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, key<3>> scores;
#ifdef FIXED
  return static_cast<int>(extent<key>(scores));
#else
  return static_cast<int>(extent<model>(scores));  // refused here
#endif
}
