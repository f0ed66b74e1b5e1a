// refuses: axis_unexpected<query<2>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, key<3>> scores;
#ifdef FIXED
  at<query, key>(scores, 0, 0) = 1;
#else
  at(scores, 0, 0) = 1;  // refused here
#endif
}
