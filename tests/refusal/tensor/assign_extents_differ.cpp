// refuses: extents_differ<key<4>, key<3>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, key<3>> scores;
  tensor<float, key<4>, query<2>> wide;
  tensor<float, key<3>, query<2>> turned;
#ifdef FIXED
  assign(scores, turned);
#else
  assign(scores, wide);  // refused here
#endif
}
