// refuses: not_an_index<double>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, key<3>> scores;
#ifdef FIXED
  at<query, key>(scores, 0, 2) = 1;
#else
  at<query, key>(scores, 0, 2.0) = 1;  // refused here
#endif
}
