// refuses: query<4>, key<4>
// refuses: key<4>, query<4>
// says: order_differs<from<query<4>, key<4>>, into<key<4>, query<4>>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  tensor<float, key<4>, query<4>> scores;
#else
  tensor<float, query<4>, key<4>> scores;
#endif
  [[maybe_unused]] tensor<float, key<4>, query<4>> turned = scores;  // refused here
}
