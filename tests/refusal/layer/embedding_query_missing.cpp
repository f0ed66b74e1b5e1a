// refuses: axis_missing<every<query>, key<3>>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  embedding<float, 32, 8, 16> layer(true);
#ifdef FIXED
  tensor<int, query<3>> ids;
#else
  tensor<int, key<3>> ids;
#endif
  layer(ids, 0);  // refused here
}
