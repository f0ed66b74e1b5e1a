// refuses: axis_unexpected<key<3>, every<query>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, key<3>> scores;
#ifdef FIXED
  at<query, key>(scores, 0, 0) = 1;
#else
  at<query>(scores, 0) = 1;  // refused here
#endif
}
